package dev.signalbox.app.settings;

import java.time.Duration;

/// How far an answer may go before a monitor stops it.
public record MonitorSettings(
        @Setting(
                about =
                        "Lets monitors adapt to what is usual for a model or a category of requests, once there are enough observations.",
                absent = "true")
        boolean learn,

        @Setting(about = "When a stream has stalled.", absent = "{}")
        StallSettings stall,

        @Setting(about = "When a model is unsure of its answer.", absent = "{}")
        LowConfidenceSettings lowConfidence,

        @Setting(about = "When an answer is too long.", absent = "{}")
        TooLongSettings tooLong) {
    /// The longest silences. What is usual of a model may make them shorter, not longer.
    public record StallSettings(
            @Setting(about = "The longest time to the first token.", absent = "30s", least = 1)
            Duration first,

            @Setting(about = "The longest time between two tokens.", absent = "5s", least = 1)
            Duration between) {}

    /// How unlikely words may be.
    public record LowConfidenceSettings(
            @Setting(
                    about = "The lowest mean log-probability of 32 deltas, until the model's usual values are known.",
                    absent = "-2.5",
                    most = -0.01)
            double logProbabilityMin) {}

    /// The longest answer. What is usual in its request's category may make it shorter, not longer.
    public record TooLongSettings(
            @Setting(about = "The most characters of an answer.", absent = "50000", least = 1)
            int charsMax) {}
}
