package dev.signalbox.app.settings;

import dev.signalbox.signal.Condition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Which answers are kept and given again.
public record CacheSettings(
        @Setting(
                about =
                        "Which requests get the answer that the same one got before: none, `repeatable` ones (`temperature` 0 and a `seed`), or all.",
                absent = "off")
        ExactCacheSettings exact,

        @Setting(
                about =
                        "Whether the answer to a request whose last turn means the same is offered to the dial, too. Needs an encoder, and `exact`.",
                absent = "false")
        boolean semantic,

        @Setting(
                about = "How near two last turns must be to mean the same, as a cosine.",
                absent = "0.85",
                least = 0.5,
                most = 1)
        double threshold,

        @Setting(about = "How long an answer is kept.", absent = "1d", least = 1)
        Duration keep,

        @Setting(about = "The signal, a label, that names a request's class, such as `language`.")
        Optional<String> by,

        @Setting(about = "What differs for a class, by its name.", absent = "{}")
        Map<String, CacheTermsSettings> classes,

        @Setting(
                about =
                        "When answers are neither kept nor given again: a condition. Where a signal that it asks for is missing, they are not.")
        Optional<Condition> never) {
    public CacheSettings {
        if (semantic && exact == ExactCacheSettings.OFF) {
            throw new IllegalArgumentException(
                    "`semantic` looks further than `exact`, which is off; set `exact: repeatable` or `exact: all`");
        }
        if (!classes.isEmpty() && by.isEmpty()) {
            throw new IllegalArgumentException("`classes` need `by`: the label that names a request's class");
        }
    }

    public enum ExactCacheSettings {
        OFF,
        REPEATABLE,
        ALL
    }

    /// What differs for a class of requests.
    public record CacheTermsSettings(
            @Setting(about = "As `threshold` of the cache, for this class.", least = 0.5, most = 1)
            OptionalDouble threshold,

            @Setting(about = "As `keep` of the cache, for this class.", least = 1)
            Optional<Duration> keep,

            @Setting(about = "Whether its answers are never given again.", absent = "false")
            boolean never) {}
}
