package dev.signalbox.learning.report;

import dev.signalbox.learning.evaluate.Diagnosis;
import dev.signalbox.learning.evaluate.Diagnosis.DiagnosedGroup;
import dev.signalbox.learning.evaluate.Diagnosis.Mistake;
import dev.signalbox.learning.evaluate.EvaluationResult;
import dev.signalbox.learning.report.HtmlReport.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where the router errs, as sections of a page. Prompts are shown, for the table is the reader's own.
final class DiagnosisSections {
    private static final int PROMPT_CHARACTERS = 240;

    private DiagnosisSections() {}

    static List<Section> of(EvaluationResult result) {
        var sections = new ArrayList<Section>();
        result.diagnosis().ifPresent(diagnosis -> {
            diagnosis
                    .reliability()
                    .ifPresent(reliability -> sections.add(new Section(
                            "Calibration",
                            "What the router believed of a model's quality, and what came of it. Above the diagonal it was too modest, below too bold. Expected calibration error: %s."
                                    .formatted(number(reliability.error())),
                            Optional.of(new CalibrationPlot(reliability)),
                            Optional.empty())));
            if (!diagnosis.groups().isEmpty()) sections.add(groups(result, diagnosis));
            if (!diagnosis.mistakes().isEmpty()) sections.add(mistakes(diagnosis));
        });
        return sections;
    }

    private static Section groups(EvaluationResult result, Diagnosis diagnosis) {
        return new Section(
                "Confusion by group",
                "Which models the router took for each group where quality alone counts, beside the model that proves best there.",
                Optional.empty(),
                Optional.of(new TextTable(
                        List.of("group", "queries", "quality", "of the group's best", "over it", "best", "share"),
                        diagnosis.groups().stream()
                                .map(group -> row(group, result.models()))
                                .toList(),
                        true)));
    }

    private static List<String> row(DiagnosedGroup group, List<String> models) {
        var share = new LinkedHashMap<String, Double>();
        for (int model = 0; model < models.size(); model++) {
            double part = group.shares().get(model);
            if (part > 0) share.put(models.get(model), part);
        }
        return List.of(
                group.name(),
                Integer.toString(group.queries()),
                number(group.quality()),
                number(group.bestQuality()),
                String.format(Locale.ROOT, "%+.4f", group.quality() - group.bestQuality()),
                EvaluationTable.shortName(group.best()),
                EvaluationTable.shares(share));
    }

    private static Section mistakes(Diagnosis diagnosis) {
        return new Section(
                "The most costly mistakes",
                "Queries that another model answers better: the greatest loss of quality first, then the greatest bill.",
                Optional.empty(),
                Optional.of(new TextTable(
                        List.of("query", "group", "taken", "quality", "believed", "better", "its quality", "prompt"),
                        diagnosis.mistakes().stream()
                                .map(DiagnosisSections::row)
                                .toList(),
                        true)));
    }

    private static List<String> row(Mistake mistake) {
        return List.of(
                mistake.id(),
                mistake.group().orElse(""),
                EvaluationTable.shortName(mistake.chosen()),
                number(mistake.quality()),
                number(mistake.believed()),
                EvaluationTable.shortName(mistake.better()),
                number(mistake.betterQuality()),
                mistake.text().map(DiagnosisSections::cut).orElse(""));
    }

    /// Never through the middle of a character.
    private static String cut(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        if (line.codePointCount(0, line.length()) <= PROMPT_CHARACTERS) return line;
        return line.substring(0, line.offsetByCodePoints(0, PROMPT_CHARACTERS)) + "…";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
