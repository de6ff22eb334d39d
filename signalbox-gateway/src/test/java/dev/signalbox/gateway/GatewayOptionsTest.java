package dev.signalbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatewayOptionsTest {
    private static final Duration OK = Duration.ofSeconds(1);

    @Test
    void theDefaultsAre() {
        assertThat(GatewayOptions.DEFAULT)
                .isEqualTo(new GatewayOptions(
                        "127.0.0.1",
                        8080,
                        33_554_432,
                        1_024,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(30),
                        ClientKeys.NONE));
    }

    @Test
    void refusesWhatCanNotBe() {
        assertRefused("server.host", () -> options(" ", 0, 1024, 1, OK, OK, OK));
        assertRefused("server.port", () -> options("h", 65_536, 1024, 1, OK, OK, OK));
        assertRefused("server.body_bytes_max", () -> options("h", 0, 1023, 1, OK, OK, OK));
        assertRefused("server.requests_max", () -> options("h", 0, 1024, 0, OK, OK, OK));
        assertRefused("server.deadline", () -> options("h", 0, 1024, 1, Duration.ZERO, OK, OK));
        assertRefused("server.keep_alive", () -> options("h", 0, 1024, 1, OK, Duration.ZERO, OK));
        assertRefused("server.drain", () -> options("h", 0, 1024, 1, OK, OK, Duration.ofSeconds(-1)));
    }

    private static GatewayOptions options(
            String host, int port, int bytes, int requests, Duration deadline, Duration keepAlive, Duration drain) {
        return new GatewayOptions(host, port, bytes, requests, deadline, keepAlive, drain, ClientKeys.NONE);
    }

    private static void assertRefused(String name, org.assertj.core.api.ThrowableAssert.ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("`" + name + "`");
    }
}
