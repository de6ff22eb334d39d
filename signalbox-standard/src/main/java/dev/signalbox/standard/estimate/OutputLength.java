package dev.signalbox.standard.estimate;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.ConversationSensor;
import java.util.Collections;
import java.util.List;

/// How many tokens an answer will have, where nothing was learnt: the same for every model, a usual length with a wide
/// deviation, and never more than the client takes.
public final class OutputLength implements Estimator {
    private final double usualTokens;

    /// @param usualTokens of an answer, above 0
    public OutputLength(double usualTokens) {
        if (!(usualTokens > 0))
            throw new IllegalArgumentException("a usual length must be above 0, not " + usualTokens);
        this.usualTokens = usualTokens;
    }

    @Override
    public List<Belief> estimate(Signals signals, List<Model> models) {
        var most = signals.find(ConversationSensor.OUTPUT_TOKENS_MAX);
        double mean = most == null ? usualTokens : Math.min(most, usualTokens);
        return Collections.nCopies(models.size(), new Belief(mean, mean));
    }
}
