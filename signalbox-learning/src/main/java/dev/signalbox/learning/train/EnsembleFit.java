package dev.signalbox.learning.train;

import dev.signalbox.standard.quality.Ensemble;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Neighbours;
import dev.signalbox.standard.quality.Predictor;
import dev.signalbox.standard.quality.Ridge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Fits the two ensembles of a snapshot: members on all rows; penalties, weights and calibrations on predictions for
/// rows that the members had not seen.
final class EnsembleFit {
    private final Features[] features;
    private final float[][] embeddings;
    private final double[][] quality;
    private final Optional<GroupFit> groups;
    private final Folds folds;
    private final long seed;
    private final int[] rows;
    private final double[] means;

    EnsembleFit(
            Features[] features,
            float[][] embeddings,
            double[][] quality,
            Optional<GroupFit> groups,
            Folds folds,
            long seed) {
        this.features = features;
        this.embeddings = embeddings;
        this.quality = quality;
        this.groups = groups;
        this.folds = folds;
        this.seed = seed;
        this.rows = IntStream.range(0, features.length).toArray();
        this.means = RidgeFit.means(quality, rows);
    }

    /// @param unseen the ensemble's calibrated predictions for rows that its members had not seen
    /// @param alone the share of the squared differences between models that each member explains of such rows
    /// @param together as `alone`, of the ensemble
    record Fitted(Ensemble ensemble, double[][] unseen, double[] alone, double together) {}

    Fitted withEmbeddings() {
        var joined = ridge(Ridge.Input.JOINED);
        var lexical = ridge(Ridge.Input.LEXICAL);
        var others = folds.predict(features, means.length, this::regional);
        var members = new ArrayList<Predictor>(List.of(joined.predictor(), lexical.predictor()));
        members.addAll(regional(rows));
        var unseen = new ArrayList<double[][]>(List.of(joined.unseen(), lexical.unseen()));
        unseen.addAll(Arrays.asList(others));
        return fitted(members, unseen);
    }

    Fitted lexicalAlone() {
        var lexical = ridge(Ridge.Input.LEXICAL);
        return fitted(List.of(lexical.predictor()), List.<double[][]>of(lexical.unseen()));
    }

    /// For queries of which the group is told; absent where the table knows no groups.
    Optional<Fitted> told() {
        return groups.map(fit -> {
            Features[] told = fit.told(features);
            var ridge = Tuned.of(
                    fit.toldRidge(Tuned.inputs(Ridge.Input.JOINED, features), quality),
                    told,
                    quality,
                    folds,
                    RowError.RELATIVE);
            return fitted(List.of(ridge.predictor()), List.<double[][]>of(ridge.unseen()));
        });
    }

    /// The members without a penalty to tune.
    private List<Predictor> regional(int[] seen) {
        double[] seenMeans = RidgeFit.means(quality, seen);
        var members = new ArrayList<Predictor>();
        members.add(ClusterFit.fit(embeddings, quality, seen, seenMeans, seed));
        members.add(Neighbours.of(pick(embeddings, seen), pick(quality, seen), RidgeFit.floats(seenMeans)));
        groups.ifPresent(
                fit -> members.add(fit.fit(Tuned.inputs(Ridge.Input.JOINED, features), quality, seen, seenMeans)));
        return members;
    }

    private Fitted fitted(List<Predictor> members, List<double[][]> unseen) {
        double[] weights = weights(unseen);
        double[] alone = unseen.stream().mapToDouble(this::explained).toArray();
        var scores = new double[rows.length][means.length];
        for (int row : rows) {
            for (int model = 0; model < means.length; model++) {
                scores[row][model] = means[model];
                for (int m = 0; m < weights.length; m++) {
                    scores[row][model] += weights[m] * (unseen.get(m)[row][model] - means[model]);
                }
            }
        }
        double together = explained(scores);
        var calibrations = CalibrationFit.fit(scores, quality);
        for (int row : rows) {
            for (int model = 0; model < means.length; model++) {
                scores[row][model] = calibrations.get(model).curve().of(scores[row][model]);
            }
        }
        return new Fitted(
                new Ensemble(members, RidgeFit.floats(weights), RidgeFit.floats(means), calibrations),
                scores,
                alone,
                together);
    }

    /// What of the squared differences between models predictions explain: 1 for all, 0 for as little as the means.
    private double explained(double[][] predictions) {
        double left = 0;
        double all = 0;
        for (int row : rows) {
            double[] wanted = RowError.RELATIVE.centred(quality[row], quality[row], means);
            double[] residual = RowError.RELATIVE.centred(quality[row], quality[row], predictions[row]);
            for (int model = 0; model < means.length; model++) {
                if (Double.isNaN(wanted[model])) continue;
                left += residual[model] * residual[model];
                all += wanted[model] * wanted[model];
            }
        }
        return all == 0 ? 0 : 1 - left / all;
    }

    private double[] weights(List<double[][]> unseen) {
        var squares = new NonNegativeLeastSquares(unseen.size());
        for (int row : rows) {
            double[] wanted = RowError.RELATIVE.centred(quality[row], quality[row], means);
            var votes = new double[unseen.size()][];
            for (int m = 0; m < votes.length; m++) {
                votes[m] = RowError.RELATIVE.centred(unseen.get(m)[row], quality[row], means);
            }
            for (int model = 0; model < means.length; model++) {
                if (Double.isNaN(wanted[model])) continue;
                var columns = new double[votes.length];
                for (int m = 0; m < columns.length; m++) columns[m] = votes[m][model];
                squares.add(columns, wanted[model]);
            }
        }
        return squares.solve();
    }

    private Tuned<Ridge> ridge(Ridge.Input input) {
        return Tuned.ridge(input, features, quality, folds, RowError.RELATIVE);
    }

    static double[][] pick(double[][] values, int[] rows) {
        return IntStream.of(rows).mapToObj(row -> values[row]).toArray(double[][]::new);
    }

    static float[][] pick(float[][] values, int[] rows) {
        return IntStream.of(rows).mapToObj(row -> values[row]).toArray(float[][]::new);
    }
}
