package dev.signalbox.learning.method.routellm;

/// The numbers of a factorisation: a projection of the query's features onto some factors, then a vector a model.
///
/// @param point `[factor][feature]`, then `[model][factor]`, flat
/// @param size features and the intercept
record Factors(double[] point, int factors, int size, int models) {
    /// Adds the slope of one query's loss.
    double addLoss(float[] row, double[] quality, double[] gradient) {
        double[] projected = project(row);
        double[][] units = units();
        var strengths = new double[models];
        for (int model = 0; model < models; model++) {
            for (int f = 0; f < factors; f++) strengths[model] += units[model][f] * projected[f];
        }
        var slopes = new double[models];
        double loss = PairLoss.add(quality, strengths, slopes);
        for (int f = 0; f < factors; f++) {
            double slope = 0;
            for (int model = 0; model < models; model++) slope += slopes[model] * units[model][f];
            MatrixFactorisation.plus(gradient, f * size, slope, row);
        }
        for (int model = 0; model < models; model++) {
            addUnitSlope(gradient, model, slopes[model], strengths[model], projected, units[model]);
        }
        return loss;
    }

    /// A vector can only turn, so what would lengthen it is taken out of the slope.
    private void addUnitSlope(
            double[] gradient, int model, double slope, double strength, double[] projected, double[] unit) {
        int begin = factors * size + model * factors;
        double length = length(begin);
        for (int f = 0; f < factors; f++) {
            gradient[begin + f] += slope * (projected[f] - strength * unit[f]) / length;
        }
    }

    /// `[model]` of features and the intercept: the strengths as linear heads.
    double[][] heads() {
        double[][] units = units();
        var heads = new double[models][size];
        for (int model = 0; model < models; model++) {
            for (int f = 0; f < factors; f++) {
                for (int i = 0; i < size; i++) heads[model][i] += units[model][f] * point[f * size + i];
            }
        }
        return heads;
    }

    private double[] project(float[] row) {
        var projected = new double[factors];
        for (int f = 0; f < factors; f++) projected[f] = MatrixFactorisation.dot(point, f * size, row);
        return projected;
    }

    private double[][] units() {
        var units = new double[models][factors];
        for (int model = 0; model < models; model++) {
            int begin = factors * size + model * factors;
            double length = length(begin);
            for (int f = 0; f < factors; f++) units[model][f] = point[begin + f] / length;
        }
        return units;
    }

    private double length(int begin) {
        double sum = 1e-12;
        for (int f = 0; f < factors; f++) sum += point[begin + f] * point[begin + f];
        return Math.sqrt(sum);
    }
}
