package dev.signalbox.standard.sensor;

import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;

/// What the caller says the request is for, by the tag `task` (on the wire, `"metadata": {"task": "bug_fixing"}`).
///
/// A program that sends the same kind of request again and again knows its kind, and the prompt alone may not show it:
/// the same problem statement is sent to be solved, and to have tests written for it.
public final class TaskSensor implements Sensor<ReceivedMoment> {
    /// As the caller wrote it, without white space around; absent where the caller says nothing.
    public static final SignalKey<String> TASK = SignalKey.label("task");

    static final String TAG = "task";

    @Override
    public String name() {
        return "task";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var task = moment.request().tags().getOrDefault(TAG, "").strip();
        return task.isEmpty() ? List.of() : List.of(TASK.of(task));
    }
}
