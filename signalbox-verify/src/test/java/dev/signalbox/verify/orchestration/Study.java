package dev.signalbox.verify.orchestration;

import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.encoders.StaticEncoder;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.standard.quality.SnapshotFile;
import dev.signalbox.verify.orchestration.Trial.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every way on one set of recorded answers. What is learnt is learnt on every second prompt, and all is measured on
/// the others.
///
/// @param prices by model, as settings write them
record Study(String title, Recorded recorded, Map<String, String> prices, List<Way> strategies) {
    private static final double[] DIAL = {0.25, 0.5, 0.75, 1};

    /// @param folder for the files of this run
    List<Tally> run(Path folder) throws IOException, InterruptedException, SettingsException {
        var learnt = recorded.half(0);
        var asked = recorded.half(1).prompts();
        var models = recorded.models();
        var singles = models.stream().map(Way::single).toList();
        List<Tally> tallies = new ArrayList<>();
        try (var trial = new Trial(recorded, prices, strategies, Optional.empty(), folder)) {
            for (var way : singles) tallies.add(new Tally(way.title(), trial.ask(way, asked)));
            for (var way : strategies) tallies.add(new Tally(way.title(), trial.ask(way, asked)));
            var costs = new ArrayList<List<Outcome>>();
            for (var way : singles) costs.add(trial.ask(way, learnt.prompts()));
            train(learnt, models, costs, folder.resolve("learnt.safetensors"));
        }
        tallies.add(singles.size(), oracle(tallies.subList(0, singles.size())));
        tallies.addAll(singles.size(), decided(asked, models, folder));
        return tallies;
    }

    private static void train(Recorded learnt, List<String> models, List<List<Outcome>> costs, Path file)
            throws IOException {
        int rows = learnt.prompts().size();
        double[][] quality = new double[rows][models.size()];
        double[][] costUsd = new double[rows][models.size()];
        double[][] tokens = new double[rows][models.size()];
        var queries = new ArrayList<OutcomeTable.Query>();
        for (int i = 0; i < rows; i++) {
            var prompt = learnt.prompts().get(i);
            queries.add(new OutcomeTable.Query(prompt.id(), Optional.of("all"), Optional.of(prompt.text())));
            for (int m = 0; m < models.size(); m++) {
                quality[i][m] = prompt.quality(models.get(m));
                costUsd[i][m] = costs.get(m).get(i).costUsd();
                tokens[i][m] = Double.NaN;
            }
        }
        var table = new OutcomeTable("learnt", queries, models, quality, costUsd, tokens);
        var options = new Trainer.Options(1, Instant.EPOCH, "recorded", BuiltIns::lexical);
        SnapshotFile.write(file, Trainer.train(table, StaticEncoder.builtIn(), options, Progress.SILENT));
    }

    private List<Tally> decided(List<Recorded.Prompt> asked, List<String> models, Path folder)
            throws IOException, InterruptedException, SettingsException {
        var ways = new ArrayList<Way>();
        for (double place : DIAL) ways.add(Way.decided("dial" + (int) (100 * place), models, place));
        var tallies = new ArrayList<Tally>();
        try (var trial = new Trial(recorded, prices, ways, Optional.of(folder.resolve("learnt.safetensors")), folder)) {
            for (var way : ways) tallies.add(new Tally(way.title(), trial.ask(way, asked)));
        }
        return tallies;
    }

    /// Whoever is right for each prompt, the cheapest of those.
    private static Tally oracle(List<Tally> singles) {
        var best = new ArrayList<Outcome>();
        for (int i = 0; i < singles.getFirst().outcomes().size(); i++) {
            int row = i;
            best.add(singles.stream()
                    .map(single -> single.outcomes().get(row))
                    .max(Comparator.comparingDouble(Outcome::quality)
                            .thenComparing(
                                    Comparator.comparingDouble(Outcome::costUsd).reversed()))
                    .orElseThrow());
        }
        return new Tally("oracle", best);
    }
}
