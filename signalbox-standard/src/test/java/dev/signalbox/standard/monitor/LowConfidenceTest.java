package dev.signalbox.standard.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Monitor.Watch;
import dev.signalbox.testkit.MonitorKit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LowConfidenceTest extends MonitorKit {
    private final Monitor monitor = new LowConfidence(new LowConfidence.Options(4, -2));

    @Override
    protected Monitor monitor() {
        return monitor;
    }

    /// Text alone does not tell how sure a model is.
    @Override
    protected Stream<String> bad() {
        return Stream.empty();
    }

    @Override
    protected Stream<String> good() {
        return Stream.of("", "I am not at all sure of this.");
    }

    private static Optional<Finding> told(Watch watch, double... logProbabilities) {
        Finding last = null;
        for (double told : logProbabilities) {
            var found = watch.heard(new Delta(0, "word ", List.of(), Optional.empty(), OptionalDouble.of(told)));
            if (found != null) last = found;
        }
        return Optional.ofNullable(last);
    }

    private Watch watch() {
        return monitor.watch(request(), known());
    }

    @Test
    void findsThatWhatWasSaidLastIsUnlikely() {
        assertThat(told(watch(), -3, -3, -3)).as("too little to take a mean of").isEmpty();
        assertThat(told(watch(), -1, -2, -3, -2)).as("just so").isEmpty();
        assertThat(told(watch(), -1, -2, -3, -2.5))
                .contains(Finding.fail(
                        "low_confidence", Reason.LOW_CONFIDENCE, "a mean log-probability of -2.13 over 4 deltas"));
    }

    @Test
    void forgetsWhatWasSaidBefore() {
        var watch = watch();
        assertThat(told(watch, -0.1, -0.1, -0.1, -0.1, -0.1)).isEmpty();
        assertThat(told(watch, -3, -3, -3, -3)).isPresent();
        assertThat(told(watch, -0.1)).as("the mean is over it still").isPresent();
        assertThat(told(watch, -0.1)).as("sure again").isEmpty();
    }

    @Test
    void whatIsNotToldDoesNotCount() {
        var watch = watch();
        told(watch, -3, -3, -3);
        assertThat(watch.heard(new Delta(0, "word", List.of(), Optional.empty())))
                .isNull();
        assertThat(told(watch, -3)).isPresent();
    }

    @Test
    void oneTokenOfNoProbabilityIsNoReason() {
        assertThat(told(
                        new LowConfidence(LowConfidence.Options.DEFAULT).watch(request(), known()),
                        thirtyTwoWithOneOf(-9999)))
                .isEmpty();
        assertThat(told(
                        new LowConfidence(LowConfidence.Options.DEFAULT).watch(request(), known()),
                        thirtyTwoWithOneOf(Double.NEGATIVE_INFINITY)))
                .isEmpty();
    }

    private static double[] thirtyTwoWithOneOf(double odd) {
        var told = new double[32];
        told[7] = odd;
        return told;
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LowConfidence.Options(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LowConfidence.Options(4, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new LowConfidence.Options(4, Double.NaN));
    }
}
