package dev.signalbox.app.assembly;

import dev.signalbox.app.condition.Conditions;
import dev.signalbox.app.condition.Vocabulary;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Plan.Verify;
import dev.signalbox.signal.Finding;
import dev.signalbox.standard.sensor.Lexical;
import dev.signalbox.standard.sensor.QuerySensors;
import dev.signalbox.standard.sensor.RoutableText;
import java.util.ArrayList;

/// What commands need of the parts without a whole gateway.
public final class Parts {
    private Parts() {}

    /// Conditions over every signal that the parts may emit.
    public static Vocabulary vocabulary() {
        var request = QuerySensors.signals();
        var answer = new ArrayList<>(request);
        answer.add(Finding.FAILED);
        answer.addAll(Fusion.SIGNALS);
        answer.add(Verify.VERIFIED);
        return new Vocabulary(new Conditions(request), new Conditions(answer));
    }

    /// A prompt's lexical features, as the gateway's sensors see them.
    public static float[] lexical(String prompt) {
        return Lexical.features(RoutableText.cut(prompt));
    }
}
