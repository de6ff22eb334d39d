package dev.signalbox.testkit;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// Requests' stories to fill a journal with.
public final class Stories {
    /// When every story begins.
    public static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

    private static final Model SMALL = model("small", 0.1);
    private static final Model LARGE = model("large", 2.5);

    private Stories() {}

    /// All that can happen to a request that goes well, an event of each kind: asked, sensed, decided, called,
    /// cut, judged, finished, rated.
    public static List<Event> answered(String id) {
        return List.of(asked(id), sensed(id), decided(id), called(id), cut(id), judged(id), finished(id), rated(id));
    }

    /// A request that nobody could answer.
    public static List<Event> failed(String id) {
        return List.of(
                asked(id),
                new Event.Failed(id, START.plusMillis(3), "upstream_unavailable", "`large` does not answer."));
    }

    private static Event asked(String id) {
        return new Event.Asked(
                id, START, Request.of(id, "auto", "How long is the river Spree?", START.plusSeconds(60)));
    }

    private static Event sensed(String id) {
        List<Signal<?>> signals = List.of(
                SignalKey.score("tokens").of(8.0),
                SignalKey.flag("code").of(false),
                SignalKey.label("language").of("en"));
        return new Event.Sensed(id, START.plusNanos(50_000), "Received", signals);
    }

    private static Event decided(String id) {
        return new Event.Decided(
                id,
                START.plusNanos(90_000),
                "default",
                -7_046_029_254_386_353_131L,
                new Utility(120, 0.05),
                List.of(new Objection("context", "tiny", "It takes 4 tokens at most.")),
                List.of(
                        new Option(new Plan.Call(SMALL), estimate(0.71, 0.000_1, 700)),
                        new Option(
                                new Plan.Call(LARGE),
                                new Estimate(new Belief(0.9, 0.05), Belief.UNKNOWN, Belief.UNKNOWN))),
                new Decision(Plan.Cascade.fallback(List.of(SMALL, LARGE)), 0.95, "best"));
    }

    private static Event called(String id) {
        return new Event.Called(
                id,
                START.plusMillis(801),
                SMALL.id(),
                new Usage(12, 34, 5, 6, true),
                0.1 + 0.2,
                OptionalDouble.of(120.25),
                800.125,
                "DONE",
                Optional.of("second attempt"));
    }

    private static Event cut(String id) {
        return new Event.Cut(
                id,
                START.plusMillis(801),
                Optional.of(SMALL.id()),
                Finding.fail("language_drift", Finding.Reason.LANGUAGE, "French, asked in English"),
                170,
                false);
    }

    private static Event judged(String id) {
        return new Event.Judged(
                id,
                START.plusMillis(801),
                Optional.of(SMALL.id()),
                false,
                List.of(Finding.fail("length", Finding.Reason.LENGTH, "4 words, asked for 10")));
    }

    private static Event finished(String id) {
        var answer = Answer.of("About 400 kilometres.", Usage.of(12, 34));
        return new Event.Finished(id, START.plusMillis(802), Optional.of(SMALL.id()), true, answer, 0.1 + 0.2);
    }

    private static Event rated(String id) {
        return new Event.Rated(id, START.plusSeconds(30), 0.75, "user", Optional.of("good, but no source"));
    }

    private static Estimate estimate(double quality, double costUsd, double latencyMs) {
        return new Estimate(
                new Belief(quality, quality / 10), new Belief(costUsd, costUsd / 10), new Belief(latencyMs, 50));
    }

    private static Model model(String id, double price) {
        return new Model(
                id,
                "somewhere",
                id + "-2026",
                Price.of(price, 4 * price),
                OptionalInt.of(128_000),
                Set.of(Capability.TOOLS, Capability.JSON),
                Optional.of("eu"),
                Model.Prior.UNKNOWN);
    }
}
