package dev.signalbox.providers.openai;

import dev.signalbox.chat.Confidence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;

/// How likely a token was that a model said, and how open the choice was.
///
/// @param logProbability its natural logarithm
/// @param entropy of the choice in nats, as far as the likeliest alternatives tell: what they leave over counts as one
///     more. Empty for tokens that only give structure, which say nothing of the matter.
record TokenChance(double logProbability, OptionalDouble entropy) {
    private static final Pattern STRUCTURE = Pattern.compile("[\\s{}\\[\\]\",:]*");

    /// Reads an element of `logprobs.content`; empty where it has no number.
    static Optional<TokenChance> read(JsonParser parser) {
        var token = new Token();
        AnswerReader.fields(parser, token::field);
        if (Double.isNaN(token.logProbability)) return Optional.empty();
        if (token.alternatives == 0) token.alternative(token.logProbability);
        var entropy = STRUCTURE.matcher(token.text).matches()
                ? OptionalDouble.empty()
                : OptionalDouble.of(token.entropy + information(Math.max(0, 1 - token.mass)));
        return Optional.of(new TokenChance(token.logProbability, entropy));
    }

    /// Of a whole answer; empty where it has no token.
    static Optional<Confidence> confidence(List<TokenChance> chances) {
        if (chances.isEmpty()) return Optional.empty();
        return Optional.of(Confidence.of(
                chances.stream().mapToDouble(TokenChance::logProbability).toArray(),
                chances.stream()
                        .map(TokenChance::entropy)
                        .flatMapToDouble(OptionalDouble::stream)
                        .toArray()));
    }

    private static double information(double probability) {
        return probability > 0 ? -probability * Math.log(probability) : 0;
    }

    private static final class Token {
        String text = "";
        double logProbability = Double.NaN;
        int alternatives;
        double mass;
        double entropy;

        void field(String name, JsonParser parser) {
            switch (name) {
                case "token" -> text = AnswerReader.string(parser);
                case "logprob" -> logProbability = number(parser);
                case "top_logprobs" ->
                    AnswerReader.elements(
                            parser,
                            (_, one) -> AnswerReader.fields(one, (field, value) -> {
                                if (field.equals("logprob")) alternative(number(value));
                            }));
                default -> {}
            }
        }

        void alternative(double log) {
            if (Double.isNaN(log)) return;
            double probability = Math.exp(log);
            alternatives++;
            mass += probability;
            entropy += information(probability);
        }

        private static double number(JsonParser parser) {
            return parser.currentToken() != null && parser.currentToken().isNumeric()
                    ? parser.getDoubleValue()
                    : Double.NaN;
        }
    }
}
