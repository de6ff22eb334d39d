package dev.signalbox.app.assembly;

import dev.signalbox.app.condition.Conditions;
import dev.signalbox.app.condition.Vocabulary;
import dev.signalbox.checks.Checks;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Plan;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.standard.gate.KeepSensor;
import dev.signalbox.standard.monitor.Monitors;
import dev.signalbox.standard.sensor.DifficultySensor;
import dev.signalbox.standard.sensor.Lexical;
import dev.signalbox.standard.sensor.QuerySensors;
import dev.signalbox.standard.sensor.RoutableText;
import java.util.ArrayList;
import java.util.stream.Collectors;

/// What commands need of the parts without a whole gateway.
public final class BuiltIns {
    private BuiltIns() {}

    /// What settings can speak of: every signal that the parts may emit, every check and every monitor.
    public static Vocabulary vocabulary() {
        var checks = new Checks(Checks.Options.DEFAULT).names();
        var request = new ArrayList<SignalKey<?>>(QuerySensors.signals());
        request.add(DifficultySensor.DIFFICULTY);
        request.add(KeepSensor.KEEP);
        request.add(GateSensor.KEPT);
        request.add(UnlearnedSensor.UNLEARNED);
        var answer = new ArrayList<>(request);
        answer.add(Finding.FAILED);
        answer.addAll(Fusion.SIGNALS);
        answer.add(Plan.Verify.VERIFIED);
        checks.forEach(check -> answer.add(Finding.flag(check)));
        var monitors = Monitors.usual().stream().map(Monitor::name).collect(Collectors.toSet());
        return new Vocabulary(new Conditions(request), new Conditions(answer), checks, monitors);
    }

    /// A prompt's lexical features, as the gateway's sensors see them.
    public static float[] lexical(String prompt) {
        return Lexical.features(RoutableText.cut(prompt));
    }
}
