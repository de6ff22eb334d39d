package dev.signalbox.verify.orchestration;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.app.Main;
import dev.signalbox.gateway.replay.Recordings;
import dev.signalbox.gateway.replay.Recordings.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;

/// Prompts, what each model once answered, and how good that was.
record Recorded(List<Prompt> prompts) {
    private static final JsonMapper JSON = new JsonMapper();

    /// @param quality 0..1
    record Said(String text, double quality) {}

    record Prompt(String id, String text, Map<String, Said> answers) {
        double quality(String model) {
            return Optional.ofNullable(answers.get(model)).map(Said::quality).orElse(Double.NaN);
        }
    }

    /// Lines of `{"id", "text", "answers": {MODEL: {"answer", "quality"}}}`. Prompts that not every model answered are
    /// left out, as are repeated ones.
    static Recorded read(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return of(lines);
        }
    }

    /// The general answers that the demo replays: four models, 732 prompts.
    static Recorded shipped() throws IOException {
        try (var packed = Objects.requireNonNull(Main.class.getResourceAsStream("demo/answers.jsonl.gz"));
                var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), UTF_8))) {
            return of(lines.lines());
        }
    }

    private static Recorded of(Stream<String> lines) {
        var prompts = new LinkedHashMap<String, Prompt>();
        lines.map(Recorded::prompt).forEach(prompt -> prompts.putIfAbsent(prompt.text(), prompt));
        int models = prompts.values().stream()
                .mapToInt(prompt -> prompt.answers().size())
                .max()
                .orElse(0);
        return new Recorded(prompts.values().stream()
                .filter(prompt -> prompt.answers().size() == models)
                .toList());
    }

    private static Prompt prompt(String line) {
        var node = JSON.readTree(line);
        var answers = new LinkedHashMap<String, Said>();
        for (var entry : node.path("answers").properties()) {
            var quality = entry.getValue().path("quality");
            if (!quality.isNumber()) continue;
            answers.put(entry.getKey(), new Said(entry.getValue().path("answer").stringValue(), quality.doubleValue()));
        }
        return new Prompt(node.path("id").stringValue(), node.path("text").stringValue(), answers);
    }

    List<String> models() {
        return List.copyOf(prompts.stream()
                .flatMap(prompt -> prompt.answers().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    Recorded first(int count) {
        return new Recorded(prompts.subList(0, Math.min(count, prompts.size())));
    }

    /// Every second prompt.
    ///
    /// @param from 0 or 1
    Recorded half(int from) {
        var half = new ArrayList<Prompt>();
        for (int i = from; i < prompts.size(); i += 2) half.add(prompts.get(i));
        return new Recorded(half);
    }

    Recordings recordings() {
        return new Recordings(prompts.stream()
                .map(prompt -> new Recording(
                        prompt.id(),
                        prompt.text(),
                        prompt.answers().entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                                        .text()))))
                .toList());
    }
}
