package dev.signalbox.learning.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads an outcome table: a folder with `queries.jsonl` (an object a line: `id`, and `group` and `text` where
/// known) and `outcomes.csv` (`id,model,quality,input_tokens,output_tokens,cost_usd,latency_ms`; an empty cell is
/// unknown).
public final class OutcomeTableReader {
    static final String QUERIES = "queries.jsonl";
    static final String OUTCOMES = "outcomes.csv";
    static final List<String> HEADER =
            List.of("id", "model", "quality", "input_tokens", "output_tokens", "cost_usd", "latency_ms");
    private static final JsonMapper JSON = new JsonMapper();

    private final Path queriesFile;
    private final Path outcomesFile;
    private final String name;
    private final List<OutcomeTable.Query> queries = new ArrayList<>();
    private final Map<String, Integer> rowOfId = new HashMap<>();
    private final Map<String, Integer> numberOfModel = new HashMap<>();

    private OutcomeTableReader(Path folder) {
        this.queriesFile = folder.resolve(QUERIES);
        this.outcomesFile = folder.resolve(OUTCOMES);
        this.name = folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /// @throws OutcomeTableException if something is missing or wrong, with the file and line
    public static OutcomeTable read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new OutcomeTableException(
                    "there is no folder `%s`: give the folder that holds `queries.jsonl` and `outcomes.csv`"
                            .formatted(folder));
        }
        var reader = new OutcomeTableReader(folder);
        require(reader.queriesFile);
        require(reader.outcomesFile);
        reader.readQueries();
        return reader.readOutcomes();
    }

    private static void require(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new OutcomeTableException(
                    "there is no file `%s`: an outcome table needs `queries.jsonl` and `outcomes.csv`".formatted(file));
        }
    }

    private void readQueries() throws IOException {
        int line = 0;
        try (BufferedReader reader = Files.newBufferedReader(queriesFile)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                // Some editors begin a file with a mark of its byte order, which is no part of the text.
                if (line == 1 && text.startsWith("\uFEFF")) text = text.substring(1);
                if (!text.isBlank()) readQuery(text, line);
            }
        } catch (CharacterCodingException e) {
            throw new OutcomeTableException(at(queriesFile, line + 1, "it is not UTF-8"), e);
        }
        if (queries.isEmpty()) throw new OutcomeTableException("`%s` has no queries".formatted(queriesFile));
    }

    private void readQuery(String text, int line) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new OutcomeTableException(at(queriesFile, line, "it is not JSON"), e);
        }
        var id = node.path("id");
        if (!node.isObject() || !id.isString() || id.asString().isBlank()) {
            throw new OutcomeTableException(at(
                    queriesFile,
                    line,
                    "a query is an object with a text `id`: give every query its own, in quotation marks"));
        }
        if (rowOfId.putIfAbsent(id.asString(), queries.size()) != null) {
            throw new OutcomeTableException(at(
                    queriesFile,
                    line,
                    "the id `%s` comes twice: leave one of the two out, or give it another id"
                            .formatted(id.asString())));
        }
        queries.add(new OutcomeTable.Query(id.asString(), string(node, "group", line), string(node, "text", line)));
    }

    private Optional<String> string(JsonNode query, String field, int line) {
        var node = query.path(field);
        if (node.isMissingNode() || node.isNull()) return Optional.empty();
        if (!node.isString()) {
            throw new OutcomeTableException(at(queriesFile, line, "`%s` must be a text or null".formatted(field)));
        }
        return Optional.of(node.asString()).filter(value -> !value.isBlank());
    }

    private OutcomeTable readOutcomes() throws IOException {
        var lines = new ArrayList<Line>();
        try (var reader = CsvReader.builder()
                .detectBomHeader(true)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(outcomesFile)) {
            var records = reader.iterator();
            if (!records.hasNext()) throw new OutcomeTableException("`%s` is empty".formatted(outcomesFile));
            requireHeader(records.next());
            while (records.hasNext()) {
                lines.add(line(records.next()));
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw new OutcomeTableException("`%s` is not sound CSV: %s".formatted(outcomesFile, e.getMessage()), e);
        }
        if (lines.isEmpty()) throw new OutcomeTableException("`%s` has no outcomes".formatted(outcomesFile));
        return fill(lines, new ArrayList<>(new TreeSet<>(numberOfModel.keySet())));
    }

    private void requireHeader(CsvRecord header) {
        if (!header.getFields().equals(HEADER)) {
            throw new OutcomeTableException(at(
                    outcomesFile,
                    1,
                    "the header must be `%s`, not `%s`"
                            .formatted(String.join(",", HEADER), String.join(",", header.getFields()))));
        }
    }

    private Line line(CsvRecord record) {
        long line = record.getStartingLineNumber();
        if (record.getFieldCount() != HEADER.size()) {
            throw new OutcomeTableException(
                    at(outcomesFile, line, "it has %d cells, not %d".formatted(record.getFieldCount(), HEADER.size())));
        }
        var row = rowOfId.get(record.getField(0));
        if (row == null) {
            throw new OutcomeTableException(at(
                    outcomesFile,
                    line,
                    "there is no query with the id `%s`: add it to `%s` or leave the line out"
                            .formatted(record.getField(0), QUERIES)));
        }
        if (record.getField(1).isBlank()) {
            throw new OutcomeTableException(at(outcomesFile, line, "it has no model: name it in the second cell"));
        }
        double quality = number(record, 2, 1);
        number(record, 3, Double.MAX_VALUE);
        double outputTokens = number(record, 4, Double.MAX_VALUE);
        double costUsd = number(record, 5, Double.MAX_VALUE);
        number(record, 6, Double.MAX_VALUE);
        // A number in place of the name: of a million lines each would else keep its own copy of one of few names.
        int model = numberOfModel.computeIfAbsent(record.getField(1), _ -> numberOfModel.size());
        return new Line(line, row, model, quality, costUsd, outputTokens);
    }

    private double number(CsvRecord record, int column, double most) {
        var cell = record.getField(column);
        if (cell.isEmpty()) return Double.NaN;
        double value;
        try {
            value = Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new OutcomeTableException(
                    at(
                            outcomesFile,
                            record.getStartingLineNumber(),
                            "`%s` is `%s`, which is no number".formatted(HEADER.get(column), cell)),
                    e);
        }
        if (!(value >= 0 && value <= most)) {
            var range = column == 2 ? "between 0 and 1" : "zero or more and finite";
            throw new OutcomeTableException(at(
                    outcomesFile,
                    record.getStartingLineNumber(),
                    "`%s` is %s and must be %s; leave the cell empty where it is unknown"
                            .formatted(HEADER.get(column), cell, range)));
        }
        return value;
    }

    private OutcomeTable fill(List<Line> lines, List<String> models) {
        var quality = unknown(models.size());
        var costUsd = unknown(models.size());
        var outputTokens = unknown(models.size());
        var lineOfPair = new long[queries.size()][models.size()];
        var places = new int[models.size()];
        numberOfModel.forEach((model, number) -> places[number] = Collections.binarySearch(models, model));
        for (var line : lines) {
            int place = places[line.model];
            if (lineOfPair[line.row][place] != 0) {
                throw new OutcomeTableException(at(
                        outcomesFile,
                        line.number,
                        "the pair `%s`, `%s` was given on line %d already: leave one out, or average them"
                                .formatted(
                                        queries.get(line.row).id(), models.get(place), lineOfPair[line.row][place])));
            }
            lineOfPair[line.row][place] = line.number;
            quality[line.row][place] = line.quality;
            costUsd[line.row][place] = line.costUsd;
            outputTokens[line.row][place] = line.outputTokens;
        }
        return new OutcomeTable(name, queries, models, quality, costUsd, outputTokens);
    }

    private double[][] unknown(int models) {
        var values = new double[queries.size()][models];
        for (var row : values) Arrays.fill(row, Double.NaN);
        return values;
    }

    private static String at(Path file, long line, String what) {
        return "`%s`, line %d: %s".formatted(file, line, what);
    }

    private record Line(long number, int row, int model, double quality, double costUsd, double outputTokens) {}
}
