package dev.signalbox.store;

import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called.Extremes;
import dev.signalbox.journal.Event.Decided.Omitted;
import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.plan.Decision;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Finding.Verdict;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Events from the JSON of [EventWriter]. Fields that are not known are passed over.
///
/// @param models how models are spoken of
record EventReader(ModelForm models) {
    /// Empty where the event is of a kind that is not known: a newer Signalbox wrote it.
    ///
    /// @throws IllegalArgumentException where a field does not hold what it should; Jackson's exceptions likewise
    Optional<Event> read(String requestId, JsonNode node) {
        var at = Instant.parse(node.required("at").stringValue());
        return Optional.ofNullable(
                switch (node.required("kind").stringValue()) {
                    case "asked" ->
                        new Event.Asked(requestId, at, StoredChatReader.request(requestId, node.required("request")));
                    case "sensed" ->
                        new Event.Sensed(
                                requestId,
                                at,
                                node.required("moment").stringValue(),
                                SignalForm.read(node.required("signals")));
                    case "decided" -> decided(requestId, at, node);
                    case "called" -> called(requestId, at, node);
                    case "judged" -> judged(requestId, at, node);
                    case "cut" ->
                        new Event.Cut(
                                requestId,
                                at,
                                optional(node, "model"),
                                finding(node.required("finding")),
                                node.required("position").intValue(),
                                node.required("released").booleanValue());
                    case "finished" ->
                        new Event.Finished(
                                requestId,
                                at,
                                optional(node, "model"),
                                node.path("accepted").booleanValue(true),
                                StoredChatReader.answer(node.required("answer")),
                                Numbers.number(node.required("costUsd")));
                    case "failed" ->
                        new Event.Failed(
                                requestId,
                                at,
                                node.required("code").stringValue(),
                                node.required("message").stringValue(),
                                optional(node, "quoted"));
                    case "rated" ->
                        new Event.Rated(
                                requestId,
                                at,
                                Numbers.number(node.required("rating")),
                                node.required("source").stringValue(),
                                node.optional("comment").map(Content::text));
                    default -> null;
                });
    }

    private static Optional<String> optional(JsonNode node, String name) {
        return node.optional(name).map(JsonNode::stringValue);
    }

    private Event decided(String requestId, Instant at, JsonNode node) {
        var utility = node.required("utility");
        return new Event.Decided(
                requestId,
                at,
                node.required("route").stringValue(),
                Long.parseLong(node.required("seed").stringValue()),
                new Utility(
                        Numbers.number(utility.required("perDollar")), Numbers.number(utility.required("perSecond"))),
                node.required("objections")
                        .valueStream()
                        .map(EventReader::objection)
                        .toList(),
                PlanForm.readOptions(node, models),
                node.optional("omitted").map(EventReader::omitted).orElse(Omitted.NONE),
                new Decision(
                        PlanForm.read(node.required("plan"), models),
                        Numbers.number(node.required("propensity")),
                        node.required("reason").stringValue()));
    }

    private static Omitted omitted(JsonNode node) {
        return new Omitted(
                node.required("options").intValue(), node.required("objections").intValue());
    }

    private static Objection objection(JsonNode node) {
        return new Objection(
                node.required("constraint").stringValue(),
                node.required("model").stringValue(),
                node.required("reason").stringValue());
    }

    private static Event judged(String requestId, Instant at, JsonNode node) {
        return new Event.Judged(
                requestId,
                at,
                optional(node, "model"),
                optional(node, "part"),
                node.required("accepted").booleanValue(),
                node.required("findings")
                        .valueStream()
                        .map(EventReader::finding)
                        .toList());
    }

    private static Finding finding(JsonNode node) {
        return new Finding(
                node.required("check").stringValue(),
                Verdict.valueOf(node.required("verdict").stringValue()),
                Reason.valueOf(node.required("reason").stringValue()),
                Content.text(node.required("evidence")));
    }

    private static Event called(String requestId, Instant at, JsonNode node) {
        return new Event.Called(
                requestId,
                at,
                node.required("model").stringValue(),
                StoredChatReader.usage(node.required("usage")),
                Numbers.number(node.required("costUsd")),
                Numbers.optional(node, "firstTokenMs"),
                Numbers.number(node.required("latencyMs")),
                node.required("ending").stringValue(),
                optional(node, "detail"),
                node.optional("confidence").map(StoredChatReader::confidence),
                node.optional("extremes").map(EventReader::extremes),
                Numbers.optional(node, "retryAfterMs"),
                optional(node, "quoted"));
    }

    private static Extremes extremes(JsonNode node) {
        return new Extremes(
                Numbers.number(node.required("silentFirstMs")),
                Numbers.optional(node, "silentBetweenMs"),
                Numbers.optional(node, "logProbabilityMin"),
                node.required("chars").longValue());
    }
}
