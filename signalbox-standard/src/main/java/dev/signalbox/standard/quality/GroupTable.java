package dev.signalbox.standard.quality;

/// What each model is worth in each of the groups (benchmarks, subjects, kinds of task) that the training table named.
///
/// A query does not say of which group it is: a linear classifier tells how likely each is, and the query takes the
/// groups' values in that proportion. Knowing the kind of task and its best model is most of what routing can gain, and
/// names that people gave divide tasks better than clusters do.
///
/// @param classifier one head a group, near 1 for queries of the group and near 0 for others
/// @param values for each group one number a model
public record GroupTable(Ridge classifier, float[] values) implements Predictor {
    /// Least squares pulls a classifier's scores towards each other; a softmax this sharp pulls them apart again.
    private static final double SHARPNESS = 12;

    public GroupTable {
        if (values.length % classifier.intercepts().length != 0) {
            throw new IllegalArgumentException("values must divide by the groups");
        }
    }

    public int groups() {
        return classifier.intercepts().length;
    }

    @Override
    public void predict(Features features, double[] predictions) {
        var likely = new double[groups()];
        classifier.predict(features, likely);
        double most = Double.NEGATIVE_INFINITY;
        for (double score : likely) most = Math.max(most, score);
        double total = 0;
        for (int group = 0; group < likely.length; group++) {
            likely[group] = Math.exp(SHARPNESS * (likely[group] - most));
            total += likely[group];
        }
        int models = values.length / likely.length;
        for (int model = 0; model < models; model++) predictions[model] = 0;
        for (int group = 0; group < likely.length; group++) {
            double share = likely[group] / total;
            for (int model = 0; model < models; model++) predictions[model] += share * values[group * models + model];
        }
    }
}
