package dev.signalbox.app.demo;

import dev.signalbox.learning.evaluate.Bootstrap;
import dev.signalbox.learning.evaluate.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// What each way to choose came to, prompt by prompt.
///
/// @param quality model → recorded quality of its answer to each prompt
/// @param costUsd model → what its answer to each prompt costs
record Ledger(Map<String, double[]> quality, Map<String, double[]> costUsd) {
    private static final long SEED = 7;

    /// One way to choose: a model for each prompt.
    ///
    /// @param chosen the models, one a prompt
    record Way(String name, List<String> chosen, double[] quality, double[] costUsd) {
        double meanQuality() {
            return Arrays.stream(quality).average().orElse(Double.NaN);
        }

        double costUsdPer1k() {
            return 1000 * Arrays.stream(costUsd).average().orElse(Double.NaN);
        }

        /// Model → its share of the prompts, the greatest first.
        Map<String, Double> shares() {
            var counts = new LinkedHashMap<String, Double>();
            for (var model : chosen) counts.merge(model, 1.0 / chosen.size(), Double::sum);
            var sorted = new LinkedHashMap<String, Double>();
            counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            return sorted;
        }
    }

    int prompts() {
        return quality.values().iterator().next().length;
    }

    Way way(String name, List<String> chosen) {
        var qualities = new double[chosen.size()];
        var costs = new double[chosen.size()];
        for (int i = 0; i < chosen.size(); i++) {
            qualities[i] = known(quality, chosen.get(i))[i];
            costs[i] = known(costUsd, chosen.get(i))[i];
        }
        return new Way(name, chosen, qualities, costs);
    }

    private static double[] known(Map<String, double[]> of, String model) {
        var row = of.get(model);
        if (row == null) throw new IllegalArgumentException("the ledger has no model `%s`".formatted(model));
        return row;
    }

    List<Way> singles() {
        var ways = new ArrayList<Way>();
        for (var model : quality.keySet()) ways.add(way(model, java.util.Collections.nCopies(prompts(), model)));
        ways.sort(Comparator.comparingDouble(Way::costUsdPer1k));
        return ways;
    }

    Way random() {
        var random = new SplittableRandom(SEED);
        var models = List.copyOf(quality.keySet());
        var chosen = new ArrayList<String>();
        for (int i = 0; i < prompts(); i++) chosen.add(models.get(random.nextInt(models.size())));
        return way("random", chosen);
    }

    /// The best answer to each prompt, and the cheapest of several best: known only afterwards.
    Way oracle() {
        var chosen = new ArrayList<String>();
        for (int i = 0; i < prompts(); i++) {
            int prompt = i;
            chosen.add(quality.keySet().stream()
                    .max(Comparator.comparingDouble((String model) -> known(quality, model)[prompt])
                            .thenComparing(model -> -known(costUsd, model)[prompt]))
                    .orElseThrow());
        }
        return way("oracle", chosen);
    }

    /// The mean of numbers, one a prompt, with its interval. For a difference of two ways give their differences:
    /// then it is paired.
    static Interval interval(double[] values) {
        return Bootstrap.ofMean(values, SEED);
    }

    /// How much better a way is than the mix of single models that costs the same: than their hull.
    Interval overHull(Way way) {
        var mix = mixAtCost(way.costUsdPer1k());
        var differences = new double[prompts()];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = way.quality[i] - mix.part * mix.dear.quality[i] - (1 - mix.part) * mix.cheap.quality[i];
        }
        return interval(differences);
    }

    /// What the cheapest mix of single models of a way's quality costs; NaN where none is as good.
    double hullCostUsdPer1k(Way way) {
        var corners = corners();
        if (way.meanQuality() <= corners.getFirst().meanQuality())
            return corners.getFirst().costUsdPer1k();
        for (int i = 1; i < corners.size(); i++) {
            var from = corners.get(i - 1);
            var to = corners.get(i);
            if (way.meanQuality() > to.meanQuality()) continue;
            double part = (way.meanQuality() - from.meanQuality()) / (to.meanQuality() - from.meanQuality());
            return from.costUsdPer1k() + part * (to.costUsdPer1k() - from.costUsdPer1k());
        }
        return Double.NaN;
    }

    private record Mix(Way cheap, Way dear, double part) {}

    private Mix mixAtCost(double cost) {
        var corners = corners();
        for (int i = 1; i < corners.size(); i++) {
            var from = corners.get(i - 1);
            var to = corners.get(i);
            if (cost > to.costUsdPer1k()) continue;
            double part = (cost - from.costUsdPer1k()) / (to.costUsdPer1k() - from.costUsdPer1k());
            return new Mix(from, to, Math.max(0, part));
        }
        return new Mix(corners.getLast(), corners.getLast(), 1);
    }

    /// The upper hull of the single models over cost: its corners, rising.
    List<Way> corners() {
        var corners = new ArrayList<Way>();
        for (var way : singles()) {
            if (!corners.isEmpty() && way.meanQuality() <= corners.getLast().meanQuality()) continue;
            while (corners.size() > 1
                    && slope(corners.get(corners.size() - 2), corners.getLast()) <= slope(corners.getLast(), way)) {
                corners.removeLast();
            }
            corners.add(way);
        }
        return corners;
    }

    private static double slope(Way from, Way to) {
        return (to.meanQuality() - from.meanQuality()) / (to.costUsdPer1k() - from.costUsdPer1k());
    }
}
