package dev.signalbox.run;

import dev.signalbox.plan.Fusion.Score;
import dev.signalbox.plan.Fusion.Score.Likelihood;
import dev.signalbox.plan.Fusion.Score.TailEntropy;
import dev.signalbox.run.Panel.Voice;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answer of which its model was surest, and how unsure it was all the same.
record Surest(Voice voice, double score) {
    /// Empty where no provider told.
    static Optional<Surest> of(List<Voice> voices, Score score) {
        var told = voices.stream()
                .filter(voice -> voice.result().answer().confidence().isPresent())
                .toList();
        var scales = scales(score);
        // A number on its model's scale compares with no number that is on none.
        boolean scaled = told.stream().allMatch(voice -> scale(voice, scales).isPresent());
        return told.stream()
                .map(voice -> new Surest(voice, value(voice, score, scaled ? scales : Map.of())))
                .min(Comparator.comparingDouble(Surest::score));
    }

    private static Map<String, Score.Scale> scales(Score score) {
        return switch (score) {
            case Likelihood likelihood -> likelihood.scales();
            case TailEntropy _ -> Map.of();
        };
    }

    private static Optional<Score.Scale> scale(Voice voice, Map<String, Score.Scale> scales) {
        return voice.result().model().map(scales::get);
    }

    private static double value(Voice voice, Score score, Map<String, Score.Scale> scales) {
        double raw = score.of(voice.result().answer().confidence().orElseThrow());
        return scale(voice, scales).map(scale -> scale.place(raw)).orElse(raw);
    }
}
