package dev.signalbox.model;

import dev.signalbox.chat.Usage;

/// US dollars for a million tokens. `cachedInput` is the price of input that the provider has in its cache.
public record Price(double input, double cachedInput, double output) {
    public static final Price FREE = new Price(0, 0, 0);

    public Price {
        if (!(input >= 0 && cachedInput >= 0 && output >= 0)) {
            throw new IllegalArgumentException(
                    "a price must be zero or more, not (%s, %s, %s)".formatted(input, cachedInput, output));
        }
    }

    public static Price of(double input, double output) {
        return new Price(input, input, output);
    }

    public boolean isFree() {
        return input == 0 && cachedInput == 0 && output == 0;
    }

    /// What the tokens cost, in US dollars. Reasoning tokens are part of the output tokens.
    public double costUsd(Usage usage) {
        int cached = Math.min(usage.cachedInputTokens(), usage.inputTokens());
        return ((usage.inputTokens() - cached) * input + cached * cachedInput + usage.outputTokens() * output) / 1e6;
    }
}
