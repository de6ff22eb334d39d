package dev.signalbox.store;

import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called.Extremes;
import dev.signalbox.journal.Event.Decided.Omitted;
import dev.signalbox.signal.Finding;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Events to JSON. The names of fields are written out here, once each, so that renaming a record's component cannot
/// change what is stored. [EventReader] reads it back.
///
record EventWriter(Content content, StoredChatWriter chat, SignalForm signals, PlanForm plans) {
    /// @param models how to speak of models
    static EventWriter of(boolean capture, ModelForm models) {
        var content = Content.of(capture);
        var chat = new StoredChatWriter(content);
        return new EventWriter(content, chat, new SignalForm(content), new PlanForm(models, chat));
    }

    /// Adds an event to an open object, all but its request's id.
    void write(JsonGenerator json, Event event) {
        switch (event) {
            case Event.Asked asked -> {
                start(json, "asked", event);
                chat.request(json, "request", asked.request());
            }
            case Event.Sensed sensed -> {
                start(json, "sensed", event);
                json.writeStringProperty("moment", sensed.moment());
                signals.write(json, "signals", sensed.signals());
            }
            case Event.Decided decided -> {
                start(json, "decided", event);
                decided(json, decided);
            }
            case Event.Called called -> {
                start(json, "called", event);
                called(json, called);
                quoted(json, called.quoted());
            }
            case Event.Judged judged -> {
                start(json, "judged", event);
                judged(json, judged);
            }
            case Event.Cut cut -> {
                start(json, "cut", event);
                cut(json, cut);
            }
            case Event.Finished finished -> {
                start(json, "finished", event);
                optional(json, "model", finished.model());
                if (!finished.accepted()) json.writeBooleanProperty("accepted", false);
                Numbers.write(json, "costUsd", finished.costUsd());
                chat.answer(json, "answer", finished.answer());
            }
            case Event.Failed failed -> {
                start(json, "failed", event);
                json.writeStringProperty("code", failed.code());
                json.writeStringProperty("message", failed.message());
                quoted(json, failed.quoted());
            }
            case Event.Rated rated -> {
                start(json, "rated", event);
                Numbers.write(json, "rating", rated.rating());
                json.writeStringProperty("source", rated.source());
                rated.comment().ifPresent(comment -> content.text(json, "comment", comment));
            }
        }
    }

    private static void start(JsonGenerator json, String kind, Event event) {
        json.writeStringProperty("kind", kind);
        json.writeStringProperty("at", event.at().toString());
    }

    private static void optional(JsonGenerator json, String name, Optional<String> value) {
        if (value.isPresent()) json.writeStringProperty(name, value.get());
    }

    private void decided(JsonGenerator json, Event.Decided decided) {
        json.writeStringProperty("route", decided.route());
        // A string, because many readers of JSON have no 64-bit integers.
        json.writeStringProperty("seed", Long.toString(decided.seed()));
        json.writeObjectPropertyStart("utility");
        Numbers.write(json, "perDollar", decided.utility().perDollar());
        Numbers.write(json, "perSecond", decided.utility().perSecond());
        json.writeEndObject();
        json.writeArrayPropertyStart("objections");
        for (var objection : decided.objections()) {
            json.writeStartObject();
            json.writeStringProperty("constraint", objection.constraint());
            json.writeStringProperty("model", objection.model());
            json.writeStringProperty("reason", objection.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        plans.writeOptions(json, decided.options());
        omitted(json, decided.omitted());
        json.writeName("plan");
        plans.write(json, decided.decision().plan());
        Numbers.write(json, "propensity", decided.decision().propensity());
        json.writeStringProperty("reason", decided.decision().reason());
    }

    private static void omitted(JsonGenerator json, Omitted omitted) {
        if (omitted.equals(Omitted.NONE)) return;
        json.writeObjectPropertyStart("omitted");
        json.writeNumberProperty("options", omitted.options());
        json.writeNumberProperty("objections", omitted.objections());
        json.writeEndObject();
    }

    private void judged(JsonGenerator json, Event.Judged judged) {
        optional(json, "model", judged.model());
        optional(json, "part", judged.part());
        json.writeBooleanProperty("accepted", judged.accepted());
        json.writeArrayPropertyStart("findings");
        for (var finding : judged.findings()) finding(json, finding);
        json.writeEndArray();
    }

    private void finding(JsonGenerator json, Finding finding) {
        json.writeStartObject();
        json.writeStringProperty("check", finding.check());
        json.writeStringProperty("verdict", finding.verdict().name());
        json.writeStringProperty("reason", finding.reason().name());
        // Evidence quotes the answer.
        content.text(json, "evidence", finding.evidence());
        json.writeEndObject();
    }

    private void cut(JsonGenerator json, Event.Cut cut) {
        optional(json, "model", cut.model());
        json.writeName("finding");
        finding(json, cut.finding());
        json.writeNumberProperty("position", cut.position());
        json.writeBooleanProperty("released", cut.released());
    }

    /// What a provider says may be the prompt itself, or so short that its hash tells it: nothing is left of it.
    private void quoted(JsonGenerator json, Optional<String> quoted) {
        if (content.kept()) optional(json, "quoted", quoted);
    }

    private static void called(JsonGenerator json, Event.Called called) {
        json.writeStringProperty("model", called.model());
        StoredChatWriter.usage(json, called.usage());
        Numbers.write(json, "costUsd", called.costUsd());
        Numbers.write(json, "firstTokenMs", called.firstTokenMs());
        Numbers.write(json, "latencyMs", called.latencyMs());
        json.writeStringProperty("ending", called.ending());
        optional(json, "detail", called.detail());
        if (called.confidence().isPresent())
            StoredChatWriter.confidence(json, called.confidence().get());
        Numbers.write(json, "retryAfterMs", called.retryAfterMs());
        if (called.extremes().isPresent()) extremes(json, called.extremes().get());
    }

    private static void extremes(JsonGenerator json, Extremes extremes) {
        json.writeObjectPropertyStart("extremes");
        Numbers.write(json, "silentFirstMs", extremes.silentFirstMs());
        Numbers.write(json, "silentBetweenMs", extremes.silentBetweenMs());
        Numbers.write(json, "logProbabilityMin", extremes.logProbabilityMin());
        json.writeNumberProperty("chars", extremes.chars());
        json.writeEndObject();
    }
}
