package dev.signalbox.standard.estimate;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.ConversationSensor;
import java.util.ArrayList;
import java.util.List;

/// US dollars for an answer: the conversation's tokens, and the predicted tokens of as many answers as are wanted, at
/// the model's price. Not known where the conversation's tokens are not.
public final class TokenCost implements Estimator {
    private final Estimator outputTokens;
    private final ModelTokens inputTokens;

    /// @param outputTokens how many tokens one answer of each model will have
    /// @param rates how many tokens each model counts
    public TokenCost(Estimator outputTokens, TokenRates rates) {
        this.outputTokens = outputTokens;
        this.inputTokens = new ModelTokens(rates);
    }

    @Override
    public List<Belief> estimate(Signals signals, List<Model> models) {
        var wanted = signals.find(ConversationSensor.CHOICES);
        double answers = wanted == null ? 1 : wanted;
        var lengths = outputTokens.estimate(signals, models);
        var beliefs = new ArrayList<Belief>(models.size());
        for (int i = 0; i < models.size(); i++) {
            var length = lengths.get(i);
            var asked = inputTokens.of(models.get(i).id(), signals);
            beliefs.add(
                    asked.isEmpty() || !length.known()
                            ? Belief.UNKNOWN
                            : cost(models.get(i).price(), asked.getAsDouble(), answers, length));
        }
        return beliefs;
    }

    private static Belief cost(Price price, double asked, double answers, Belief length) {
        double perAnswerToken = answers * price.output() / 1e6;
        return new Belief(
                asked * price.input() / 1e6 + length.mean() * perAnswerToken, length.deviation() * perAnswerToken);
    }
}
