package dev.signalbox.app.demo;

import dev.signalbox.gateway.replay.Recordings;
import dev.signalbox.gateway.replay.Recordings.Recording;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;

/// The recorded material that comes with the demo: outcomes to learn from, and other prompts with real answers.
///
/// @param outcomes to learn from
/// @param prompts to ask, none of which is among the outcomes
record DemoData(OutcomeTable outcomes, List<Prompt> prompts) {
    /// @param answers model → what it said
    /// @param quality model → what a judge thought of it, 0..1
    record Prompt(String id, String text, Map<String, String> answers, Map<String, Double> quality) {}

    /// @param folder to unpack the outcomes into
    static DemoData unpack(Path folder) throws IOException {
        for (var file : new String[] {"queries.jsonl", "outcomes.csv"}) {
            try (var packed = resource(file + ".gz")) {
                Files.copy(packed, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return new DemoData(OutcomeTableReader.read(folder), recorded());
    }

    private static InputStream resource(String name) throws IOException {
        var packed = DemoData.class.getResourceAsStream(name);
        if (packed == null) throw new IOException("`%s` is not in the jar".formatted(name));
        return new GZIPInputStream(packed);
    }

    private static List<Prompt> recorded() throws IOException {
        var json = new JsonMapper();
        var prompts = new ArrayList<Prompt>();
        try (var lines =
                new BufferedReader(new InputStreamReader(resource("answers.jsonl.gz"), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var node = json.readTree(line);
                var answers = new LinkedHashMap<String, String>();
                var quality = new LinkedHashMap<String, Double>();
                for (var entry : node.path("answers").properties()) {
                    answers.put(entry.getKey(), entry.getValue().path("answer").asString());
                    quality.put(entry.getKey(), entry.getValue().path("quality").asDouble());
                }
                prompts.add(
                        new Prompt(node.path("id").asString(), node.path("text").asString(), answers, quality));
            }
        }
        return prompts;
    }

    /// The first of the prompts, where all would take too long.
    DemoData first(int count) {
        return new DemoData(outcomes, prompts.subList(0, Math.min(count, prompts.size())));
    }

    Recordings recordings() {
        return new Recordings(prompts.stream()
                .map(prompt -> new Recording(prompt.id(), prompt.text(), prompt.answers()))
                .toList());
    }
}
