package dev.signalbox.checks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs Python in a process of its own: in an empty directory that is deleted afterwards, with an empty environment,
/// without a network and with process ids of its own where the system lets us (`unshare`, Linux), and killed with all
/// its children when its time is up.
///
/// It keeps honest mistakes from doing harm: endless loops, endless output, deleted files, full memory. It is no wall
/// against an answer that was written to break out: who fears those runs the gateway in a container of its own.
/// Thread-safe.
final class PythonSandbox {
    private static final int OUTPUT_BYTES_MAX = 64 * 1024;
    private static final String NOTHING = "/dev/null";
    private static final Duration PROBE = Duration.ofSeconds(30);

    /// From the tightest to none; the first that works here is taken.
    private static final List<List<String>> WALLS = List.of(
            List.of("unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"),
            List.of("unshare", "--net", "--pid", "--fork", "--kill-child"),
            List.of());

    private final String python;
    private final List<String> wall;

    /// What became of a run. `output` is empty where the process died; `isLate` where its time was up.
    record Outcome(int exit, String output, boolean isLate) {}

    private PythonSandbox(String python, List<String> wall) {
        this.python = python;
        this.wall = wall;
    }

    /// Empty where there is no Python.
    static Optional<PythonSandbox> open() throws InterruptedException {
        // The command on the path may be a script that needs its environment; the interpreter behind it does not.
        var found = probe(List.of("python3", "-I", "-c", "import resource, sys; print(sys.executable)"));
        if (found.isEmpty() || found.get().isBlank()) return Optional.empty();
        var python = found.get().strip();
        for (var wall : WALLS) {
            var command = new ArrayList<>(wall);
            command.addAll(List.of(python, "-I", "-S", "-c", "print(1)"));
            if (probe(command).isPresent()) return Optional.of(new PythonSandbox(python, wall));
        }
        return Optional.empty();
    }

    /// True where what runs here cannot reach the network.
    boolean hasNoNetwork() {
        return !wall.isEmpty();
    }

    /// @param files what the directory holds at the beginning
    Outcome run(String script, Map<String, String> files, Duration time) throws InterruptedException {
        try {
            var directory = Files.createTempDirectory("signalbox-check-");
            try {
                for (var file : files.entrySet()) {
                    Files.writeString(directory.resolve(file.getKey()), file.getValue());
                }
                return run(script, directory, time);
            } finally {
                delete(directory);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the sandbox cannot use the temporary directory", failed);
        }
    }

    private Outcome run(String script, Path directory, Duration time) throws IOException, InterruptedException {
        var command = new ArrayList<>(wall);
        command.addAll(List.of(python, "-I", "-S", "-B", script));
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File(NOTHING)))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("HOME", directory.toString());
        var process = builder.start();
        try {
            boolean isDone = process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
            if (!isDone) return new Outcome(-1, "", true);
            var output = process.getInputStream().readNBytes(OUTPUT_BYTES_MAX);
            return new Outcome(process.exitValue(), new String(output, StandardCharsets.UTF_8), false);
        } finally {
            kill(process);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Optional<String> probe(List<String> command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File(NOTHING)))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!process.waitFor(PROBE.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                    return Optional.empty();
                }
                return Optional.of(
                        new String(process.getInputStream().readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8));
            } finally {
                kill(process);
            }
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed) throws IOException {
                if (failed != null) throw failed;
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
