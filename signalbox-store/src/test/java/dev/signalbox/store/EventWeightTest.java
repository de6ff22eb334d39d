package dev.signalbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.signal.SignalKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The queue's bound is one of memory, whatever kind of event waits.
class EventWeightTest {
    private static final Instant AT = Instant.EPOCH;

    private static Event.Decided decided(int models) {
        var options = new ArrayList<Option>();
        var objections = new ArrayList<Objection>();
        for (int i = 0; i < models; i++) {
            var model = new Model(
                    "m" + i,
                    "p",
                    "m" + i,
                    new Price(1, 1, 1),
                    OptionalInt.empty(),
                    Set.of(),
                    Optional.empty(),
                    Model.Prior.UNKNOWN);
            var quality = new Belief((i * 7919 % models) / (double) models, 0);
            options.add(new Option(new Plan.Call(model), new Estimate(quality, new Belief(0, 0), new Belief(0, 0))));
            objections.add(new Objection("tools", "x" + i, "it does not call tools"));
        }
        var chosen = new Decision(options.getFirst().plan(), 0.01, "explored");
        return new Event.Decided("r", AT, "default", 1, Utility.QUALITY, objections, options, chosen);
    }

    @Test
    void countsWhatGrowsWithTheNumberOfModels() {
        assertThat(EventWeight.bytes(decided(10_000))).isGreaterThan(1_000_000);
        assertThat(EventWeight.bytes(decided(10))).isLessThan(10_000);
    }

    @Test
    void aLargeDecisionKeepsItsBestOptionsAndTheChosenOne() {
        var whole = decided(10_000);
        var bounded = whole.bounded();

        assertThat(EventWeight.bytes(bounded)).isLessThan(64_000);
        assertThat(bounded.options())
                .hasSize(Event.Decided.KEPT_MAX + 1)
                .contains(whole.options().getFirst());
        assertThat(bounded.options().stream()
                        .filter(option -> option.estimate().quality().mean() >= 1 - 64 / 10_000.0))
                .hasSize(Event.Decided.KEPT_MAX);
        assertThat(bounded.omitted()).isEqualTo(new Event.Decided.Omitted(10_000 - 65, 10_000 - 64));
    }

    @Test
    void aSmallDecisionIsKeptAsItIs() {
        var whole = decided(64);

        assertThat(whole.bounded()).isSameAs(whole);
    }

    @Test
    void countsTextsAndVectors() {
        var text = "x".repeat(100_000);
        assertThat(EventWeight.bytes(new Event.Failed("r", AT, "code", text))).isGreaterThan(200_000);
        assertThat(EventWeight.bytes(new Event.Rated("r", AT, 1, "user", Optional.of(text))))
                .isGreaterThan(200_000);
        var signals =
                List.<dev.signalbox.signal.Signal<?>>of(SignalKey.label("text").of(text));
        assertThat(EventWeight.bytes(new Event.Sensed("r", AT, "Received", signals)))
                .isGreaterThan(200_000);
    }
}
