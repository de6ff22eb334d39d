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
                        "Which identical requests are answered from the cache: none, `repeatable` ones (`temperature` 0 and a `seed`), or all.",
                absent = "off")
        ExactCacheSettings exact,

        @Setting(
                about = "Also offers cached answers to requests that mean the same. Needs an encoder, and `exact`.",
                absent = "false")
        boolean semantic,

        @Setting(
                about = "The least cosine similarity of two last turns for a semantic hit.",
                absent = "0.85",
                least = 0.5,
                most = 1)
        double threshold,

        @Setting(about = "How long an answer stays in the cache.", absent = "1d", least = 1)
        Duration keep,

        @Setting(about = "The label signal that names a request's class, such as `language`.")
        Optional<String> by,

        @Setting(about = "Different settings for some classes, by the class's name.", absent = "{}")
        Map<String, CacheTermsSettings> classes,

        @Setting(
                about =
                        "Requests that are never cached. If a signal of the condition is unknown, the request is not cached.")
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
            @Setting(about = "The `threshold` for this class.", least = 0.5, most = 1)
            OptionalDouble threshold,

            @Setting(about = "The `keep` for this class.", least = 1)
            Optional<Duration> keep,

            @Setting(about = "Whether requests of this class are never cached.", absent = "false")
            boolean never) {}
}
