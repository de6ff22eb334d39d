package dev.signalbox.verify.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hundred cases of what `bench/orchestration.sh` measures on two thousand.
class LadderTest {
    private static final int CASES = 200;

    @TempDir
    private Path folder;

    @Test
    void nearlyEveryAnswerIsValidThoughEverySecondOfTheModelIsNot() throws Exception {
        Ladder.Tried alone;
        try (var ladder = new Ladder(1, folder)) {
            alone = ladder.ask("cheap", CASES);
        }
        try (var ladder = new Ladder(1, folder)) {
            var climbed = ladder.ask("auto/ladder", CASES);
            assertThat(alone.valid()).isLessThan(CASES * 6 / 10);
            assertThat(climbed.valid()).isEqualTo(CASES);
            assertThat(climbed.silent()).isZero();
            // Half of what is wrong needs no second call.
            assertThat(climbed.calls()).isLessThan(CASES * 3 / 2);
            assertThat(climbed.costUsd()).isGreaterThan(alone.costUsd());
        }
    }
}
