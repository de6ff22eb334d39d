package dev.signalbox.verify.orchestration;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A study's table in Markdown.
final class StudyReport {
    private StudyReport() {}

    /// @param singles how many of the tallies, the first ones, are of one model each
    static String of(String title, List<Tally> tallies, int singles) {
        var best = tallies.subList(0, singles).stream()
                .max(Comparator.comparingDouble(Tally::meanQuality))
                .orElseThrow();
        var page = new StringBuilder("""
                ### %s

                %,d prompts were measured. The best single model is `%s`.

                | way | quality, %% | over the best single | USD for 1,000 | accepted if right | accepted if wrong | first stage: accepted, right |
                |---|---|---|---|---|---|---|
                """.formatted(title, best.outcomes().size(), best.title()));
        for (var tally : tallies) page.append(row(tally, best));
        return page.toString();
    }

    private static String row(Tally tally, Tally best) {
        var quality = tally.qualityInterval();
        var over = tally.over(best);
        var first = tally.firstAccepted();
        return String.format(
                Locale.ROOT,
                "| %s | %.1f [%.1f, %.1f] | %+.1f [%+.1f, %+.1f] | %.4f | %s | %s | %s |%n",
                tally.title(),
                100 * quality.mean(),
                100 * quality.low(),
                100 * quality.high(),
                100 * over.mean(),
                100 * over.low(),
                100 * over.high(),
                tally.costPerThousandUsd(),
                share(tally.accepted(true)),
                share(tally.accepted(false)),
                Double.isNaN(first[0]) ? "–" : share(first[0]) + ", " + share(first[1]));
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
