package dev.signalbox.run;

import dev.signalbox.plan.Fusion.Score;
import dev.signalbox.plan.Fusion.Score.Likelihood;
import dev.signalbox.plan.Fusion.Score.TailEntropy;
import dev.signalbox.run.FanOut.FanOutMember;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answer of which its model was surest, and how unsure it was all the same.
record ConfidenceVote(FanOutMember fanOutMember, double score) {
    /// Empty where no provider told.
    static Optional<ConfidenceVote> of(List<FanOutMember> voices, Score score) {
        var told = voices.stream()
                .filter(fanOutMember ->
                        fanOutMember.result().answer().confidence().isPresent())
                .toList();
        var scales = scales(score);
        // A number on its model's scale compares with no number that is on none.
        boolean scaled = told.stream()
                .allMatch(fanOutMember -> scale(fanOutMember, scales).isPresent());
        return told.stream()
                .map(fanOutMember ->
                        new ConfidenceVote(fanOutMember, value(fanOutMember, score, scaled ? scales : Map.of())))
                .min(Comparator.comparingDouble(ConfidenceVote::score));
    }

    private static Map<String, Score.Scale> scales(Score score) {
        return switch (score) {
            case Likelihood likelihood -> likelihood.scales();
            case TailEntropy _ -> Map.of();
        };
    }

    private static Optional<Score.Scale> scale(FanOutMember fanOutMember, Map<String, Score.Scale> scales) {
        return fanOutMember.result().model().map(scales::get);
    }

    private static double value(FanOutMember fanOutMember, Score score, Map<String, Score.Scale> scales) {
        double raw = score.of(fanOutMember.result().answer().confidence().orElseThrow());
        return scale(fanOutMember, scales).map(scale -> scale.place(raw)).orElse(raw);
    }
}
