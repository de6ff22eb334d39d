package dev.signalbox.chat;

/// Tokens that an answer used. `cachedInputTokens` are the part of the input that the provider had in its cache,
/// `reasoningTokens` the part of the output that was thought and not said. `estimated` where the provider did not
/// report and Signalbox counted itself.
public record Usage(int inputTokens, int outputTokens, int cachedInputTokens, int reasoningTokens, boolean estimated) {
    private static final int LETTERS_PER_TOKEN = 4;

    public static final Usage NONE = new Usage(0, 0, 0, 0, false);

    public static Usage of(int inputTokens, int outputTokens) {
        return new Usage(inputTokens, outputTokens, 0, 0, false);
    }

    /// A rough count where nobody has counted: English text has about four letters a token.
    public static Usage estimated(long lettersAsked, long lettersSaid) {
        return new Usage(tokens(lettersAsked), tokens(lettersSaid), 0, 0, true);
    }

    private static int tokens(long letters) {
        return (int) Math.min(Integer.MAX_VALUE, (letters + LETTERS_PER_TOKEN - 1) / LETTERS_PER_TOKEN);
    }

    public Usage plus(Usage other) {
        return new Usage(
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                cachedInputTokens + other.cachedInputTokens,
                reasoningTokens + other.reasoningTokens,
                estimated || other.estimated);
    }
}
