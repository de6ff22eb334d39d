package dev.signalbox.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.assembly.Fixture;
import dev.signalbox.learning.evaluate.Interval;
import dev.signalbox.learning.train.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final Map<String, double[]> QUALITY =
            Map.of("cheap", new double[] {1, 0, 0, 0}, "dear", new double[] {1, 1, 1, 0});
    private static final Map<String, double[]> COST =
            Map.of("cheap", new double[] {.001, .001, .001, .001}, "dear", new double[] {.003, .003, .003, .003});

    @Test
    void runsOverHttpAndTellsWhatIsRecordedEstimatedAndMeasured(@TempDir Path folder) throws Exception {
        try (var demo = Demo.start(folder, Fixture.surroundings(Map.of()), new Demo.Options(24, 1), Progress.SILENT)) {
            var result = demo.run(Progress.SILENT);
            assertThat(result.ledger().prompts()).isEqualTo(24);
            assertThat(result.ledger().costUsd().values())
                    .allSatisfy(costs -> assertThat(costs).hasSize(24).doesNotContain(0.0));
            assertThat(result.routed()).hasSize(3);
            assertThat(result.routed().getFirst().costUsdPer1k())
                    .isLessThan(result.routed().getLast().costUsdPer1k());
            assertThat(result.firstDecision()).allMatch(Duration::isPositive);
            assertThat(result.text())
                    .contains("quality, recorded", "$/1k, estimated", "Decision time, measured", "oracle", "random")
                    .contains("router, balanced (0.50)", "With real bills, on held-back outcomes", "$/1k, real")
                    .contains("significant");
            var fallback = result.broken().ways().getFirst();
            var watched = result.broken().ways().getLast();
            assertThat(fallback.whole()).isBetween(4, 20);
            assertThat(watched.whole()).isEqualTo(24);
            assertThat(result.text()).contains("24 streams", "24 of 24");
            assertThat(result.html()).contains("<svg", "held-back outcomes");
            assertThat(demo.curl()).startsWith("curl " + demo.gateway());
        }
    }

    @Test
    void noPromptOfTheDemoWasLearntFrom(@TempDir Path folder) throws Exception {
        var data = DemoData.unpack(folder);
        var learnt = data.outcomes().queries().stream()
                .map(query -> query.text().orElseThrow())
                .toList();
        assertThat(data.prompts()).hasSize(732).noneMatch(prompt -> learnt.contains(prompt.text()));
        assertThat(data.outcomes().size()).isEqualTo(1766);
    }

    @Test
    void aLedgerComparesAWayWithTheMixOfEqualCost() {
        var ledger = new Ledger(QUALITY, COST);
        var wise = ledger.way("wise", List.of("cheap", "dear", "dear", "cheap"));
        assertThat(wise.meanQuality()).isEqualTo(0.75);
        assertThat(wise.costUsdPer1k()).isCloseTo(2, org.assertj.core.data.Offset.offset(1e-9));
        // Half of each costs the same and is right in half of the cases.
        assertThat(ledger.overHull(wise).mean()).isCloseTo(0.25, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(ledger.hullCostUsdPer1k(wise)).isCloseTo(3, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(ledger.oracle().chosen()).containsExactly("cheap", "dear", "dear", "cheap");
        assertThat(ledger.corners()).extracting(Ledger.Way::name).containsExactly("cheap", "dear");
        assertThat(ledger.way("dear", List.of("dear", "dear", "dear", "dear")).shares())
                .containsExactly(Map.entry("dear", 1.0));
    }

    @Test
    void aDifferenceIsSignificantWhereItsIntervalHasNoZero() {
        assertThat(new Interval(0.1, 0.01, 0.2).significant()).isTrue();
        assertThat(new Interval(0.1, -0.01, 0.2).significant()).isFalse();
        var interval = Ledger.interval(new double[] {1, 1, 1, 1});
        assertThat(interval).isEqualTo(new Interval(1, 1, 1));
    }
}
