package dev.signalbox.store;

import dev.signalbox.model.Model;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Fusion.Score;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Fusions as fields of an open object: `"by": "first"` and so on.
final class FusionForm {
    private FusionForm() {}

    static void write(JsonGenerator json, Fusion fusion, ModelForm models) {
        switch (fusion) {
            case Fusion.Hedged(var after, var whole, var shareMax) -> {
                json.writeStringProperty("by", "first");
                after.ifPresent(delay -> json.writeStringProperty("after", delay.toString()));
                whole.ifPresent(delay -> json.writeStringProperty("whole", delay.toString()));
                json.writeNumberProperty("shareMax", shareMax);
            }
            case Fusion.Vote(var quorum) -> {
                json.writeStringProperty("by", "vote");
                json.writeNumberProperty("quorum", quorum);
            }
            case Fusion.Best(var score) -> {
                json.writeStringProperty("by", "best");
                score(json, score);
            }
            case Fusion.JudgeSelected(var judge, var rubric) -> {
                json.writeStringProperty("by", "judge");
                models(json, "judge", List.of(judge), models);
                json.writeStringProperty("rubric", rubric);
            }
            case Fusion.Synthesised(var aggregators, var scores, var near, var tokensMax) -> {
                json.writeStringProperty("by", "synthesis");
                models(json, "aggregators", aggregators, models);
                json.writeArrayPropertyStart("scores");
                for (double score : scores) Numbers.write(json, score);
                json.writeEndArray();
                Numbers.write(json, "near", near);
                json.writeNumberProperty("tokensMax", tokensMax);
            }
        }
    }

    private static void score(JsonGenerator json, Score score) {
        switch (score) {
            case Score.Likelihood(var varianceWeight, var scales) -> {
                json.writeStringProperty("score", "likelihood");
                Numbers.write(json, "varianceWeight", varianceWeight);
                json.writeObjectPropertyStart("scales");
                scales.forEach((model, scale) -> {
                    json.writeArrayPropertyStart(model);
                    Numbers.write(json, scale.mean());
                    Numbers.write(json, scale.deviation());
                    json.writeEndArray();
                });
                json.writeEndObject();
            }
            case Score.TailEntropy _ -> json.writeStringProperty("score", "tail_entropy");
        }
    }

    private static void models(JsonGenerator json, String name, List<Model> all, ModelForm models) {
        json.writeArrayPropertyStart(name);
        for (var model : all) {
            json.writeStartObject();
            models.write(json, model);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// @throws IllegalArgumentException where the object has no fusion that is known
    static Fusion read(JsonNode node, ModelForm models) {
        var by = node.required("by").stringValue();
        return switch (by) {
            case "first" ->
                new Fusion.Hedged(
                        node.optional("after").map(after -> Duration.parse(after.stringValue())),
                        node.optional("whole").map(whole -> Duration.parse(whole.stringValue())),
                        node.required("shareMax").doubleValue());
            case "vote" -> new Fusion.Vote(node.required("quorum").intValue());
            case "best" -> new Fusion.Best(score(node));
            case "judge" ->
                new Fusion.JudgeSelected(
                        models(node.required("judge"), models).getFirst(),
                        node.required("rubric").stringValue());
            case "synthesis" ->
                new Fusion.Synthesised(
                        models(node.required("aggregators"), models),
                        node.required("scores")
                                .valueStream()
                                .map(Numbers::number)
                                .toList(),
                        Numbers.number(node.required("near")),
                        node.required("tokensMax").longValue());
            default -> throw new IllegalArgumentException("unknown fusion `%s`".formatted(by));
        };
    }

    private static Score score(JsonNode node) {
        var name = node.required("score").stringValue();
        return switch (name) {
            case "likelihood" -> {
                var scales = new LinkedHashMap<String, Score.Scale>();
                for (var scale : node.required("scales").properties()) {
                    scales.put(
                            scale.getKey(),
                            new Score.Scale(
                                    Numbers.number(scale.getValue().required(0)),
                                    Numbers.number(scale.getValue().required(1))));
                }
                yield new Score.Likelihood(Numbers.number(node.required("varianceWeight")), scales);
            }
            case "tail_entropy" -> new Score.TailEntropy();
            default -> throw new IllegalArgumentException("unknown score `%s`".formatted(name));
        };
    }

    private static List<Model> models(JsonNode node, ModelForm models) {
        return node.valueStream().map(models::read).toList();
    }
}
