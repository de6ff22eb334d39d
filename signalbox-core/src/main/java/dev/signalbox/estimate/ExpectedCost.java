package dev.signalbox.estimate;

import dev.signalbox.chat.Request;
import dev.signalbox.chat.TokenTally;
import dev.signalbox.chat.Usage;
import dev.signalbox.model.Model;
import java.util.function.ToDoubleFunction;

/// What a call is expected to cost, from its request alone: the tokens of its messages, and the model's usual answer or
/// the longest one that the client takes, at the model's price. Thread-safe.
///
/// @param rates how many tokens each model counts
/// @param answerTokens the usual length of a model's answers, by the model's id
public record ExpectedCost(TokenRates rates, ToDoubleFunction<String> answerTokens) {
    private static final double USUAL_ANSWER_TOKENS = 300;

    /// All models' answers are of a usual length.
    public static ExpectedCost usual(TokenRates rates) {
        return new ExpectedCost(rates, _ -> USUAL_ANSWER_TOKENS);
    }

    /// In US dollars, 0 or more.
    public double usd(Model model, Request request) {
        if (model.price().isFree()) return 0;
        int asked = rates.tokens(model.id(), TokenTally.of(request));
        double answer = Math.min(
                answerTokens.applyAsDouble(model.id()),
                request.options().outputTokensMax().orElse(Integer.MAX_VALUE));
        double answers = answer * Math.max(1, request.options().choices());
        return model.price().costUsd(Usage.of(asked, (int) Math.min(Integer.MAX_VALUE, Math.ceil(answers))));
    }
}
