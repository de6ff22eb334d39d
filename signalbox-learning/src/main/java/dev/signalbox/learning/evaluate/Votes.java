package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads people's votes between two answers as outcomes of a stronger and a weaker model, as RouteLLM learns from them:
/// whichever models were compared, what matters is whether the stronger one was needed.
public final class Votes {
    private static final JsonMapper JSON = new JsonMapper();

    private Votes() {}

    /// Votes as outcomes of the two models of a table: its better one takes the stronger side.
    ///
    /// @throws OutcomeTableException if the table is not of two models, or as the other `read` does
    public static OutcomeTable read(Path folder, OutcomeTable pair) throws IOException {
        if (pair.models().size() != 2) {
            throw new OutcomeTableException("votes are between two models, and the table `%s` has %d"
                    .formatted(pair.name(), pair.models().size()));
        }
        int strong = Baselines.of(pair).best();
        return read(folder, pair.models().get(strong), pair.models().get(1 - strong));
    }

    /// @param folder with `votes.jsonl`: an object a line with `id`, `turns` and `strong_won` (0 or 1)
    /// @param strong the name that the stronger side takes
    /// @param weak the name that the other side takes
    /// @throws OutcomeTableException if something is missing or wrong, with the file and line
    public static OutcomeTable read(Path folder, String strong, String weak) throws IOException {
        var file = folder.resolve("votes.jsonl");
        if (!Files.isRegularFile(file)) {
            throw new OutcomeTableException("there is no file `%s`: votes are read from `votes.jsonl`".formatted(file));
        }
        var queries = new ArrayList<OutcomeTable.Query>();
        var quality = new ArrayList<double[]>();
        var models = Stream.of(strong, weak).sorted().toList();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) continue;
                var vote = parse(line, file, number);
                // Not won may have been a tie: then either answer was as good.
                boolean won = vote.path("strong_won").asDouble() == 1;
                double stronger = won ? 1 : 0.5;
                queries.add(new OutcomeTable.Query(
                        vote.path("id").asString(),
                        Optional.empty(),
                        Optional.of(vote.path("turns").path(0).asString())));
                quality.add(
                        models.getFirst().equals(strong)
                                ? new double[] {stronger, 1 - stronger}
                                : new double[] {1 - stronger, stronger});
            }
        }
        var unknown =
                quality.stream().map(_ -> new double[] {Double.NaN, Double.NaN}).toArray(double[][]::new);
        var name = folder.toAbsolutePath().normalize().getFileName().toString();
        return new OutcomeTable(name, queries, models, quality.toArray(double[][]::new), unknown, unknown);
    }

    private static JsonNode parse(String line, Path file, int number) {
        try {
            var vote = JSON.readTree(line);
            double won = vote.path("strong_won").asDouble(-1);
            boolean right =
                    vote.path("id").isValueNode() && vote.path("turns").path(0).isString() && (won == 0 || won == 1);
            if (right) return vote;
        } catch (JacksonException broken) {
            throw new OutcomeTableException("%s:%d: not JSON".formatted(file, number), broken);
        }
        throw new OutcomeTableException(
                "%s:%d: a vote needs `id`, `turns` with a text, and `strong_won`, 0 or 1".formatted(file, number));
    }
}
