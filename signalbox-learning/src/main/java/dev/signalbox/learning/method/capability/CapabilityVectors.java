package dev.signalbox.learning.method.capability;

import dev.signalbox.learning.train.RidgeFit;
import java.util.Arrays;
import java.util.stream.IntStream;

/// How able each model is on each axis, 0..1: its mean quality over the queries that need the axis, each as much as it
/// needs it, shrunk towards the model's overall mean.
///
/// @param ofModel `[model][axis]`
record CapabilityVectors(double[][] ofModel) {
    private static final double SHRINKAGE = 20;

    /// @param shares `[query][axis]`
    /// @param quality `[query][model]`, NaN where unknown
    static CapabilityVectors fit(double[][] shares, double[][] quality) {
        double[] means =
                RidgeFit.means(quality, IntStream.range(0, quality.length).toArray());
        int axes = shares[0].length;
        var able = new double[means.length][axes];
        for (int model = 0; model < means.length; model++) {
            for (int axis = 0; axis < axes; axis++) {
                double sum = SHRINKAGE * means[model];
                double weight = SHRINKAGE;
                for (int query = 0; query < quality.length; query++) {
                    if (Double.isNaN(quality[query][model])) continue;
                    sum += shares[query][axis] * quality[query][model];
                    weight += shares[query][axis];
                }
                able[model][axis] = sum / weight;
            }
        }
        return new CapabilityVectors(able);
    }

    /// What a query of this difficulty needs: where half of the models fail, to be as able as the middle one.
    ///
    /// @param shares how much of the query is of each axis
    Need need(double[] shares, double difficulty) {
        double[] levels = IntStream.range(0, shares.length)
                .mapToDouble(axis -> quantile(
                        Arrays.stream(ofModel)
                                .mapToDouble(able -> able[axis])
                                .sorted()
                                .toArray(),
                        difficulty))
                .toArray();
        return new Need(shares, levels);
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /// 1 where a query needs a model's abilities in the proportion in which it has them.
    double cosine(int model, Need need) {
        double product = 0;
        double able = 1e-12;
        double needed = 1e-12;
        for (int axis = 0; axis < need.shares().length; axis++) {
            double wanted = need.shares()[axis] * need.levels()[axis];
            product += ofModel[model][axis] * wanted;
            able += ofModel[model][axis] * ofModel[model][axis];
            needed += wanted * wanted;
        }
        return product / Math.sqrt(able * needed);
    }

    /// 1 where nothing is lacking, less by the square of what is.
    double sufficiency(int model, Need need) {
        double squares = 0;
        for (int axis = 0; axis < need.shares().length; axis++) {
            double lack = Math.max(0, need.levels()[axis] - ofModel[model][axis]);
            squares += need.shares()[axis] * lack * lack;
        }
        return 1 - squares;
    }

    /// One an axis: how much abler a model is than needed, as far as the query is of the axis.
    double[] surplus(int model, Need need) {
        return IntStream.range(0, need.shares().length)
                .mapToDouble(axis -> need.shares()[axis] * (ofModel[model][axis] - need.levels()[axis]))
                .toArray();
    }
}
