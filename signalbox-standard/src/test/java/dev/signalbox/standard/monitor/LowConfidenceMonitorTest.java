package dev.signalbox.standard.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.RecentConfidence;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Monitor.Watch;
import dev.signalbox.standard.estimate.ModelStats;
import dev.signalbox.testkit.MonitorKit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LowConfidenceMonitorTest extends MonitorKit {
    private final Monitor monitor = new LowConfidenceMonitor(new LowConfidenceMonitor.Options(-2), new ModelStats());

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

    private static double[] of(double first, double... last) {
        var told = new double[RecentConfidence.DELTAS];
        Arrays.fill(told, first);
        System.arraycopy(last, 0, told, told.length - last.length, last.length);
        return told;
    }

    @Test
    void findsThatWhatWasSaidLastIsUnlikely() {
        assertThat(told(watch(), Arrays.copyOf(of(-3), 31)))
                .as("too little to take a mean of")
                .isEmpty();
        assertThat(told(watch(), of(-2))).as("just so").isEmpty();
        assertThat(told(watch(), of(-2, -4)))
                .contains(Finding.fail(
                        "low_confidence",
                        Reason.LOW_CONFIDENCE,
                        "a mean log-probability of -2.06 over 32 deltas, below -2.00 (set)"));
    }

    @Test
    void forgetsWhatWasSaidBefore() {
        var watch = watch();
        assertThat(told(watch, of(-0.1))).isEmpty();
        assertThat(told(watch, of(-3))).isPresent();
        assertThat(told(watch, -0.1)).as("the mean is over it still").isPresent();
        assertThat(told(watch, of(-0.1))).as("on the way").isPresent();
        assertThat(told(watch, -0.1)).as("sure again").isEmpty();
    }

    @Test
    void whatIsNotToldDoesNotCount() {
        var watch = watch();
        told(watch, Arrays.copyOf(of(-3), 31));
        assertThat(watch.heard(new Delta(0, "word", List.of(), Optional.empty())))
                .isNull();
        assertThat(told(watch, -3)).isPresent();
    }

    @Test
    void oneTokenOfNoProbabilityIsNoReason() {
        assertThat(told(watch(), of(0, -9999))).isEmpty();
        assertThat(told(watch(), of(0, Double.NEGATIVE_INFINITY))).isEmpty();
    }

    /// @param lowest the lowest mean log-probability of each of its streams
    private Optional<Finding> ofAModelWhose(double lowest, double... logProbabilities) {
        var modelStats = new ModelStats();
        for (int i = 0; i < 200; i++) modelStats.accept(RequestedOutput.told("bold", 10, 10, lowest));
        var known = known().with(List.of(Monitor.MODEL.of("bold")));
        return told(
                new LowConfidenceMonitor(new LowConfidenceMonitor.Options(-2), modelStats).watch(request(), known),
                logProbabilities);
    }

    @Test
    void aModelIsHeldToWhatIsUsualOfIt() {
        assertThat(ofAModelWhose(-4, of(-3.9))).as("as usual").isEmpty();
        assertThat(ofAModelWhose(-4, of(-5))).map(Finding::evidence).hasValueSatisfying(said -> assertThat(said)
                .endsWith("(learnt)"));
        assertThat(ofAModelWhose(-1.2, of(-1.5)))
                .as("above what was set, and unusual")
                .isPresent();
        assertThat(ofAModelWhose(-0.1, of(-0.9))).as("unusual, but no guess").isEmpty();
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LowConfidenceMonitor.Options(0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new LowConfidenceMonitor.Options(Double.NaN));
    }
}
