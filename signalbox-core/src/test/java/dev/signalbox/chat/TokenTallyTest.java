package dev.signalbox.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TokenTallyTest {
    private static final String ENGLISH =
            "The signal box stands between the platform and the yard, and the signaller decides which train may pass. ";
    private static final String RUSSIAN =
            "Сигнальная будка стоит между платформой и парком, и дежурный решает, кто идёт. ";

    private static TokenTally tally(String text) {
        return new TokenTally().add(text);
    }

    private static String base64(int bytes) {
        var random = new byte[bytes];
        new Random(1).nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    /// o200k_base counts 20 for it, llama 3 as many.
    @Test
    void englishIsAboutAsTokenizersCountIt() {
        assertThat(tally(ENGLISH).tokens()).isCloseTo(20, within(4.0));
        assertThat(tally(ENGLISH).script()).isEqualTo(Script.LATIN);
    }

    @Test
    void otherScriptsTakeMoreTokensForALetter() {
        double english = tally(ENGLISH).tokens() / ENGLISH.length();
        double russian = tally(RUSSIAN).tokens() / RUSSIAN.length();
        double chinese = tally("信号箱位于站台和车场之间").tokens() / 12;
        double encoded = tally(base64(600)).tokens() / 800;

        assertThat(List.of(russian, encoded, chinese)).allMatch(rate -> rate > 1.4 * english);
        assertThat(chinese).isGreaterThan(encoded).isGreaterThan(russian);
    }

    @Test
    void theScriptIsThatOfMostTokens() {
        assertThat(tally(RUSSIAN + "OK").script()).isEqualTo(Script.CYRILLIC);
        assertThat(tally("次の文を要約して: " + "要約。").script()).isEqualTo(Script.CJK);
        assertThat(tally("Decode this: " + base64(90)).script()).isEqualTo(Script.ENCODED);
        assertThat(tally("d41d8cd98f00b204e9800998ecf8427e0").script()).isEqualTo(Script.ENCODED);
        assertThat(tally("مرحبا بالعالم").script()).isEqualTo(Script.OTHER);
        assertThat(tally("for (int i = 0; i < n; i++) { sum += values[i]; }").script())
                .isEqualTo(Script.LATIN);
        assertThat(new TokenTally().script()).isEqualTo(Script.LATIN);
    }

    @Property
    void piecesMayBeCutAnywhere(@ForAll String text, @ForAll("cuts") int cut) {
        int at = Math.min(cut, text.length());
        var pieces = new TokenTally().add(text.substring(0, at)).add(text.substring(at));

        assertThat(pieces.tokens()).isCloseTo(tally(text).tokens(), within(1e-9));
        assertThat(pieces.script()).isEqualTo(tally(text).script());
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<Integer> cuts() {
        return net.jqwik.api.Arbitraries.integers().between(0, 80);
    }

    @Test
    void aRequestHasWhatTheFormatAdds() {
        var request = Request.of("r", "m", ENGLISH, Instant.MAX);

        assertThat(TokenTally.of(request).tokens()).isEqualTo(tally(ENGLISH).tokens() + 4 + 3, within(1e-9));
        assertThat(Script.named(Script.CJK.label())).isEqualTo(Script.CJK);
        assertThat(Script.named("runes")).isEqualTo(Script.LATIN);
    }
}
