package dev.signalbox.learning.train;

import dev.signalbox.standard.quality.Standardiser;
import java.util.Arrays;

/// Fits a [Standardiser] to training rows.
public final class StandardiserFit {
    private StandardiserFit() {}

    public static Standardiser fit(float[][] rows) {
        int size = rows[0].length;
        var mean = new double[size];
        var square = new double[size];
        for (float[] row : rows) {
            for (int i = 0; i < size; i++) {
                mean[i] += row[i] / (double) rows.length;
                square[i] += row[i] * (double) row[i] / rows.length;
            }
        }
        var means = new float[size];
        var deviations = new float[size];
        // A feature that never varied in training must not explode when it does later.
        Arrays.fill(deviations, 1);
        for (int i = 0; i < size; i++) {
            means[i] = (float) mean[i];
            double deviation = Math.sqrt(Math.max(0, square[i] - mean[i] * mean[i]));
            if (deviation > 1e-6) deviations[i] = (float) deviation;
        }
        return new Standardiser(means, deviations);
    }
}
