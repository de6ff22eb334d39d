package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.table.OutcomeTable;
import java.util.Arrays;

/// What one way of choosing made of each test query; NaN where it is not known.
///
/// @param share how many queries each model answered
/// @param chosen the model that answered each query; -1 where none did, or several in part
record Routing(double[] quality, double[] costUsd, double[] share, int[] chosen) {
    Routing(int queries, int models) {
        this(new double[queries], new double[queries], new double[models], new int[queries]);
        Arrays.fill(quality, Double.NaN);
        Arrays.fill(costUsd, Double.NaN);
        Arrays.fill(chosen, -1);
    }

    void take(int row, int model, OutcomeTable table) {
        quality[row] = table.quality()[row][model];
        costUsd[row] = table.costUsd()[row][model];
        share[model]++;
        chosen[row] = model;
    }
}
