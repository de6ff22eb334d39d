package dev.signalbox.learning.method.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;
import org.junit.jupiter.api.Test;

class ModelProfilesTest extends MethodKit {
    @Override
    protected Method method() {
        return new ModelProfiles();
    }

    @Test
    void aProfileTellsKindByKind() {
        var table = Worlds.table("train", 240, 1);
        var profiles = ModelProfiles.fit(table, inputs(table), 7).profiles();
        assertThat(profiles).extracting(ModelProfile::model).containsExactly("clerk", "poet", "sage");
        for (var profile : profiles) {
            assertThat(profile.kinds().stream()
                            .mapToInt(ModelProfile.Kind::outcomes)
                            .sum())
                    .isEqualTo(240);
        }
        assertThat(profiles.get(2).kinds()).allMatch(kind -> kind.costUsd() > 0.004 && kind.outputTokens() > 40);
    }

    @Test
    void aModelTriedOnlyAFewTimesIsNearItsOwnMean() {
        var table = Worlds.table("train", 240, 1);
        for (int row = 6; row < 240; row++) table.quality()[row][0] = Double.NaN;
        double sum = 0;
        for (int row = 0; row < 6; row++) sum += table.quality()[row][0] / 6;
        for (var kind :
                ModelProfiles.fit(table, inputs(table), 7).profiles().getFirst().kinds()) {
            assertThat(kind.quality()).isCloseTo(sum, within(0.2));
        }
    }
}
