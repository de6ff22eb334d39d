package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.signal.Moment.Received;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TokenSensorTest {
    private static final TokenSensor SENSOR = new TokenSensor();

    private static Signals sense(Request request) {
        return Signals.NONE.with(SENSOR.sense(new Received(request), Signals.NONE));
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
}
