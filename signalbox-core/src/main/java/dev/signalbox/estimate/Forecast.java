package dev.signalbox.estimate;

import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The three estimators of a route, asked together.
public record Forecast(Estimator quality, Estimator costUsd, Estimator latencyMs) {
    private static final Estimator NOTHING = (signals, models) -> Collections.nCopies(models.size(), Belief.UNKNOWN);

    /// Knows nothing and asks nobody: for a request that names its model.
    public static final Forecast NONE = new Forecast(NOTHING, NOTHING, NOTHING);

    /// One estimate a model, in their order.
    public List<Estimate> of(Signals signals, List<Model> models) {
        var qualities = quality.estimate(signals, models);
        var costs = costUsd.estimate(signals, models);
        var latencies = latencyMs.estimate(signals, models);
        var estimates = new ArrayList<Estimate>(models.size());
        for (int i = 0; i < models.size(); i++) {
            estimates.add(new Estimate(qualities.get(i), costs.get(i), latencies.get(i)));
        }
        return estimates;
    }
}
