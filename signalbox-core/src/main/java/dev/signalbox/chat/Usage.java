package dev.signalbox.chat;

/// Tokens that an answer used. `cachedInputTokens` are the part of the input that the provider had in its cache,
/// `reasoningTokens` the part of the output that was thought and not said. `estimated` where the provider did not
/// report and Signalbox counted itself.
public record Usage(int inputTokens, int outputTokens, int cachedInputTokens, int reasoningTokens, boolean estimated) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, false);

    public static Usage of(int inputTokens, int outputTokens) {
        return new Usage(inputTokens, outputTokens, 0, 0, false);
    }

    /// What a provider has not reported, counted by Signalbox itself.
    public static Usage estimated(int inputTokens, int outputTokens) {
        return new Usage(inputTokens, outputTokens, 0, 0, true);
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
