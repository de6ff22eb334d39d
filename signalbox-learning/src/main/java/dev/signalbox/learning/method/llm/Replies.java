package dev.signalbox.learning.method.llm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What the router replied, by what it was asked: nothing is asked and paid for twice. In a file, where there is one,
/// also from one run to the next: a line of JSON with `key` and `reply` each. Failures are not kept. Thread-safe.
public final class Replies {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> replies = new ConcurrentHashMap<>();
    private final Optional<Path> file;

    private Replies(Optional<Path> file) {
        this.file = file;
    }

    /// Kept for this run alone.
    public static Replies inMemory() {
        return new Replies(Optional.empty());
    }

    /// @param file is made where it is not there. A line that is no reply, such as one that was cut off when a run was
    ///     killed, is passed over
    public static Replies in(Path file) throws IOException {
        var kept = new Replies(Optional.of(file));
        if (!Files.exists(file) || Files.size(file) == 0) return kept;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) kept.read(line);
        }
        if (!endsALine(file)) Files.writeString(file, "\n", StandardOpenOption.APPEND);
        return kept;
    }

    private static boolean endsALine(Path file) throws IOException {
        try (var bytes = Files.newByteChannel(file)) {
            var last = ByteBuffer.allocate(1);
            bytes.position(bytes.size() - 1).read(last);
            return last.get(0) == '\n';
        }
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(replies.get(key));
    }

    /// @throws UncheckedIOException if the file cannot be written
    void keep(String key, String reply) {
        replies.put(key, reply);
        file.ifPresent(to -> append(to, JSON.writeValueAsString(Map.of("key", key, "reply", reply))));
    }

    private void read(String line) {
        try {
            var node = JSON.readTree(line);
            if (node == null
                    || !node.path("key").isString()
                    || !node.path("reply").isString()) return;
            replies.put(node.path("key").asString(), node.path("reply").asString());
        } catch (JacksonException _) {
            // Passed over, and asked for anew.
        }
    }

    private synchronized void append(Path to, String line) {
        try {
            Files.write(to, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
