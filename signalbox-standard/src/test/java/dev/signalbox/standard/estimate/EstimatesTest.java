package dev.signalbox.standard.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.standard.sensor.ConversationSensor;
import dev.signalbox.standard.sensor.TokenSensor;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class EstimatesTest {
    private static final Model.Prior SLOW = new Model.Prior(OptionalDouble.empty(), 1_000, 10);
    private static final Model MODEL = Cases.priced("a", 1, 2, SLOW);

    private static Belief one(Estimator estimator, Signals signals) {
        return estimator.estimate(signals, List.of(MODEL)).getFirst();
    }

    @Test
    void aCostIsTheConversationsTokensAndTheAnswersAtTheModelsPrice() {
        var cost =
                one(new TokenCost(new OutputLength(300), new TokenRates()), Signals.of(TokenSensor.TOKENS.of(1_000.0)));
        assertThat(cost.mean()).isCloseTo((1_000 * 1 + 300 * 2) / 1e6, within(1e-12));
        assertThat(cost.deviation()).isCloseTo(300 * 2 / 1e6, within(1e-12));
    }

    @Test
    void theCostGoesByTheTokensThatTheModelReports() {
        var signals = Signals.NONE.with(List.of(
                TokenSensor.TOKENS.of(100.0), TokenSensor.SCRIPT.of("latin"), TokenSensor.SCRIPT_TOKENS.of(120.0)));
        var rates = new TokenRates();
        var cost = new TokenCost(new OutputLength(300), rates);
        double before = one(cost, signals).mean();
        var english =
                Cases.conversation("USER: " + "The signal box stands between the platform and the yard. ".repeat(20));
        rates.observe(MODEL.id(), english, Usage.of(1_000, 1));

        assertThat(one(cost, signals).mean()).isGreaterThan(before);
    }

    @Test
    void withoutATokenCountACostIsNotKnown() {
        assertThat(one(new TokenCost(new OutputLength(300), new TokenRates()), Signals.NONE)
                        .known())
                .isFalse();
    }

    @Test
    void anAnswerIsNeverTakenToBeLongerThanTheClientAllows() {
        var signals = Signals.of(ConversationSensor.OUTPUT_TOKENS_MAX.of(50.0));
        assertThat(one(new OutputLength(300), signals).mean()).isEqualTo(50);
        assertThat(one(new OutputLength(300), Signals.NONE).mean()).isEqualTo(300);
    }

    @Test
    void aModelThatWasNeverCalledIsAsFastAsAssumed() {
        var latency = new ObservedLatency(new OutputLength(100), 0.2);
        assertThat(one(latency, Signals.NONE).mean()).isCloseTo(1_000 + 100 * 100, within(1e-9));
    }

    @Test
    void whatIsObservedTakesTheAssumptionsPlace() {
        var latency = new ObservedLatency(new OutputLength(100), 0.2);
        double assumed = one(latency, Signals.NONE).mean();
        latency.accept(Cases.called("a", "DONE", 200, 1_200, 100));
        assertThat(one(latency, Signals.NONE).mean()).isBetween(1_200.0, assumed);
        for (int i = 0; i < 5_000; i++) latency.accept(Cases.called("a", "DONE", 200, 1_200, 100));
        assertThat(one(latency, Signals.NONE).mean()).isCloseTo(1_200, within(3.0));
    }

    @Test
    void theNewestObservationWeighsAsMuchAsWasSaid() {
        var latency = new ObservedLatency(new OutputLength(100), 0.2);
        for (int i = 0; i < 5_000; i++) latency.accept(Cases.called("a", "DONE", 200, 1_200, 100));
        var before = one(latency, Signals.NONE);
        latency.accept(Cases.called("a", "DONE", 700, 1_700, 100));
        var after = one(latency, Signals.NONE);
        assertThat(after.mean() - before.mean()).isCloseTo(100, within(1.0));
        assertThat(after.deviation()).isGreaterThan(before.deviation());
    }

    @Test
    void aPlainAnswersWholeTimeIsSpreadOverItsTokens() {
        var latency = new ObservedLatency(new OutputLength(100), 0.2);
        for (int i = 0; i < 5_000; i++) latency.accept(Cases.called("a", "DONE", 2_000, 2_000, 200));
        assertThat(one(latency, Signals.NONE).mean()).isCloseTo(100 * 10, within(3.0));
    }

    @Test
    void aPlainAnswerLeavesWhatIsBelievedOfTheFirstToken() {
        var latency = new ObservedLatency(tokens(0), 0.2);
        for (int i = 0; i < 5_000; i++) latency.accept(Cases.called("a", "DONE", 300, 1_300, 100));
        double before = one(latency, Signals.NONE).mean();
        latency.accept(Cases.called("a", "DONE", 1_300, 1_300, 100));
        assertThat(one(latency, Signals.NONE).mean()).isCloseTo(before, within(0.1));
    }

    private static Estimator tokens(double mean) {
        return (signals, models) -> List.of(new Belief(mean, 0));
    }

    @Test
    void aModelsAnswersAreTakenToBeAsLongAsItsLast() {
        var length = new OutputLength(300);
        for (int i = 0; i < 5_000; i++) length.accept(Cases.called("a", "DONE", 1, 2, 4_000));
        length.accept(Cases.called("a", "LENGTH", 1, 2, 10));
        assertThat(one(length, Signals.NONE).mean()).isCloseTo(4_000, within(5.0));
        assertThat(length.estimate(Signals.NONE, List.of(Cases.priced("b", 1, 1, SLOW)))
                        .getFirst()
                        .mean())
                .isEqualTo(300);
    }

    @Test
    void severalAnswersCostSeveralTimesTheirTokens() {
        var signals = Signals.of(TokenSensor.TOKENS.of(1_000.0), ConversationSensor.CHOICES.of(3.0));
        assertThat(one(new TokenCost(new OutputLength(300), new TokenRates()), signals)
                        .mean())
                .isCloseTo((1_000 * 1 + 3 * 300 * 2) / 1e6, within(1e-12));
    }

    @Test
    void aCallThatSaidNothingTellsNothing() {
        var latency = new ObservedLatency(new OutputLength(100), 1);
        latency.accept(Cases.called("a", "BROKEN", 5, 5, 0));
        assertThat(one(latency, Signals.NONE).mean()).isCloseTo(1_000 + 100 * 100, within(1e-9));
    }

    @Test
    void manyThreadsObserveAtOnce() {
        var latency = new ObservedLatency(new OutputLength(100), 0.01);
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4_000; i++) {
                threads.execute(() -> latency.accept(Cases.called("a", "DONE", 200, 1_200, 100)));
                threads.execute(() -> one(latency, Signals.NONE));
            }
        }
        assertThat(one(latency, Signals.NONE).mean()).isCloseTo(1_200, within(5.0));
    }

    @Test
    void aWeightOutsideIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ObservedLatency(new OutputLength(1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ObservedLatency(new OutputLength(1), 1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new OutputLength(0));
    }

    @Test
    void aQualityThatNobodySaidIsGuessedFromThePrice() {
        var models = List.of(
                Cases.priced("cheap", 0.1, 0.1, Model.Prior.UNKNOWN),
                Cases.priced("middle", 1, 1, Model.Prior.UNKNOWN),
                Cases.priced("dear", 10, 10, Model.Prior.UNKNOWN),
                Cases.priced("said", 1, 1, new Model.Prior(OptionalDouble.of(0.95), 1, 1)));
        var beliefs = new PriorQuality().estimate(Signals.NONE, models);
        assertThat(beliefs.stream().map(Belief::mean).toList())
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b))
                .containsExactly(PriorQuality.CHEAPEST, 0.7, PriorQuality.DEAREST, 0.95);
        assertThat(beliefs).allMatch(belief -> belief.deviation() > 0.1);
    }

    @Test
    void modelsOfOnePriceAreGuessedAlike() {
        var models =
                List.of(Cases.priced("a", 0, 0, Model.Prior.UNKNOWN), Cases.priced("b", 0, 0, Model.Prior.UNKNOWN));
        var beliefs = new PriorQuality().estimate(Signals.NONE, models);
        assertThat(beliefs.getFirst()).isEqualTo(beliefs.getLast());
        assertThat(beliefs.getFirst().known()).isTrue();
    }
}
