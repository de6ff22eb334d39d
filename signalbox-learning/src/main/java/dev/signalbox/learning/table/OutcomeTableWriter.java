package dev.signalbox.learning.table;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Writes an outcome table row by row, in the form that [OutcomeTableReader] reads. Keeps ids in memory and no
/// texts. Not thread-safe.
public final class OutcomeTableWriter implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final BufferedWriter queries;
    private final CsvWriter outcomes;
    private final Map<String, Integer> textOfId = new HashMap<>();
    private final Set<Pair> pairs = new HashSet<>();

    private OutcomeTableWriter(BufferedWriter queries, CsvWriter outcomes) {
        this.queries = queries;
        this.outcomes = outcomes;
    }

    private record Pair(String id, String model) {}

    /// Begins a table.
    ///
    /// @param folder is made where it is missing
    /// @throws java.nio.file.FileAlreadyExistsException if there is a table in it already
    public static OutcomeTableWriter open(Path folder) throws IOException {
        Files.createDirectories(folder);
        var queries =
                Files.newBufferedWriter(folder.resolve(OutcomeTableReader.QUERIES), StandardOpenOption.CREATE_NEW);
        try {
            var file =
                    Files.newBufferedWriter(folder.resolve(OutcomeTableReader.OUTCOMES), StandardOpenOption.CREATE_NEW);
            var outcomes = CsvWriter.builder().build(file);
            outcomes.writeRecord(OutcomeTableReader.HEADER);
            return new OutcomeTableWriter(queries, outcomes);
        } catch (IOException failed) {
            queries.close();
            throw failed;
        }
    }

    /// Writes a query, unless it has been written already: formats that repeat a query for every model are usual.
    ///
    /// @throws OutcomeTableException if the id was given to another text
    public void query(OutcomeTable.Query query) throws IOException {
        int text = query.text().hashCode();
        var before = textOfId.putIfAbsent(query.id(), text);
        if (before != null) {
            if (before == text) return;
            throw new OutcomeTableException("the id `%s` has two different texts".formatted(query.id()));
        }
        var object = JSON.createObjectNode().put("id", query.id());
        object.put("group", query.group().orElse(null)).put("text", query.text().orElse(null));
        queries.write(JSON.writeValueAsString(object));
        queries.write('\n');
    }

    /// @throws OutcomeTableException if a number is out of range, or the pair of query and model was given already
    public void outcome(Outcome outcome) {
        if (!textOfId.containsKey(outcome.id())) {
            throw new IllegalArgumentException("the query `%s` must be written first".formatted(outcome.id()));
        }
        if (!pairs.add(new Pair(outcome.id(), outcome.model()))) {
            throw new OutcomeTableException(
                    "the pair `%s`, `%s` is given twice".formatted(outcome.id(), outcome.model()));
        }
        outcomes.writeRecord(
                outcome.id(),
                outcome.model(),
                cell("quality", outcome.quality(), 1),
                cell("input_tokens", outcome.inputTokens(), Double.MAX_VALUE),
                cell("output_tokens", outcome.outputTokens(), Double.MAX_VALUE),
                cell("cost_usd", outcome.costUsd(), Double.MAX_VALUE),
                cell("latency_ms", outcome.latencyMs(), Double.MAX_VALUE));
    }

    private static String cell(String name, double value, double most) {
        if (Double.isNaN(value)) return "";
        if (!(value >= 0 && value <= most)) {
            throw new OutcomeTableException("`%s` is %s and must be %s"
                    .formatted(name, value, most == 1 ? "between 0 and 1" : "zero or more and finite"));
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    public int queries() {
        return textOfId.size();
    }

    public int outcomes() {
        return pairs.size();
    }

    @Override
    public void close() throws IOException {
        try (queries) {
            outcomes.close();
        }
    }
}
