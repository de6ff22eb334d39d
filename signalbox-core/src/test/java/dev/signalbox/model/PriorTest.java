package dev.signalbox.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriorTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aModelThatNeverSpeaksOrSpeaksInNoTimeIsRefused(double tokensPerSecond) {
        assertThatThrownBy(() -> new Model.Prior(OptionalDouble.empty(), 500, tokensPerSecond))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("speed must be finite and above 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aFirstTokenThatNeverComesIsRefused(double firstTokenMs) {
        assertThatThrownBy(() -> new Model.Prior(OptionalDouble.empty(), firstTokenMs, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("first token must be finite, 0 or more");
    }

    @Test
    void aQualityOutsideOfItsRangeIsRefused() {
        assertThatThrownBy(() -> new Model.Prior(OptionalDouble.of(1.5), 500, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 1, not 1.5");
    }
}
