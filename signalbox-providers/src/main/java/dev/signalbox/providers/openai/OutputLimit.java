package dev.signalbox.providers.openai;

import java.util.Locale;

/// The two names that OpenAI's API has for the longest answer, in tokens. Older servers know the first alone; OpenAI's
/// reasoning models take the second alone.
public enum OutputLimit {
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS;

    /// Its name in a request.
    String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    OutputLimit other() {
        return this == MAX_TOKENS ? MAX_COMPLETION_TOKENS : MAX_TOKENS;
    }
}
