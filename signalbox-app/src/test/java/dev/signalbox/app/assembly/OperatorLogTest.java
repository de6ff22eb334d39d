package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OperatorLogTest {
    private final AtomicLong nowMs = new AtomicLong();
    private final OperatorLog log = new OperatorLog(() -> Instant.ofEpochMilli(nowMs.get()));
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.signalbox.operator");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(said);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(said);
    }

    private List<String> lines() {
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Event.Called called(String id, String ending) {
        return new Event.Called(
                id,
                Instant.EPOCH,
                "m",
                Usage.NONE,
                0,
                OptionalDouble.empty(),
                5,
                ending,
                Optional.of("Provider `up` answered with status 400: my secret prompt"));
    }

    @Test
    void saysOnceWhatHappensOftenAndCountsTheRest() {
        for (int i = 0; i < 100; i++) log.accept(called("req_" + i, "BROKEN"));
        nowMs.addAndGet(10_000);
        log.accept(called("req_100", "BROKEN"));

        assertThat(lines())
                .containsExactly(
                        "call of model `m` failed: BROKEN (req_0)",
                        "call of model `m` failed: BROKEN (req_100, and 99 more since the last such line)");
    }

    @Test
    void neverQuotesAProvidersWords() {
        log.accept(called("req_1", "DECLINED"));
        log.accept(new Event.Failed("req_1", Instant.EPOCH, "upstream_refused", "my secret prompt"));

        assertThat(lines()).hasSize(2).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void isSilentAboutWhatGoesWellAndAboutClientsThatLeave() {
        log.accept(called("req_1", "DONE"));
        log.accept(called("req_1", Event.Called.ABANDONED));
        log.accept(new Event.Failed("req_1", Instant.EPOCH, "cancelled", ""));

        assertThat(lines()).isEmpty();
    }

    @Test
    void tellsOfRestsAndReturns() {
        log.rests("m", Duration.ofSeconds(5), "BROKEN");
        log.returns("m");

        assertThat(lines()).containsExactly("model `m` rests for 5 s after BROKEN", "model `m` answers again");
    }
}
