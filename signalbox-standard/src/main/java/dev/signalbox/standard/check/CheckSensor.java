package dev.signalbox.standard.check;

import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Verdict;
import dev.signalbox.signal.Moment.AnsweredMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;

/// A check as a sensor: its finding, and the flag that conditions ask. A check that cannot tell raises no flag.
public final class CheckSensor implements Sensor<AnsweredMoment> {
    private final Check check;
    private final SignalKey<Boolean> flag;
    private final SignalKey<Finding> finding;

    public CheckSensor(Check check) {
        this.check = check;
        this.flag = Finding.flag(check.name());
        this.finding = Finding.key(check.name());
    }

    /// The same name as that of the flag.
    @Override
    public String name() {
        return flag.name();
    }

    @Override
    public Class<AnsweredMoment> moment() {
        return AnsweredMoment.class;
    }

    @Override
    public boolean waits(AnsweredMoment moment, Signals known) {
        return check.waits();
    }

    @Override
    public List<Signal<?>> sense(AnsweredMoment moment, Signals known) {
        var found = check.of(moment.request(), moment.answer(), known);
        return found.verdict() == Verdict.UNKNOWN
                ? List.of(finding.of(found))
                : List.of(flag.of(!found.failed()), finding.of(found));
    }

    /// Every signal that this sensor may emit.
    public List<SignalKey<?>> signals() {
        return List.of(flag, finding);
    }
}
