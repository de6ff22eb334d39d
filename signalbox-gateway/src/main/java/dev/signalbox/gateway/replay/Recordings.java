package dev.signalbox.gateway.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What models once said to prompts: one JSON object a line,
/// `{"id", "text", "answers": {MODEL: {"answer", "reasoning", "tool_calls"}}}`. Immutable.
public final class Recordings {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Map<String, Recording> byText = new HashMap<>();
    private final List<String> models;

    /// One prompt and what each model said to it.
    ///
    /// @param answers model → the text of its answer
    /// @param additions model → reasoning and tool calls, for models that gave any
    public record Recording(String id, String text, Map<String, String> answers, Map<String, Additions> additions) {
        public Recording {
            answers = Map.copyOf(answers);
            additions = Map.copyOf(additions);
        }

        public Recording(String id, String text, Map<String, String> answers) {
            this(id, text, answers, Map.of());
        }

        Additions additions(String model) {
            return additions.getOrDefault(model, Additions.NONE);
        }
    }

    public Recordings(List<Recording> recordings) {
        var named = new TreeSet<String>();
        for (var recording : recordings) {
            byText.putIfAbsent(normalised(recording.text()), recording);
            named.addAll(recording.answers().keySet());
        }
        // The text as it was recorded is found without normalising it first; that is most of the cost of a call.
        for (var recording : recordings) byText.putIfAbsent(recording.text(), recording);
        models = List.copyOf(named);
    }

    /// @throws IOException when the file can't be read or a line is not of the form; the message names the line
    public static Recordings read(Path file) throws IOException {
        var recordings = new ArrayList<Recording>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) recordings.add(recording(file, number, line));
            }
        }
        return new Recordings(recordings);
    }

    private static Recording recording(Path file, int number, String line) throws IOException {
        try {
            var node = JSON.readTree(line);
            var answers = new LinkedHashMap<String, String>();
            var additions = new LinkedHashMap<String, Additions>();
            for (var entry : node.path("answers").properties()) {
                var read = Additions.read(entry.getValue());
                if (!read.equals(Additions.NONE)) additions.put(entry.getKey(), read);
                answers.put(entry.getKey(), answer(entry.getValue().path("answer"), read));
            }
            return new Recording(text(node.path("id")), text(node.path("text")), answers, additions);
        } catch (JacksonException unreadable) {
            throw new IOException(
                    "`%s`, line %d: not a recorded answer (`id`, `text`, `answers`: {MODEL: {`answer`, `reasoning`, `tool_calls`}})"
                            .formatted(file, number));
        }
    }

    /// A model that calls tools may say nothing.
    private static String answer(JsonNode node, Additions additions) {
        boolean silent = node.isMissingNode() || node.isNull();
        return silent && !additions.toolCalls().isEmpty() ? "" : text(node);
    }

    private static String text(JsonNode node) {
        return node.stringValue();
    }

    public List<String> models() {
        return models;
    }

    public int prompts() {
        return (int) byText.values().stream().distinct().count();
    }

    /// What was recorded for a prompt, blanks and letter case aside.
    public Optional<Recording> find(String text) {
        var exact = byText.get(text);
        return Optional.ofNullable(exact != null ? exact : byText.get(normalised(text)));
    }

    private static String normalised(String text) {
        return BLANKS.matcher(text.strip()).replaceAll(" ").toLowerCase(java.util.Locale.ROOT);
    }
}
