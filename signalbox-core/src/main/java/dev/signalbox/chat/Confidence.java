package dev.signalbox.chat;

import java.util.Arrays;

/// How sure a model was of what it said, from the log-probabilities of its tokens (natural logarithm). Models differ in
/// their tokens and in their boldness, so numbers of two models compare only after each was put on its own scale.
///
/// @param meanNll the mean negative log-probability of a token. A mean, not a sum: a sum would prefer short answers.
/// @param variance of the tokens' negative log-probabilities
/// @param tailEntropy the median entropy, in nats, of the last tokens (a fifth of all, but at least
///     [#TAIL_TOKENS_MIN])
/// @param tokens how many there were
public record Confidence(double meanNll, double variance, double tailEntropy, int tokens) {
    public static final int TAIL_TOKENS_MIN = 32;
    private static final double TAIL_SHARE = 0.2;

    /// @param logProbabilities of the tokens that were said, at least one
    /// @param entropies of the choices for each of them that counts, in order; none is no entropy at all
    public static Confidence of(double[] logProbabilities, double[] entropies) {
        double mean = -Arrays.stream(logProbabilities).average().orElseThrow();
        double variance = Arrays.stream(logProbabilities)
                .map(log -> (log + mean) * (log + mean))
                .average()
                .orElseThrow();
        return new Confidence(mean, variance, median(tail(entropies)), logProbabilities.length);
    }

    private static double[] tail(double[] entropies) {
        int wanted = Math.max(TAIL_TOKENS_MIN, (int) Math.ceil(TAIL_SHARE * entropies.length));
        return Arrays.copyOfRange(entropies, Math.max(0, entropies.length - wanted), entropies.length);
    }

    private static double median(double[] values) {
        if (values.length == 0) return 0;
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
