package dev.signalbox.standard.sensor;

import dev.signalbox.signal.Moment.Received;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;

/// The conversation's [routable text][RoutableText], which the sensors after it read. It comes first.
public final class TextSensor implements Sensor<Received> {
    /// The routable text; absent where the conversation has no text.
    public static final SignalKey<String> TEXT = SignalKey.text("text");

    @Override
    public String name() {
        return "text";
    }

    @Override
    public Class<Received> moment() {
        return Received.class;
    }

    @Override
    public List<Signal<?>> sense(Received moment, Signals known) {
        var text = RoutableText.of(moment.request().messages());
        return text.isBlank() ? List.of() : List.of(TEXT.of(text));
    }
}
