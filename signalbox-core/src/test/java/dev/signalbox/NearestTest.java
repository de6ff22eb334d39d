package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> NAMES = List.of("auto", "gpt-5-mini", "gemini-2.5-pro");

    @Test
    void aSlipFindsItsName() {
        assertThat(Nearest.to("gpt5-mini", NAMES)).contains("gpt-5-mini");
        assertThat(Nearest.to("GEMINI-2.5-pro", NAMES)).contains("gemini-2.5-pro");
        assertThat(Nearest.to("atuo", NAMES)).contains("auto");
    }

    @Test
    void whatIsLikeNothingFindsNothing() {
        assertThat(Nearest.to("claude-opus", NAMES)).isEmpty();
        assertThat(Nearest.to("x".repeat(100_000), NAMES)).isEmpty();
        assertThat(Nearest.to("auto", List.of())).isEmpty();
    }
}
