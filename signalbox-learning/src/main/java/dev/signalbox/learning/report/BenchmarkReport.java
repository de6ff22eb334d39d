package dev.signalbox.learning.report;

import dev.signalbox.learning.evaluate.Benchmark.BarVerdict;
import dev.signalbox.learning.evaluate.Benchmark.BenchmarkSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A benchmark as a page of Markdown: first every bar and whether it was cleared, then each data set.
public final class BenchmarkReport {
    private BenchmarkReport() {}

    /// @param command that makes the page again
    /// @param missing data sets that were not found
    public static String write(List<BenchmarkSection> parts, String command, List<String> missing) {
        var page = new StringBuilder();
        page.append("# Routing, measured\n\n");
        page.append("Written by `").append(command).append("`; the same data and seed give the same page.\n\n");
        page.append(
                        "The default router learns from one part of a data set and is measured on another; the same question ")
                .append("(but for case, punctuation and white space) is never in both. Numbers are means over splits, ")
                .append("± the standard deviation over them. Data sets are not part of this repository, and these are ")
                .append(
                        "their public parts: other splits give other numbers. Bars that are plain numbers were set on other parts of ")
                .append("the same data, where the simple methods reached other numbers than here: compare with their ")
                .append(
                        "rows below. Where costs matter, `mmlu_pro` and `zeroeval` are measured among all models with a ")
                .append(
                        "known price. `best-per-group` is told each query's group; the router sees its text alone. `default-told` is the default router where the caller tells the group, by the request's tag `task`.\n\n");
        long met = parts.stream()
                .flatMap(part -> part.verdicts().stream())
                .filter(BarVerdict::met)
                .count();
        long all = parts.stream().mapToLong(part -> part.verdicts().size()).sum();
        page.append(
                "## Bars\n%d of %d are cleared. `best other` is the method that did best where that is not the default; it was chosen by its result, so it flatters.\n\n"
                        .formatted(met, all));
        page.append("| data | learnt from | encoder | measure | bar | default | cleared | best other |\n")
                .append("|---|---|---|---|---|---|---|---|\n");
        parts.forEach(part -> part.verdicts().forEach(verdict -> page.append(row(part, verdict))));
        if (!missing.isEmpty())
            page.append("\nNot found, so not measured: ")
                    .append(String.join(", ", missing))
                    .append(".\n");
        limits(page, parts);
        parts.forEach(part -> data(page, part));
        return page.toString();
    }

    private static String row(BenchmarkSection part, BarVerdict verdict) {
        return "| %s | %s | %s | %s | %s %s | %s%s | %s | %s |\n"
                .formatted(
                        part.data(),
                        part.about(),
                        part.encoder(),
                        verdict.what(),
                        verdict.most() ? "≤" : "≥",
                        number(verdict.bar()),
                        number(verdict.reached()),
                        Double.isNaN(verdict.deviation()) ? "" : " ± " + number(verdict.deviation(), verdict.reached()),
                        verdict.met() ? "yes" : "**no**, by " + number(Math.abs(verdict.reached() - verdict.bar())),
                        verdict.other()
                                .map(other -> "`%s` %s".formatted(other.method(), number(other.reached())))
                                .orElse(""));
    }

    private static void limits(StringBuilder page, List<BenchmarkSection> parts) {
        var missed = parts.stream()
                .filter(part -> part.verdicts().stream().anyMatch(verdict -> !verdict.met()))
                .toList();
        if (missed.isEmpty()) return;
        page.append("\n## Where a bar is missed: what more outcomes would bring\n")
                .append(
                        "The first split's test, after learning from an eighth, a quarter, half and all of its training part. ")
                .append("A number that still grows wants more outcomes; one that does not is limited by what the ")
                .append(
                        "encoder sees of a prompt.\n\n| data | learnt from | encoder | measure | queries: reached |\n|---|---|---|---|---|\n");
        for (var part : missed) {
            for (var verdict : part.verdicts()) {
                if (verdict.met()) continue;
                var steps = verdict.curve().stream()
                        .map(step -> String.format(Locale.ROOT, "%,d: %s", step.queries(), number(step.reached())))
                        .collect(Collectors.joining(", "));
                page.append("| %s | %s | %s | %s | %s |\n"
                        .formatted(part.data(), part.about(), part.encoder(), verdict.what(), steps));
            }
        }
        known(page, missed);
    }

    private static void known(StringBuilder page, List<BenchmarkSection> missed) {
        var limits = new LinkedHashMap<String, String>();
        for (var part : missed) {
            if (!part.limit().isEmpty()) limits.put("`%s`, %s".formatted(part.data(), part.about()), part.limit());
        }
        if (!limits.isEmpty()) page.append("\nWhat is known of the limits:\n\n");
        limits.forEach((where, limit) -> page.append("- %s: %s\n".formatted(where, limit)));
    }

    private static void data(StringBuilder page, BenchmarkSection part) {
        var result = part.result();
        page.append("\n## %s, %s, %s\n".formatted(part.data(), part.about(), part.encoder()));
        page.append(String.format(
                Locale.ROOT,
                "%,d queries to learn from, %,d to measure on, %d models, splits: %d.\n\n",
                result.trainQueries(),
                result.queries(),
                result.models().size(),
                result.splits()));
        var table = EvaluationTable.methods(result);
        page.append(cells(table.header()));
        page.append("|").append("---|".repeat(table.header().size())).append('\n');
        table.rows().stream()
                .filter(row -> !row.getFirst().startsWith("model:"))
                .forEach(row -> page.append(cells(row)));
        if (!result.notes().isEmpty()) page.append('\n');
        result.notes().forEach(note -> page.append("- ").append(note).append('\n'));
    }

    private static String cells(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String number(double value) {
        return number(value, value);
    }

    /// Percentages need fewer decimals than qualities.
    private static String number(double value, double like) {
        return String.format(Locale.ROOT, Math.abs(like) >= 1.5 ? "%.1f" : "%.4f", value);
    }
}
