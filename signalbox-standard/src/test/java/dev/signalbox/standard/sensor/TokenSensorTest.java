package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.standard.estimate.ModelTokens;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSensorTest {
    private static final TokenSensor SENSOR = new TokenSensor();

    private static Signals sense(Request request) {
        return Signals.NONE.with(SENSOR.sense(new ReceivedMoment(request), Signals.NONE));
    }

    private static double tokens(Request request) {
        return sense(request).get(TokenSensor.TOKENS).orElseThrow();
    }

    @Test
    void aShortConversationIsCountedWithWhatTheFormatAdds() {
        var signals = sense(Cases.conversation("SYSTEM: hello world", "USER: hello world"));
        assertThat(signals.get(TokenSensor.TOKENS)).contains(2.0 + 2 + 2 * 4 + 3);
        assertThat(signals.get(TokenSensor.TOKENS_ESTIMATED)).contains(false);
    }

    @Test
    void aLongConversationIsEstimatedAndSaysSo() {
        var turn = "USER: The points are set, the route is locked, and then the signal clears. ";
        var once = tokens(Cases.conversation(turn)) - 3;
        var turns = new String[1_000];
        java.util.Arrays.fill(turns, turn);
        var signals = sense(Cases.conversation(turns));
        assertThat(signals.get(TokenSensor.TOKENS).orElseThrow()).isCloseTo(1_000 * once, within(60 * once));
        assertThat(signals.get(TokenSensor.TOKENS_ESTIMATED)).contains(true);
    }

    @Test
    void toolsAndImagesAddTokensThatAreEstimated() {
        var text = new Part.Text("What is on it?");
        var image = new Part.Media(Part.Kind.IMAGE, Optional.empty());
        var plain = Cases.request(OptionalInt.empty(), Format.TEXT, List.of(), text);
        var tools = Cases.request(OptionalInt.empty(), Format.TEXT, List.of(Cases.tool(), Cases.tool()), text);
        var images = Cases.request(OptionalInt.empty(), Format.TEXT, List.of(), text, image);
        for (var richer : List.of(tools, images)) {
            assertThat(tokens(richer)).isGreaterThan(tokens(plain));
            assertThat(sense(richer).get(TokenSensor.TOKENS_ESTIMATED)).contains(true);
        }
        assertThat(tokens(images) - tokens(plain)).isEqualTo(765);
    }

    /// Of these, tokenizers make very different numbers.
    @ParameterizedTest
    @CsvSource({
        "cyrillic,Сигнальная будка стоит между платформой и парком",
        "cjk,信号箱位于站台和车场之间",
        "encoded,TWFueSBoYW5kcyBtYWtlIGxpZ2h0IHdvcms7IG1hbnkgaGFuZHMgbWFrZSBsaWdodCB3b3Jr",
        "other,مرحبا بالعالم"
    })
    void otherScriptsAreEstimatesAlsoWhereEveryWordWasCounted(String script, String text) {
        var signals = sense(Cases.conversation("USER: " + text));

        assertThat(signals.get(TokenSensor.TOKENS_ESTIMATED)).contains(true);
        assertThat(signals.get(TokenSensor.SCRIPT)).contains(script);
    }

    @Test
    void theTallyOfALongConversationIsThatOfItsSlices() {
        var turn = "USER: Сигнальная будка стоит между платформой и парком, и дежурный решает, кто идёт первым. ";
        var turns = new String[1_000];
        java.util.Arrays.fill(turns, turn);
        double once =
                sense(Cases.conversation(turn)).get(TokenSensor.SCRIPT_TOKENS).orElseThrow() - 3;
        var signals = sense(Cases.conversation(turns));

        assertThat(signals.get(TokenSensor.SCRIPT)).contains("cyrillic");
        assertThat(signals.get(TokenSensor.SCRIPT_TOKENS).orElseThrow()).isCloseTo(1_000 * once, within(60 * once));
    }

    @Test
    void eachModelHasItsOwnNumberOnceItHasReported() {
        var request = Cases.conversation("USER: " + "Сигнальная будка стоит между платформой и парком. ".repeat(10));
        var signals = sense(request);
        var rates = new TokenRates();
        var tokens = new ModelTokens(rates);
        double counted = signals.get(TokenSensor.TOKENS).orElseThrow();
        assertThat(tokens.of("small", signals)).hasValue(counted);

        rates.observe("small", request, Usage.of(499, 3));

        assertThat(tokens.of("small", signals).orElseThrow()).isCloseTo(499, within(25.0));
        assertThat(tokens.of("large", signals)).hasValue(counted);
        assertThat(tokens.of("small", Signals.NONE)).isEmpty();
    }
}
