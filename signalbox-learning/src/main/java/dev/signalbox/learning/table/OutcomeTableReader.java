package dev.signalbox.learning.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.signalbox.Nearest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads an outcome table: a folder with `queries.jsonl` (an object a line: `id`, and `group` and `text` where
/// known) and `outcomes.csv`, whose first line names its columns: `id`, `model` and `quality`, and in any order
/// `input_tokens`, `output_tokens`, `cost_usd` and `latency_ms` where they are known; other columns are passed over.
/// An empty cell is unknown. Cells are separated by commas, or by semicolons as spreadsheets of some countries write
/// them, then with decimal commas. Both files are UTF-8.
public final class OutcomeTableReader {
    static final String QUERIES = "queries.jsonl";
    static final String OUTCOMES = "outcomes.csv";
    static final List<String> HEADER =
            List.of("id", "model", "quality", "input_tokens", "output_tokens", "cost_usd", "latency_ms");
    private static final List<String> REQUIRED = HEADER.subList(0, 3);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path queriesFile;
    private final Path outcomesFile;
    private final String name;
    /// The place of each column of [#HEADER] in the file.
    private final Map<String, Integer> columns = new HashMap<>();
    private int width;
    private boolean semicolons;
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
            throw notUtf8(queriesFile, e);
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
        semicolons = hasSemicolons();
        // This reader refuses what is not UTF-8; the library's own would replace it.
        try (var text = Files.newBufferedReader(outcomesFile);
                var reader = CsvReader.builder()
                        .fieldSeparator(semicolons ? ';' : ',')
                        .allowMissingFields(true)
                        .allowExtraFields(true)
                        .ofCsvRecord(text)) {
            var records = reader.iterator();
            if (!records.hasNext()) throw new OutcomeTableException("`%s` is empty".formatted(outcomesFile));
            readHeader(records.next());
            while (records.hasNext()) {
                lines.add(line(records.next()));
            }
        } catch (CsvParseException | UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException other) throw notUtf8(outcomesFile, other);
            throw new OutcomeTableException("`%s` is not sound CSV: %s".formatted(outcomesFile, e.getMessage()), e);
        } catch (CharacterCodingException e) {
            throw notUtf8(outcomesFile, e);
        }
        if (lines.isEmpty()) throw new OutcomeTableException("`%s` has no outcomes".formatted(outcomesFile));
        return fill(lines, new ArrayList<>(new TreeSet<>(numberOfModel.keySet())));
    }

    /// Whether the first line has semicolons and no commas.
    private boolean hasSemicolons() throws IOException {
        try (var lines = Files.newBufferedReader(outcomesFile)) {
            var first = lines.readLine();
            return first != null && first.contains(";") && !first.contains(",");
        } catch (CharacterCodingException e) {
            throw notUtf8(outcomesFile, e);
        }
    }

    private void readHeader(CsvRecord header) {
        width = header.getFieldCount();
        for (int i = 0; i < width; i++) {
            var column = header.getField(i).replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT);
            if (columns.putIfAbsent(column, i) != null) {
                throw new OutcomeTableException(
                        at(outcomesFile, 1, "the column `%s` comes twice: leave one out".formatted(column)));
            }
        }
        for (var column : REQUIRED) {
            if (columns.containsKey(column)) continue;
            throw new OutcomeTableException(at(
                    outcomesFile,
                    1,
                    "there is no column `%s`.%s The first line names the columns; needed are `%s`"
                            .formatted(column, meant(column), String.join("`, `", REQUIRED))));
        }
        for (var column : columns.keySet()) {
            if (HEADER.contains(column)) continue;
            // A misspelt column would be silently unknown.
            var near = Nearest.to(column, HEADER).filter(known -> !columns.containsKey(known));
            if (near.isEmpty()) continue;
            throw new OutcomeTableException(
                    at(outcomesFile, 1, "there is no column `%s`. Did you mean `%s`?".formatted(column, near.get())));
        }
    }

    private String meant(String column) {
        return Nearest.to(column, columns.keySet())
                .map(" Is it the one that is called `%s`?"::formatted)
                .orElse("");
    }

    private static OutcomeTableException notUtf8(Path file, CharacterCodingException cause) {
        long line = 1;
        try (var bytes = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            for (var text = bytes.readLine(); text != null; text = bytes.readLine()) {
                try {
                    decoder.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
                } catch (CharacterCodingException here) {
                    break;
                }
                line++;
            }
        } catch (IOException unreadable) {
            line = 1;
        }
        return new OutcomeTableException(
                at(
                        file,
                        line,
                        "it is not UTF-8: save the file as UTF-8, or convert it, for example `iconv -f WINDOWS-1252 -t UTF-8`"),
                cause);
    }

    /// A cell of one of the columns of [#HEADER]; empty where the file has no such column.
    private String cell(CsvRecord record, String column) {
        var place = columns.get(column);
        return place == null ? "" : record.getField(place).strip();
    }

    private Line line(CsvRecord record) {
        long line = record.getStartingLineNumber();
        if (record.getFieldCount() != width) {
            throw new OutcomeTableException(
                    at(outcomesFile, line, "it has %d cells, not %d".formatted(record.getFieldCount(), width)));
        }
        var row = rowOfId.get(cell(record, "id"));
        if (row == null) {
            throw new OutcomeTableException(at(
                    outcomesFile,
                    line,
                    "there is no query with the id `%s`: add it to `%s` or leave the line out"
                            .formatted(cell(record, "id"), QUERIES)));
        }
        var named = cell(record, "model");
        if (named.isEmpty()) {
            throw new OutcomeTableException(at(outcomesFile, line, "it has no model: name it in the column `model`"));
        }
        double quality = number(record, "quality", 1);
        number(record, "input_tokens", Double.MAX_VALUE);
        double outputTokens = number(record, "output_tokens", Double.MAX_VALUE);
        double costUsd = number(record, "cost_usd", Double.MAX_VALUE);
        number(record, "latency_ms", Double.MAX_VALUE);
        // A number in place of the name: of a million lines each would else keep its own copy of one of few names.
        int model = numberOfModel.computeIfAbsent(named, _ -> numberOfModel.size());
        return new Line(line, row, model, quality, costUsd, outputTokens);
    }

    private double number(CsvRecord record, String column, double most) {
        var cell = cell(record, column);
        if (cell.isEmpty()) return Double.NaN;
        double value;
        try {
            value = Double.parseDouble(semicolons ? cell.replace(',', '.') : cell);
        } catch (NumberFormatException e) {
            throw new OutcomeTableException(
                    at(
                            outcomesFile,
                            record.getStartingLineNumber(),
                            "`%s` is `%s`, which is no number".formatted(column, cell)),
                    e);
        }
        if (!(value >= 0 && value <= most)) {
            var range = column.equals("quality") ? "between 0 and 1" : "zero or more and finite";
            throw new OutcomeTableException(at(
                    outcomesFile,
                    record.getStartingLineNumber(),
                    "`%s` is %s and must be %s; leave the cell empty where it is unknown"
                            .formatted(column, cell, range)));
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
