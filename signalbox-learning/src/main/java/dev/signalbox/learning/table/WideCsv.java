package dev.signalbox.learning.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A CSV file with a query a row and a column (or more) a model, as RouterBench and RouteLLM publish. Read row by
/// row: answers, which make most of such files, are never kept.
final class WideCsv {
    private WideCsv() {}

    /// Where the columns are.
    ///
    /// @param id absent where rows are named by file and number
    /// @param group absent where a file is a group
    record Layout(OptionalInt id, int text, OptionalInt group, List<Column> models) {}

    record Column(String model, int quality, OptionalInt costUsd) {}

    /// Finds the columns in a header.
    interface Finder {
        /// @throws OutcomeTableException if this is no such file
        Layout find(Path file, List<String> header);
    }

    static void read(Path file, Finder finder, OutcomeTableWriter writer) throws IOException {
        try (var reader = CsvReader.builder()
                .detectBomHeader(true)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(file)) {
            var records = reader.iterator();
            if (!records.hasNext()) throw new OutcomeTableException("`%s` is empty".formatted(file));
            var header = records.next().getFields();
            var layout = finder.find(file, header);
            for (int row = 1; records.hasNext(); row++) {
                var record = records.next();
                try {
                    readRow(file, layout, header, record, row, writer);
                } catch (OutcomeTableException wrong) {
                    throw new OutcomeTableException(
                            "`%s`, line %d: %s".formatted(file, record.getStartingLineNumber(), wrong.getMessage()),
                            wrong);
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw new OutcomeTableException("`%s` is not sound CSV: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void readRow(
            Path file, Layout layout, List<String> header, CsvRecord record, int row, OutcomeTableWriter writer)
            throws IOException {
        if (record.getFieldCount() != header.size()) {
            throw new OutcomeTableException("it has %d cells, not %d".formatted(record.getFieldCount(), header.size()));
        }
        var id = layout.id.isPresent() ? record.getField(layout.id.getAsInt()) : stem(file) + "-" + row;
        if (id.isEmpty())
            throw new OutcomeTableException("it has no `%s`".formatted(header.get(layout.id.orElseThrow())));
        var group = layout.group.isPresent() ? record.getField(layout.group.getAsInt()) : stem(file);
        writer.query(new OutcomeTable.Query(
                id,
                Optional.of(group).filter(label -> !label.isBlank()),
                Optional.of(record.getField(layout.text)).filter(text -> !text.isBlank())));
        for (var column : layout.models) {
            double quality = number(record, column.quality, header);
            double cost = column.costUsd.isPresent() ? number(record, column.costUsd.getAsInt(), header) : Double.NaN;
            if (!Double.isNaN(quality) || !Double.isNaN(cost)) {
                writer.outcome(Outcome.of(id, column.model, quality, cost));
            }
        }
    }

    static String stem(Path file) {
        var name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /// Empty, `nan` and `None` are how these files say "unknown".
    private static double number(CsvRecord record, int column, List<String> header) {
        var cell = record.getField(column).strip();
        return switch (cell) {
            case "", "nan", "NaN", "None" -> Double.NaN;
            case "True", "true" -> 1;
            case "False", "false" -> 0;
            default -> parse(cell, header.get(column));
        };
    }

    private static double parse(String cell, String column) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            // The cell may be an answer that slipped into another column, and that is nobody's business here.
            throw new OutcomeTableException("the cell of column `%s` is no number".formatted(column), e);
        }
    }
}
