package dev.signalbox.learning.train;

/// What of one query's outcomes a prediction is held to.
enum RowError {
    /// Each model's own number: what a dollar amount must get right.
    ABSOLUTE {
        @Override
        double[] centred(double[] values, double[] outcomes, double[] means) {
            return about(values, means, 0);
        }
    },
    /// How the models differ on this query. Most of what can be predicted of outcomes is how hard the query is, for
    /// all models alike, and that chooses nothing; what is tuned to it is tuned to the wrong thing.
    RELATIVE {
        @Override
        double[] centred(double[] values, double[] outcomes, double[] means) {
            double sum = 0;
            int known = 0;
            for (int model = 0; model < values.length; model++) {
                if (Double.isNaN(outcomes[model])) continue;
                sum += values[model] - means[model];
                known++;
            }
            // One known outcome alone has nothing to be compared with.
            return about(values, means, known > 1 ? sum / known : 0);
        }
    };

    /// What is left of a query's values without each model's mean and, if relative, without the query's own level.
    ///
    /// @param outcomes tells by NaN which models are left out of the level
    abstract double[] centred(double[] values, double[] outcomes, double[] means);

    private static double[] about(double[] values, double[] means, double level) {
        var centred = new double[values.length];
        for (int model = 0; model < values.length; model++) centred[model] = values[model] - means[model] - level;
        return centred;
    }
}
