package dev.signalbox.chat;

/// How sure a model was of what it said last: the mean natural log-probability of its last [#DELTAS] deltas.
/// Not thread-safe.
public final class RecentConfidence {
    /// How many are averaged; most servers send a token in each.
    public static final int DELTAS = 32;

    /// Some servers send minus infinity, or -9999, for what they do not know.
    public static final double FLOOR = -20;

    private final double[] last = new double[DELTAS];
    private long heard;
    private double sum;

    /// Takes the next delta's log-probability.
    ///
    /// @return the mean, [#FLOOR] to 0; NaN while there is too little to take one of
    public double after(double logProbability) {
        double told = Math.max(FLOOR, logProbability);
        int place = (int) (heard++ % DELTAS);
        sum += told - last[place];
        last[place] = told;
        return heard < DELTAS ? Double.NaN : sum / DELTAS;
    }
}
