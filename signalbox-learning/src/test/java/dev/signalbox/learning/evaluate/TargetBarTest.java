package dev.signalbox.learning.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import dev.signalbox.learning.train.Progress;
import org.junit.jupiter.api.Test;

class TargetBarTest {
    private static final EvaluationResult RESULT = Evaluation.run(
            Worlds.table("train", 300, 1),
            Worlds.table("test", 200, 2),
            Worlds.encoder(),
            Worlds.evaluation(),
            Progress.SILENT);

    private static MethodResult method(String name) {
        return RESULT.method(name).orElseThrow();
    }

    @Test
    void aBarIsMetFromTheRightSide() {
        var least = TargetBar.atLeast("APGR", 0.6, MethodResult::apgr);
        assertThat(least.met(0.6, 0.6)).isTrue();
        assertThat(least.met(0.59, 0.6)).isFalse();
        var most = TargetBar.atMost("CPT50", 34, MethodResult::cpt50);
        assertThat(most.met(33, 34)).isTrue();
        assertThat(most.met(35, 34)).isFalse();
        assertThat(least.wanted().apply(RESULT)).hasValue(0.6);
        assertThat(least.reached().by(method("default"), RESULT)).isEmpty();
    }

    @Test
    void aBarMayBeWhatAnotherMethodReaches() {
        var bar = TargetBar.above("random", "AIQ", method -> TargetBar.mean(method.costUsdPer1k()));
        assertThat(bar.wanted().apply(RESULT).orElseThrow())
                .isEqualTo(method("random").costUsdPer1k().orElseThrow().mean());
        assertThat(TargetBar.above("nobody", "AIQ", MethodResult::qnc).wanted().apply(RESULT))
                .isEmpty();
    }

    @Test
    void qualityAtAnothersCostIsReadOffTheCurve() {
        var bar = TargetBar.aboveAtSameCost("best-per-group");
        assertThat(bar.reached().by(method("best-per-group"), RESULT).orElseThrow())
                .isCloseTo(method("best-per-group").quality().mean(), within(1e-9));
        assertThat(bar.reached().by(method("oracle"), RESULT).orElseThrow())
                .isGreaterThan(bar.wanted().apply(RESULT).orElseThrow());
        assertThat(TargetBar.qualityFor(method("default"), 1e-9)).isEmpty();
        assertThat(TargetBar.qualityFor(method("model:sage"), 1)).isEmpty();
    }
}
