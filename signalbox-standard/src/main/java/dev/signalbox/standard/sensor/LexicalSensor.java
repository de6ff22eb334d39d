package dev.signalbox.standard.sensor;

import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;

/// The [lexical features][Lexical] of the routable text.
public final class LexicalSensor implements Sensor<ReceivedMoment> {
    public static final SignalKey<float[]> LEXICAL = SignalKey.features("lexical");

    @Override
    public String name() {
        return "lexical";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var text = known.find(TextSensor.TEXT);
        return text == null ? List.of() : List.of(LEXICAL.of(Lexical.features(text)));
    }
}
