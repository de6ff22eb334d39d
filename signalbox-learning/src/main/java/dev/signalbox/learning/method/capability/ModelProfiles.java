package dev.signalbox.learning.method.capability;

import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.KMeans;
import dev.signalbox.learning.train.RidgeFit;
import dev.signalbox.learning.train.ShrunkMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A profile a model, kind by kind, and routing by it: UniRoute (arXiv 2502.08773) calls the same the vector of a
/// model's errors per cluster. The kinds come from the queries alone, so a model that was tried on few of them gets a
/// profile like any other, nearer to its overall mean.
public final class ModelProfiles implements Method {
    private static final int KINDS = 16;
    private static final double SHRINKAGE = 20;
    private static final double SHARPNESS = 9;
    private static final int NEAREST = 3;

    @Override
    public String name() {
        return "model-profiles";
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(table, inputs, 1, tried -> fit(tried, inputs, seed));
    }

    /// As [#learn], for a table of which every model has a known quality.
    public static Profiled fit(OutcomeTable table, Inputs inputs, long seed) {
        int[] rows = IntStream.range(0, table.size()).toArray();
        float[][] centroids = KMeans.centroids(inputs.embeddings(), rows, KINDS, seed);
        int[] kindOfRow = KMeans.assign(inputs.embeddings(), rows, centroids);
        float[] quality = ShrunkMeans.of(
                table.quality(), rows, kindOfRow, centroids.length, RidgeFit.means(table.quality(), rows), SHRINKAGE);
        var profiles = new ArrayList<ModelProfile>();
        int models = table.models().size();
        for (int model = 0; model < models; model++) {
            var kinds = new ArrayList<ModelProfile.Kind>();
            for (int kind = 0; kind < centroids.length; kind++) {
                kinds.add(new ModelProfile.Kind(
                        known(table.quality(), kindOfRow, kind, model).length,
                        quality[kind * models + model],
                        mean(known(table.costUsd(), kindOfRow, kind, model)),
                        mean(known(table.outputTokens(), kindOfRow, kind, model))));
            }
            profiles.add(new ModelProfile(table.models().get(model), kinds));
        }
        return new Profiled(centroids, profiles);
    }

    private static double[] known(double[][] values, int[] kindOfRow, int kind, int model) {
        return IntStream.range(0, values.length)
                .filter(row -> kindOfRow[row] == kind)
                .mapToDouble(row -> values[row][model])
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /// @param centroids one a kind, of length 1
    /// @param profiles one a model
    public record Profiled(float[][] centroids, List<ModelProfile> profiles) implements Learnt {
        public Profiled {
            profiles = List.copyOf(profiles);
        }

        @Override
        public double[][] quality(Inputs inputs) {
            return Arrays.stream(inputs.embeddings())
                    .parallel()
                    .map(this::quality)
                    .toArray(double[][]::new);
        }

        /// The mean over the nearest kinds, the nearer the more.
        private double[] quality(float[] embedding) {
            var near = new double[centroids.length];
            for (int kind = 0; kind < near.length; kind++) {
                double cosine = 0;
                for (int i = 0; i < embedding.length; i++) cosine += centroids[kind][i] * embedding[i];
                near[kind] = Math.exp(SHARPNESS * cosine);
            }
            double least = Arrays.stream(near)
                    .sorted()
                    .skip(Math.max(0, near.length - NEAREST))
                    .findFirst()
                    .orElseThrow();
            var quality = new double[profiles.size()];
            double sum = 0;
            for (int kind = 0; kind < near.length; kind++) {
                if (near[kind] < least) continue;
                sum += near[kind];
                for (int model = 0; model < quality.length; model++) {
                    quality[model] +=
                            near[kind] * profiles.get(model).kinds().get(kind).quality();
                }
            }
            for (int model = 0; model < quality.length; model++) quality[model] /= sum;
            return quality;
        }
    }
}
