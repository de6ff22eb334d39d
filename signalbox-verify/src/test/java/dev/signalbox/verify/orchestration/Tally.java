package dev.signalbox.verify.orchestration;

import dev.signalbox.learning.evaluate.Bootstrap;
import dev.signalbox.learning.evaluate.Interval;
import dev.signalbox.verify.orchestration.Trial.Outcome;
import dev.signalbox.verify.orchestration.Trial.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What a way brought over all prompts.
record Tally(String title, List<Outcome> outcomes) {
    private static final long SEED = 1;

    double[] quality() {
        return outcomes.stream().mapToDouble(Outcome::quality).toArray();
    }

    double meanQuality() {
        return Arrays.stream(quality()).average().orElse(Double.NaN);
    }

    /// US dollars for a thousand requests.
    double costPerThousandUsd() {
        return 1000 * outcomes.stream().mapToDouble(Outcome::costUsd).average().orElse(Double.NaN);
    }

    Interval qualityInterval() {
        return interval(quality());
    }

    /// How much better this is than another way on the same prompts.
    Interval over(Tally other) {
        double[] mine = quality();
        double[] theirs = other.quality();
        return interval(IntStream.range(0, mine.length)
                .mapToDouble(i -> mine[i] - theirs[i])
                .toArray());
    }

    private static Interval interval(double[] values) {
        return Bootstrap.ofMean(values, SEED);
    }

    /// The share of answers that stages accepted, among those that were right (quality of one half or more) or wrong;
    /// NaN where nothing was judged.
    double accepted(boolean right) {
        return outcomes.stream()
                .flatMap(outcome -> outcome.verdicts().stream())
                .filter(verdict -> (verdict.quality() >= 0.5) == right)
                .mapToDouble(verdict -> verdict.accepted() ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    /// The share of requests whose first judged answer was accepted, and how good these answers were.
    double[] firstAccepted() {
        var first = outcomes.stream()
                .filter(outcome -> !outcome.verdicts().isEmpty())
                .map(outcome -> outcome.verdicts().getFirst())
                .toList();
        var accepted = first.stream().filter(Verdict::accepted).toList();
        return new double[] {
            first.isEmpty() ? Double.NaN : (double) accepted.size() / first.size(),
            accepted.stream().mapToDouble(Verdict::quality).average().orElse(Double.NaN)
        };
    }
}
