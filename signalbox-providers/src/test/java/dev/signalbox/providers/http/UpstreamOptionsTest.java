package dev.signalbox.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.providers.http.UpstreamOptions.Timeouts;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamOptionsTest {
    private static final URI ADDRESS = URI.create("https://api.example.com/v1");

    @Test
    void theKeyIsNeverPrinted() {
        var options = UpstreamOptions.of("up", ADDRESS).withKey(new Secret("sk-very-secret"));
        assertThat(options.toString()).contains("authorization").doesNotContain("very-secret");
        assertThat(options.headers().toString()).doesNotContain("very-secret");
    }

    @Test
    void aTextIsScrubbedOfTheKeyButNotOfShortWords() {
        var options = UpstreamOptions.of("up", ADDRESS).withKey(new Secret("sk-very-secret"));
        assertThat(options.scrubbed("no sk-very-secret, Bearer sk-very-secret")).doesNotContain("very-secret");
        assertThat(UpstreamOptions.of("up", ADDRESS).withKey(new Secret("on")).scrubbed("reason"))
                .isEqualTo("reason");
    }

    @Test
    void aKeyReadFromAFileMayEndInALineBreak() {
        assertThat(new Secret("sk-1\n").value()).isEqualTo("sk-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-\r\nx-evil: 1", "sk-\u0000", "sk-€"})
    void aKeyThatNoHeaderCanCarryIsRefusedWithoutBeingQuoted(String key) {
        assertThatThrownBy(() -> new Secret(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position 4")
                .hasMessageNotContaining("sk-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "api.example.com", "https:///v1", "https://user:pass@host/v1"})
    void anAddressThatCannotBeCalledIsRefused(String address) {
        assertThatThrownBy(() -> UpstreamOptions.of("up", URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`up`")
                .hasMessageNotContaining("pass@");
    }

    @Test
    void aTimeoutIsLongerThanNothingAndNotLongerThanADay() {
        var second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Timeouts(Duration.ZERO, second, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Timeouts(second, second, Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
