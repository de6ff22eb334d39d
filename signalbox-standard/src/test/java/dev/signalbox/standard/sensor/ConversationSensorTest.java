package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ConversationSensorTest {
    private static Signals sense(Request request) {
        return Signals.NONE.with(new ConversationSensor().sense(new ReceivedMoment(request), Signals.NONE));
    }

    @Test
    void itCountsTurnsAndCharactersAndSeesTheSystemPrompt() {
        var signals = sense(Cases.conversation("SYSTEM: abc", "USER: de", "ASSISTANT: f", "USER: g"));
        assertThat(signals.get(ConversationSensor.TURNS)).contains(2.0);
        assertThat(signals.get(ConversationSensor.CHARACTERS)).contains(7.0);
        assertThat(signals.get(ConversationSensor.SYSTEM_PROMPT)).contains(true);
        assertThat(sense(Cases.request()).get(ConversationSensor.SYSTEM_PROMPT)).contains(false);
    }

    @Test
    void itSeesWhatIsAttached() {
        var signals = sense(Cases.request(
                OptionalInt.empty(),
                Format.TEXT,
                List.of(),
                new Part.Media(Part.Kind.IMAGE, Optional.empty()),
                new Part.Media(Part.Kind.FILE, Optional.empty()),
                new Part.Other("video")));
        assertThat(signals.get(ConversationSensor.IMAGES)).contains(true);
        assertThat(signals.get(ConversationSensor.FILES)).contains(true);
        assertThat(signals.get(ConversationSensor.AUDIO)).contains(false);
    }

    @Test
    void itSeesWhatAnswerIsWanted() {
        var signals = sense(Cases.request(
                OptionalInt.of(77), Format.JSON_SCHEMA, List.of(Cases.tool(), Cases.tool()), new Part.Text("a")));
        assertThat(signals.get(ConversationSensor.OUTPUT_TOKENS_MAX)).contains(77.0);
        assertThat(signals.get(ConversationSensor.FORMAT)).contains("json_schema");
        assertThat(signals.get(ConversationSensor.STRUCTURED_OUTPUT)).contains(true);
        assertThat(signals.get(ConversationSensor.TOOLS)).contains(true);
        assertThat(signals.get(ConversationSensor.TOOL_COUNT)).contains(2.0);
        assertThat(signals.get(ConversationSensor.CHOICES)).contains(1.0);
    }

    @Test
    void whatTheClientDidNotSayIsAbsent() {
        var signals = sense(Cases.request());
        assertThat(signals.get(ConversationSensor.OUTPUT_TOKENS_MAX)).isEmpty();
        assertThat(signals.get(ConversationSensor.FORMAT)).contains("text");
        assertThat(signals.get(ConversationSensor.TOOLS)).contains(false);
    }
}
