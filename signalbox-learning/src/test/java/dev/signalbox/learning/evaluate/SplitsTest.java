package dev.signalbox.learning.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.train.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitsTest {
    private static final OutcomeTable TABLE = Worlds.table("world", 300, 1).of(List.of("poet", "sage"));

    private static EvaluationResult run(int splits) {
        return Splits.run(TABLE, 0.4, splits, Worlds.encoder(), Worlds.evaluation(), Progress.SILENT);
    }

    @Test
    void oneSplitIsThatOfTheSeed() {
        var split = Split.of(TABLE, 0.4, Worlds.training().seed());
        var alone = Evaluation.run(split.train(), split.test(), Worlds.encoder(), Worlds.evaluation(), Progress.SILENT);
        assertThat(run(1)).isEqualTo(alone);
    }

    @Test
    void severalSplitsAreAveragedAndTheirSpreadIsTold() {
        var one = run(1).method("default").orElseThrow();
        var result = run(3);
        var router = result.method("default").orElseThrow();
        assertThat(result.splits()).isEqualTo(3);
        assertThat(result.methods()).hasSameSizeAs(run(1).methods());
        assertThat(one.spread()).isEmpty();
        assertThat(router.spread())
                .containsOnlyKeys("quality", "costUsdPer1k", "aiqPaper", "qnc", "apgr", "cpt50", "cpt80");
        assertThat(router.spread().get("quality")).isPositive();
        assertThat(router.quality().mean()).isNotEqualTo(one.quality().mean()).isBetween(0.7, 1.0);
        assertThat(router.apgr().orElseThrow()).isGreaterThan(0.6);
        assertThat(router.share().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThat(result.notes()).anyMatch(note -> note.contains("means over 3 splits"));
        assertThat(result.dial()).hasSize(5);
    }
}
