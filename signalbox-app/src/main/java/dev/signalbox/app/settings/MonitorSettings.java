package dev.signalbox.app.settings;

import java.time.Duration;

/// How far an answer may go before a monitor stops it.
public record MonitorSettings(
        @Setting(
                about =
                        "Whether monitors go by what is usual of a model, or of a category of requests, once enough was observed; else only by what is set here.",
                absent = "true")
        boolean learn,

        @Setting(about = "When a model has fallen silent.", absent = "{}")
        StallSettings stall,

        @Setting(about = "When a model is guessing.", absent = "{}")
        LowConfidenceSettings lowConfidence,

        @Setting(about = "When an answer grows beyond all bounds.", absent = "{}")
        TooLongSettings tooLong) {
    /// The longest silences. What is usual of a model may make them shorter, not longer.
    public record StallSettings(
            @Setting(about = "The longest time to the first word.", absent = "30s", least = 1)
            Duration first,

            @Setting(about = "The longest time between two words.", absent = "5s", least = 1)
            Duration between) {}

    /// How unlikely words may be.
    public record LowConfidenceSettings(
            @Setting(
                    about =
                            "The lowest mean log-probability of 32 deltas, until it is known what is usual of the model.",
                    absent = "-2.5",
                    most = -0.01)
            double logProbabilityMin) {}

    /// The longest answer. What is usual in its request's category may make it shorter, not longer.
    public record TooLongSettings(
            @Setting(about = "How many characters it may have.", absent = "50000", least = 1)
            int charsMax) {}
}
