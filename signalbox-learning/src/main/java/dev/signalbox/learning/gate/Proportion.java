package dev.signalbox.learning.gate;

/// So many of all, as a share with the interval of Clopper and Pearson (1934) that encloses it with 95 % confidence.
///
/// @param all at least one
public record Proportion(int count, int all) {
    private static final double TAIL = 0.025;

    public Proportion {
        if (all < 1 || count < 0 || count > all) {
            throw new IllegalArgumentException("%d of %d is no share".formatted(count, all));
        }
    }

    public double share() {
        return (double) count / all;
    }

    public double low() {
        return 1 - Binomial.upper(all - count, all, TAIL);
    }

    public double high() {
        return Binomial.upper(count, all, TAIL);
    }
}
