package dev.signalbox.standard.estimate;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.TokenSensor;
import java.util.ArrayList;
import java.util.List;

/// US dollars for an answer: the conversation's tokens and the predicted tokens of the answer, at the model's price.
public final class TokenCost implements Estimator {
    private final Estimator outputTokens;

    public TokenCost(Estimator outputTokens) {
        this.outputTokens = outputTokens;
    }

    @Override
    public List<Belief> estimate(Signals signals, List<Model> models) {
        var asked = signals.find(TokenSensor.TOKENS);
        var lengths = outputTokens.estimate(signals, models);
        var beliefs = new ArrayList<Belief>(models.size());
        for (int i = 0; i < models.size(); i++) {
            var price = models.get(i).price();
            var length = lengths.get(i);
            beliefs.add(
                    asked == null || !length.known()
                            ? Belief.UNKNOWN
                            : new Belief(
                                    (asked * price.input() + length.mean() * price.output()) / 1e6,
                                    length.deviation() * price.output() / 1e6));
        }
        return beliefs;
    }
}
