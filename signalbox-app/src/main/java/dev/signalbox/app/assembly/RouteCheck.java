package dev.signalbox.app.assembly;

import dev.signalbox.Route;
import dev.signalbox.signal.Moment.AnsweredMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import java.util.List;
import java.util.Set;

/// A check that looks at the answers of some routes only.
record RouteCheck(Sensor<AnsweredMoment> check, Set<String> routes) implements Sensor<AnsweredMoment> {
    @Override
    public String name() {
        return check.name();
    }

    @Override
    public Class<AnsweredMoment> moment() {
        return AnsweredMoment.class;
    }

    @Override
    public boolean waits(AnsweredMoment moment, Signals known) {
        return isAsked(known) && check.waits(moment, known);
    }

    @Override
    public List<Signal<?>> sense(AnsweredMoment moment, Signals known) {
        return isAsked(known) ? check.sense(moment, known) : List.of();
    }

    private boolean isAsked(Signals known) {
        var route = known.find(Route.ROUTE);
        return route != null && routes.contains(route);
    }
}
