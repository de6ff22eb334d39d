package dev.signalbox.learning.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// LLMRouterBench's results (arXiv 2601.07206): a file a data set, split and model, with `dataset_name`,
/// `split`, `model_name` and `records` of `index`, `prompt` (or `origin_query`), `score`, `prompt_tokens`,
/// `completion_tokens` and `cost` in US dollars. Trial runs (`demo`) are passed over; of several runs of one
/// model the last by file name counts. A score that is missing or null stays unknown. Records are read one by
/// one.
public final class LlmRouterBenchJson implements TableImport {
    private static final JsonMapper JSON = new JsonMapper();

    private record Run(String dataset, String split, String model) {}

    @Override
    public void read(Path source, OutcomeTableWriter writer) throws IOException {
        var last = new TreeMap<String, Path>();
        Map<String, Run> runs = new HashMap<>();
        for (var file : TableImport.files(source, ".json")) {
            run(file).ifPresent(run -> {
                // Names end in the time of the run, so of one run's files the last in order is the newest.
                last.put(run.toString(), file);
                runs.put(run.toString(), run);
            });
        }
        if (last.isEmpty()) throw new OutcomeTableException("`%s` holds trial runs only".formatted(source));
        for (var entry : last.entrySet()) {
            records(
                    entry.getValue(),
                    Optional.ofNullable(runs.get(entry.getKey())).orElseThrow(),
                    writer);
        }
    }

    /// Whose results a file holds; empty for a trial run.
    private static Optional<Run> run(Path file) {
        var names = new HashMap<String, String>();
        boolean trial = false;
        boolean records = false;
        try (var parser = JSON.createParser(file)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) throw noResults(file);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var field = parser.currentName();
                var token = parser.nextToken();
                if (token == JsonToken.VALUE_STRING) names.put(field, parser.getString());
                if (field.equals("demo") && token == JsonToken.VALUE_TRUE) trial = true;
                if (field.equals("records") && token == JsonToken.START_ARRAY) records = true;
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            throw notJson(file, e);
        }
        if (trial) return Optional.empty();
        var dataset = names.get("dataset_name");
        var model = names.get("model_name");
        if (!records || dataset == null || model == null) throw noResults(file);
        return Optional.of(new Run(dataset, names.getOrDefault("split", "all"), model));
    }

    private static void records(Path file, Run run, OutcomeTableWriter writer) throws IOException {
        try (var parser = JSON.createParser(file)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean here = parser.currentName().equals("records");
                var token = parser.nextToken();
                if (here && token == JsonToken.START_ARRAY) each(file, run, parser, writer);
                else parser.skipChildren();
            }
        } catch (JacksonException e) {
            throw notJson(file, e);
        }
    }

    private static void each(Path file, Run run, JsonParser parser, OutcomeTableWriter writer) throws IOException {
        for (int place = 1; parser.nextToken() != JsonToken.END_ARRAY; place++) {
            JsonNode node = parser.readValueAsTree();
            try {
                record(run, node, writer);
            } catch (OutcomeTableException wrong) {
                throw new OutcomeTableException(
                        "`%s`, record %d: %s".formatted(file, place, wrong.getMessage()), wrong);
            }
        }
    }

    private static void record(Run run, JsonNode node, OutcomeTableWriter writer) throws IOException {
        var index = node.path("index");
        if (!index.isIntegralNumber() && !index.isString()) throw new OutcomeTableException("it has no `index`");
        var id = "%s/%s/%s".formatted(run.dataset, run.split, index.asString());
        var text = string(node, "prompt").or(() -> string(node, "origin_query"));
        writer.query(new OutcomeTable.Query(id, Optional.of(run.dataset), text));
        writer.outcome(new Outcome(
                id,
                run.model,
                number(node, "score"),
                number(node, "prompt_tokens"),
                number(node, "completion_tokens"),
                number(node, "cost"),
                Double.NaN));
    }

    private static Optional<String> string(JsonNode node, String field) {
        return Optional.of(node.path(field))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .filter(text -> !text.isBlank());
    }

    private static double number(JsonNode node, String field) {
        var value = node.path(field);
        if (value.isMissingNode() || value.isNull()) return Double.NaN;
        if (value.isBoolean()) return value.asBoolean() ? 1 : 0;
        if (!value.isNumber()) throw new OutcomeTableException("`%s` is no number".formatted(field));
        return value.asDouble();
    }

    private static OutcomeTableException noResults(Path file) {
        return new OutcomeTableException(
                "`%s` is no result of LLMRouterBench: it needs `dataset_name`, `model_name` and `records`"
                        .formatted(file));
    }

    private static OutcomeTableException notJson(Path file, JacksonException e) {
        var place = e.getLocation();
        return new OutcomeTableException(
                "`%s`, line %d: it is not JSON".formatted(file, place == null ? 1 : place.getLineNr()), e);
    }
}
