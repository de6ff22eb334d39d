package dev.signalbox.standard.sensor;

import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;

/// The kind of work a query belongs to, in the caller's own words: the tag `group` of its request (`metadata` on the
/// wire). It is what gates by group go by, so a caller must name the groups as the outcome table does. A group that was
/// never measured keeps nothing, and so does a request without one.
public final class GroupSensor implements Sensor<ReceivedMoment> {
    public static final SignalKey<String> GROUP = SignalKey.label("group");

    @Override
    public String name() {
        return "group";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var group = moment.request().tags().get(GROUP.name());
        return group == null || group.isBlank() ? List.of() : List.of(GROUP.of(group));
    }
}
