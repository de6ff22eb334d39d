package dev.signalbox.app.assembly;

import dev.signalbox.app.condition.Conditions;
import dev.signalbox.standard.sensor.Lexical;
import dev.signalbox.standard.sensor.QuerySensors;
import dev.signalbox.standard.sensor.RoutableText;

/// What commands need of the parts without a whole gateway.
public final class Parts {
    private Parts() {}

    /// Conditions over every signal that the sensors may emit.
    public static Conditions conditions() {
        return new Conditions(QuerySensors.signals());
    }

    /// A prompt's lexical features, as the gateway's sensors see them.
    public static float[] lexical(String prompt) {
        return Lexical.features(RoutableText.cut(prompt));
    }
}
