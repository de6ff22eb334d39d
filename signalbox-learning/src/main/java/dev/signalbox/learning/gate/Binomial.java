package dev.signalbox.learning.gate;

/// What a count of failures tells of their probability.
final class Binomial {
    private static final int HALVINGS = 60;

    private Binomial() {}

    /// The probability of at most `k` failures in `n` trials that each fail with probability `p`.
    static double atMost(int k, int n, double p) {
        if (k >= n || p <= 0) return 1;
        if (k < 0 || p >= 1) return 0;
        double odds = Math.log(p) - Math.log1p(-p);
        double logarithm = n * Math.log1p(-p);
        double sum = Math.exp(logarithm);
        for (int i = 1; i <= k; i++) {
            logarithm += Math.log((double) (n - i + 1) / i) + odds;
            sum += Math.exp(logarithm);
        }
        return Math.min(1, sum);
    }

    /// The one-sided upper bound of Clopper and Pearson (1934): the probability is less in all but a share
    /// `doubt` of draws, however few they are.
    static double upper(int k, int n, double doubt) {
        if (k >= n) return 1;
        double low = (double) k / n;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (atMost(k, n, middle) > doubt) low = middle;
            else high = middle;
        }
        return high;
    }

    /// The p-value of Hoeffding and Bentkus against "the mean loss is above `risk`", for losses between 0 and 1
    /// (Bates et al. 2021, "Distribution-free, risk-controlling prediction sets").
    static double hoeffdingBentkus(double meanLoss, int n, double risk) {
        double mean = Math.min(meanLoss, risk);
        double hoeffding = Math.exp(-n * divergence(mean, risk));
        // A count that is whole but for rounding must not become the next one.
        int count = (int) Math.ceil(n * meanLoss - 1e-9);
        return Math.min(hoeffding, Math.E * atMost(count, n, risk));
    }

    private static double divergence(double a, double b) {
        double no = a == 0 ? 0 : a * Math.log(a / b);
        return no + (1 - a) * Math.log((1 - a) / (1 - b));
    }
}
