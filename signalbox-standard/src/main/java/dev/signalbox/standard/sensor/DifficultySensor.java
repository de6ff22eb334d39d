package dev.signalbox.standard.sensor;

import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;

/// Tells how hard a request is: how likely the cheapest model fails it. So bands (ODAR, arXiv
/// 2602.23681) are bounds on a believed quality that was fitted to outcomes, and not on marks in
/// the text.
///
/// Where nothing was learnt it is what is assumed of that model, the same for every request; where
/// nothing is assumed of it either, nothing is told.
///
/// @param quality reads what the sensors before this one said
public record DifficultySensor(Estimator quality, Model cheapest) implements Sensor<ReceivedMoment> {
    /// From 0 (it surely answers well) to 1.
    public static final SignalKey<Double> DIFFICULTY = SignalKey.score("difficulty");

    @Override
    public String name() {
        return "difficulty";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var belief = quality.estimate(known, List.of(cheapest)).getFirst();
        return belief.known() ? List.of(DIFFICULTY.of(Math.clamp(1 - belief.mean(), 0.0, 1.0))) : List.of();
    }
}
