package dev.signalbox.standard.sensor;

import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;

/// The conversation's [routable text][RoutableText], which the sensors after it read. It comes first.
public final class TextSensor implements Sensor<ReceivedMoment> {
    /// The routable text; absent where the conversation has no text.
    public static final SignalKey<String> TEXT = SignalKey.text("text");

    @Override
    public String name() {
        return "text";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var text = RoutableText.of(moment.request().messages());
        return text.isBlank() ? List.of() : List.of(TEXT.of(text));
    }
}
