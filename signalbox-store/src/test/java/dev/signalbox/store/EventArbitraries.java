package dev.signalbox.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Confidence;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called.Extremes;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Acceptance;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Fusion.Score;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Policy;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.plan.Watching;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Finding.Verdict;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.SignalKey.Privacy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Any event at all: odd texts, odd numbers, every shape of plan and condition.
final class EventArbitraries {
    private EventArbitraries() {}

    /// Any UTF-16 units, also halves of surrogate pairs.
    static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(12);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(6);
    }

    private static Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble).filter(number -> !Double.isNaN(number)),
                Arbitraries.of(0.0, -0.0, 0.1, 1e-300, Double.MIN_VALUE, Double.MAX_VALUE),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    }

    private static Arbitrary<Double> prices() {
        return Arbitraries.doubles().between(0, 1e6);
    }

    private static Arbitrary<Instant> instants() {
        return Arbitraries.longs().between(0, 4_000_000_000L).flatMap(seconds -> Arbitraries.integers()
                .between(0, 999_999_999)
                .map(nanos -> Instant.ofEpochSecond(seconds, nanos)));
    }

    private static Arbitrary<OptionalDouble> optionalNumbers() {
        return numbers().optional().map(number -> number.map(OptionalDouble::of).orElseGet(OptionalDouble::empty));
    }

    private static Arbitrary<OptionalInt> optionalCounts() {
        return Arbitraries.integers().optional().map(count -> count.map(OptionalInt::of)
                .orElseGet(OptionalInt::empty));
    }

    static Arbitrary<Event> events(String id) {
        return Arbitraries.oneOf(
                asked(id),
                sensed(id),
                decided(id),
                called(id),
                cut(id),
                judged(id),
                finished(id),
                failed(id),
                rated(id));
    }

    private static Arbitrary<Event> asked(String id) {
        return Combinators.combine(instants(), requests(id)).as((at, request) -> new Event.Asked(id, at, request));
    }

    private static Arbitrary<Event> sensed(String id) {
        return Combinators.combine(instants(), names(), signals())
                .as((at, moment, signals) -> new Event.Sensed(id, at, moment, signals));
    }

    private static Arbitrary<Event> decided(String id) {
        var objections = Combinators.combine(names(), names(), texts())
                .as(Objection::new)
                .list()
                .ofMaxSize(2);
        var ways = Arbitraries.oneOf(models().map(Plan.Call::new), plans(1));
        var options = Combinators.combine(names().optional(), ways, estimates())
                .as(Option::new)
                .list()
                .ofMaxSize(3);
        var decisions = Combinators.combine(plans(2), Arbitraries.doubles().between(0, false, 1, true), names())
                .as(Decision::new);
        var omitted = Combinators.combine(
                        Arbitraries.integers().between(0, 10_000),
                        Arbitraries.integers().between(0, 10_000))
                .as(Event.Decided.Omitted::new);
        return Combinators.combine(
                        instants(),
                        texts(),
                        Arbitraries.longs(),
                        Combinators.combine(numbers(), numbers()).as(Utility::new),
                        objections,
                        options,
                        omitted,
                        decisions)
                .as((at, route, seed, utility, against, choices, left, decision) ->
                        new Event.Decided(id, at, route, seed, utility, against, choices, left, decision));
    }

    private static Arbitrary<Event> called(String id) {
        return Combinators.combine(
                        instants(),
                        names(),
                        usages(),
                        numbers(),
                        optionalNumbers(),
                        numbers(),
                        names(),
                        Combinators.combine(
                                        texts().optional(),
                                        confidences().optional(),
                                        extremes().optional(),
                                        optionalNumbers(),
                                        texts().optional())
                                .as(Told::new))
                .as((at, model, usage, costUsd, firstTokenMs, latencyMs, ending, told) -> new Event.Called(
                        id,
                        at,
                        model,
                        usage,
                        costUsd,
                        firstTokenMs,
                        latencyMs,
                        ending,
                        told.detail,
                        told.confidence,
                        told.extremes,
                        told.retryAfterMs,
                        told.quoted));
    }

    private record Told(
            Optional<String> detail,
            Optional<Confidence> confidence,
            Optional<Extremes> extremes,
            OptionalDouble retryAfterMs,
            Optional<String> quoted) {}

    private static Arbitrary<Extremes> extremes() {
        return Combinators.combine(numbers(), optionalNumbers(), optionalNumbers(), Arbitraries.longs())
                .as(Extremes::new);
    }

    private static Arbitrary<Confidence> confidences() {
        return Combinators.combine(numbers(), numbers(), numbers(), Arbitraries.integers())
                .as(Confidence::new);
    }

    private static Arbitrary<Event> judged(String id) {
        return Combinators.combine(
                        instants(),
                        names().optional(),
                        names().optional(),
                        Arbitraries.of(true, false),
                        findings().list().ofMaxSize(3))
                .as((at, model, part, accepted, found) -> new Event.Judged(id, at, model, part, accepted, found));
    }

    private static Arbitrary<Finding> findings() {
        return Combinators.combine(names(), Arbitraries.of(Verdict.values()), Arbitraries.of(Reason.values()), texts())
                .as(Finding::new);
    }

    private static Arbitrary<Event> cut(String id) {
        return Combinators.combine(
                        instants(), names().optional(), findings(), Arbitraries.integers(), Arbitraries.of(true, false))
                .as((at, model, finding, position, released) ->
                        new Event.Cut(id, at, model, finding, position, released));
    }

    private static Arbitrary<Watching> watchings() {
        return Combinators.combine(
                        conditions(2),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.longs().between(0, 10_000).map(Duration::ofMillis),
                        Arbitraries.integers().between(0, 1000),
                        names().set().ofMaxSize(2))
                .as(Watching::new);
    }

    private static Arbitrary<Event> finished(String id) {
        return Combinators.combine(instants(), names().optional(), Arbitraries.of(true, false), answers(), numbers())
                .as((at, model, accepted, answer, costUsd) ->
                        new Event.Finished(id, at, model, accepted, answer, costUsd));
    }

    private static Arbitrary<Event> failed(String id) {
        return Combinators.combine(instants(), names(), texts(), texts().optional())
                .as((at, code, message, quoted) -> new Event.Failed(id, at, code, message, quoted));
    }

    private static Arbitrary<Event> rated(String id) {
        return Combinators.combine(instants(), numbers(), names(), texts().optional())
                .as((at, rating, source, comment) -> new Event.Rated(id, at, rating, source, comment));
    }

    private static Arbitrary<Request> requests(String id) {
        var options = Combinators.combine(
                        optionalCounts(),
                        Arbitraries.integers(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Request.Format.values()))
                .as(Request.Options::new);
        var tools = Combinators.combine(names(), texts())
                .as((name, text) -> new Tool(name, json(text)))
                .list()
                .ofMaxSize(2);
        var labels = Arbitraries.maps(texts(), texts()).ofMaxSize(2);
        return Combinators.combine(
                        texts().optional(),
                        texts(),
                        messages().list().ofMinSize(1).ofMaxSize(3),
                        tools,
                        options,
                        labels,
                        bodies(),
                        instants())
                .as((parent, model, messages, offered, wanted, tags, body, deadline) -> new Request(
                        id,
                        parent,
                        "tenant",
                        model,
                        messages,
                        offered,
                        wanted,
                        new Request.Wishes(OptionalDouble.of(0.25), OptionalDouble.of(1e-3), Request.Late.CUT),
                        fields(tags, body),
                        body,
                        tags,
                        deadline));
    }

    /// Some that are slices of the body, some that are not.
    private static Map<String, Json> fields(Map<String, String> values, Optional<Body> body) {
        var fields = values.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> json(e.getValue())));
        body.map(Body::json).ifPresent(whole -> fields.put("slice", Json.slice(whole.array(), whole.offset() + 1, 3)));
        return fields;
    }

    private static Arbitrary<Message> messages() {
        var calls = Combinators.combine(names(), names(), texts())
                .as(ToolCall::new)
                .list()
                .ofMaxSize(2);
        return Combinators.combine(
                        Arbitraries.of(Message.Role.values()),
                        parts().list().ofMaxSize(3),
                        calls,
                        texts().optional(),
                        texts().map(EventArbitraries::json).optional())
                .as(Message::new);
    }

    private static Arbitrary<Part> parts() {
        return Arbitraries.oneOf(
                texts().map(Part.Text::new),
                Combinators.combine(Arbitraries.of(Part.Kind.values()), texts().optional())
                        .as(Part.Media::new),
                texts().map(Part.Other::new));
    }

    private static Arbitrary<Optional<Body>> bodies() {
        return texts().map(text -> new Body("dialect", slice("{\"text\":\"" + text + "\"}")))
                .optional();
    }

    /// With something before and behind it, as a body in a connection's buffer has.
    private static Json slice(String text) {
        var bytes = ("xx" + text + "yy").getBytes(UTF_8);
        return Json.slice(bytes, 2, bytes.length - 4);
    }

    private static Json json(String text) {
        return Json.of("{\"text\":\"" + text.replace('"', '\'') + "\"}");
    }

    private static Arbitrary<Answer> answers() {
        var calls = Combinators.combine(texts(), names(), texts())
                .as(ToolCall::new)
                .list()
                .ofMaxSize(2);
        var choices = Combinators.combine(
                        Arbitraries.integers(), texts(), calls, Arbitraries.of(Finish.values()), texts())
                .as(Answer.Choice::new);
        return Combinators.combine(
                        choices.list().ofMinSize(1).ofMaxSize(2),
                        usages(),
                        bodies(),
                        confidences().optional())
                .as(Answer::new);
    }

    private static Arbitrary<Usage> usages() {
        var counts = Arbitraries.integers().greaterOrEqual(0);
        return Combinators.combine(counts, counts, counts, counts, Arbitraries.of(true, false))
                .as(Usage::new);
    }

    private static Arbitrary<List<Signal<?>>> signals() {
        return signal().list().ofMaxSize(6).uniqueElements(signal -> signal.key()
                .name());
    }

    private static Arbitrary<Signal<?>> signal() {
        return Combinators.combine(texts(), Arbitraries.of(Privacy.values()), values())
                .as(EventArbitraries::signal);
    }

    /// Vectors are left to a test of their own: arrays are not equal to their copies.
    private static Arbitrary<Object> values() {
        return Arbitraries.oneOf(
                numbers().map(number -> number),
                Arbitraries.of(true, false).map(flag -> flag),
                texts().map(text -> text));
    }

    private static Signal<?> signal(String name, Privacy privacy, Object value) {
        return switch (value) {
            case Double number -> new SignalKey<>(name, Double.class, privacy).of(number);
            case Boolean flag -> new SignalKey<>(name, Boolean.class, privacy).of(flag);
            default -> new SignalKey<>(name, String.class, privacy).of((String) value);
        };
    }

    private static Arbitrary<Model> models() {
        return Combinators.combine(
                        names(),
                        texts(),
                        Combinators.combine(prices(), prices(), prices()).as(Price::new),
                        optionalCounts(),
                        Arbitraries.of(Capability.values()).set(),
                        texts().optional(),
                        priors(),
                        Combinators.combine(names().optional(), texts().optional(), Arbitraries.of(true, false))
                                .as(Model.Manner::new))
                .as((id, upstream, price, tokens, can, region, prior, manner) ->
                        new Model(id, "provider", upstream, price, tokens, can, region, prior, manner));
    }

    private static Arbitrary<Model.Prior> priors() {
        var quality = Arbitraries.doubles().between(0, 1).optional().map(number -> number.map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty));
        return Combinators.combine(
                        quality,
                        Arbitraries.doubles().between(0, 1e9),
                        Arbitraries.doubles().between(0.01, 1e9))
                .as(Model.Prior::new);
    }

    private static Arbitrary<Estimate> estimates() {
        var beliefs = Combinators.combine(numbers(), numbers()).as(Belief::new);
        return Combinators.combine(beliefs, beliefs, beliefs).as(Estimate::new);
    }

    private static Arbitrary<Acceptance> acceptances() {
        var shares = Arbitraries.doubles().between(0, 1);
        return Combinators.combine(shares, shares)
                .as((one, other) -> new Acceptance(Math.max(one, other), Math.min(one, other)));
    }

    private static Arbitrary<Plan> plans(int depth) {
        var simple = Arbitraries.oneOf(
                models().map(model -> (Plan) new Plan.Call(model)), answers().map(answer -> new Plan.Reply(answer)));
        if (depth == 0) return simple;
        var verifications = Combinators.combine(models(), Arbitraries.integers().greaterOrEqual(1))
                .as(Plan.Verify::new);
        var stages = Combinators.combine(
                        plans(depth - 1),
                        conditions(2),
                        conditions(1),
                        Arbitraries.of(Plan.Carry.values()),
                        watchings(),
                        verifications.optional(),
                        acceptances())
                .as(Plan.Stage::new);
        var cascades = Combinators.combine(
                        stages.list().ofMinSize(1).ofMaxSize(3), Arbitraries.of(Plan.Exhausted.values()))
                .as(Plan.Cascade::new);
        var decompositions = Combinators.combine(
                        models(), models().optional(), Arbitraries.integers().between(2, 6))
                .as(Plan.Decompose::new);
        var fuses = Combinators.combine(plans(depth - 1).list().ofMinSize(1).ofMaxSize(3), fusions())
                .as(Plan.Fuse::new);
        return Arbitraries.oneOf(simple, cascades, fuses, loops(depth), decompositions);
    }

    private static Arbitrary<Plan> loops(int depth) {
        var options = Combinators.combine(plans(depth - 1), estimates())
                .as(Option::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(2);
        var supermodels = Combinators.combine(
                        options, Combinators.combine(numbers(), numbers()).as(Utility::new), acceptances())
                .as(Policy.CascadeRouting::new);
        var leaders = Combinators.combine(models(), models().list().ofMinSize(1).ofMaxSize(2))
                .as(Policy.Orchestrate::new);
        return Combinators.combine(
                        Arbitraries.<Policy>oneOf(supermodels, leaders),
                        Arbitraries.integers().between(1, 4))
                .as(Plan.Loop::new);
    }

    private static Arbitrary<Fusion> fusions() {
        var durations = Arbitraries.longs().greaterOrEqual(0).map(Duration::ofNanos);
        var scales = Combinators.combine(numbers(), Arbitraries.doubles().between(0, false, 1e9, true))
                .as(Score.Scale::new);
        var scores = numbers().list().ofMaxSize(3).map(all -> all.stream()
                .sorted(Comparator.reverseOrder())
                .toList());
        return Arbitraries.oneOf(
                Combinators.combine(
                                durations.optional(),
                                durations.optional(),
                                Arbitraries.doubles().between(0, 1))
                        .as(Fusion.Hedged::new),
                Arbitraries.integers().greaterOrEqual(1).map(Fusion.Vote::new),
                Combinators.combine(numbers(), Arbitraries.maps(names(), scales).ofMaxSize(2))
                        .as((weight, of) -> new Fusion.Best(new Score.Likelihood(weight, of))),
                Arbitraries.just(new Fusion.Best(new Score.TailEntropy())),
                Combinators.combine(models(), texts()).as(Fusion.JudgeSelected::new),
                Combinators.combine(models().list().ofMinSize(1).ofMaxSize(2), scores, numbers(), Arbitraries.longs())
                        .as(Fusion.Synthesised::new));
    }

    private static Arbitrary<Condition> conditions(int depth) {
        var privacy = Arbitraries.of(Privacy.values());
        var simple = Arbitraries.oneOf(
                Arbitraries.of(Condition.ALWAYS, new Condition.Never()),
                Combinators.combine(texts(), privacy)
                        .as((name, who) -> new Condition.Holds(new SignalKey<>(name, Boolean.class, who))),
                Combinators.combine(texts(), privacy, texts())
                        .as((name, who, label) -> new Condition.Is(new SignalKey<>(name, String.class, who), label)),
                Combinators.combine(texts(), privacy, Arbitraries.of(Comparison.values()), numbers())
                        .as((name, who, comparison, bound) ->
                                new Condition.Compares(new SignalKey<>(name, Double.class, who), comparison, bound)));
        if (depth == 0) return simple;
        var parts = conditions(depth - 1);
        return Arbitraries.oneOf(
                simple,
                parts.list().ofMaxSize(2).map(Condition.All::new),
                parts.list().ofMaxSize(2).map(Condition.Any::new),
                parts.map(Condition.Not::new));
    }
}
