package dev.signalbox.learning.method.irt;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads what came of trying a new model on some of a table's queries: a CSV with the columns `id` and `quality`.
public final class TrialResults {
    private final Path file;
    private final Map<String, Integer> rowOfId = new HashMap<>();
    private final SortedMap<Integer, Double> qualities = new TreeMap<>();

    private TrialResults(Path file, OutcomeTable table) {
        this.file = file;
        for (int row = 0; row < table.size(); row++)
            rowOfId.put(table.queries().get(row).id(), row);
    }

    /// The quality of each answer, by the query's row in the table.
    ///
    /// @throws OutcomeTableException if something is missing or wrong, with the file and line
    public static SortedMap<Integer, Double> read(Path file, OutcomeTable table) throws IOException {
        var results = new TrialResults(file, table);
        try (var records = CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
            for (var record : records) results.add(record);
        } catch (CsvParseException broken) {
            throw new OutcomeTableException("`%s` is not sound CSV: %s".formatted(file, broken.getMessage()), broken);
        }
        if (results.qualities.isEmpty()) throw new OutcomeTableException("`%s` has no results".formatted(file));
        return results.qualities;
    }

    private void add(NamedCsvRecord record) {
        var id = cell(record, "id");
        var row = Optional.ofNullable(rowOfId.get(id))
                .orElseThrow(() -> wrong(record, "the table has no query with the id `%s`".formatted(id)));
        if (qualities.putIfAbsent(row, quality(record)) != null) {
            throw wrong(record, "the id `%s` comes twice".formatted(id));
        }
    }

    private double quality(NamedCsvRecord record) {
        var cell = cell(record, "quality");
        double quality;
        try {
            quality = Double.parseDouble(cell);
        } catch (NumberFormatException _) {
            throw wrong(record, "`quality` is `%s`, which is no number".formatted(cell));
        }
        if (!(quality >= 0 && quality <= 1)) {
            throw wrong(record, "`quality` is %s and must be between 0 and 1".formatted(cell));
        }
        return quality;
    }

    private String cell(NamedCsvRecord record, String column) {
        return record.findField(column)
                .orElseThrow(() ->
                        wrong(record, "there is no `%s`: the header must name `id` and `quality`".formatted(column)));
    }

    private OutcomeTableException wrong(NamedCsvRecord record, String why) {
        return new OutcomeTableException("`%s`, line %d: %s".formatted(file, record.getStartingLineNumber(), why));
    }
}
