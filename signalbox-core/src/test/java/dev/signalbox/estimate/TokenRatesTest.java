package dev.signalbox.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.chat.Request;
import dev.signalbox.chat.Script;
import dev.signalbox.chat.TokenTally;
import dev.signalbox.chat.Usage;
import java.time.Instant;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TokenRatesTest {
    private static final String RUSSIAN = "Сигнальная будка стоит между платформой и парком. ".repeat(10);
    private static final String ENGLISH = "The signal box stands between the platform and the yard. ".repeat(10);

    private final TokenRates rates = new TokenRates();

    private static Request asking(String text) {
        return Request.of("r", "m", text, Instant.MAX);
    }

    private int input(String model, String text) {
        return rates.estimated(model, asking(text), new TokenTally()).inputTokens();
    }

    @Test
    void oneReportCorrectsTheEstimatesOfItsModelAndScriptAlone() {
        int english = input("small", ENGLISH);
        int other = input("large", RUSSIAN);
        rates.observe("small", asking(RUSSIAN), Usage.of(499, 7));

        assertThat(input("small", RUSSIAN)).isCloseTo(499, within(25));
        assertThat(input("small", RUSSIAN.repeat(2))).isCloseTo(998, within(70));
        assertThat(input("small", ENGLISH)).isEqualTo(english);
        assertThat(input("large", RUSSIAN)).isEqualTo(other);
        assertThat(rates.known("small", Script.CYRILLIC)).isPresent();
        assertThat(rates.known("small", Script.LATIN)).isEmpty();
        assertThat(rates.known("large", Script.CYRILLIC)).isEmpty();
    }

    @Test
    void anEstimateSaysThatItIsOne() {
        var said = new TokenTally().add("Всё в порядке.");
        assertThat(rates.estimated("m", asking("Hi"), said)).satisfies(usage -> {
            assertThat(usage.estimated()).isTrue();
            assertThat(usage.outputTokens()).isBetween(4, 8);
        });
    }

    @Test
    void whatTeachesNothingChangesNothing() {
        rates.observe("m", asking("Hi"), Usage.of(31, 5));
        rates.observe("m", asking(ENGLISH), Usage.estimated(900, 5));
        rates.observe("m", asking(ENGLISH), Usage.NONE);

        assertThat(rates.known("m", Script.LATIN)).isEmpty();
    }

    @Test
    void anAbsurdReportIsBounded() {
        rates.observe("m", asking(ENGLISH), Usage.of(Integer.MAX_VALUE, 1));

        assertThat(rates.known("m", Script.LATIN).orElseThrow()).isEqualTo(8);
    }

    @Test
    void theNewestReportsCount() {
        for (int i = 0; i < 300; i++) rates.observe("m", asking(ENGLISH), Usage.of(500, 1));
        for (int i = 0; i < 600; i++) rates.observe("m", asking(ENGLISH), Usage.of(130, 1));

        assertThat(input("m", ENGLISH)).isCloseTo(130, within(20));
    }

    @Test
    void thousandsOfModelsAreNotRememberedForEver() {
        for (int i = 0; i < 20_000; i++) rates.observe("model-" + i, asking(ENGLISH), Usage.of(200, 1));

        assertThat(rates.known("model-1", Script.LATIN)).isPresent();
        assertThat(rates.known("model-19999", Script.LATIN)).isEmpty();
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 40; i++) threads.submit(() -> rates.observe("m", asking(ENGLISH), Usage.of(300, 1)));
        }

        assertThat(input("m", ENGLISH)).isCloseTo(300, within(5));
    }
}
