package dev.signalbox.verify.orchestration;

import java.util.Locale;

/// How many of so many.
record Share(int hits, int of) {
    /// The normal distribution's 97.5 % quantile.
    private static final double Z = 1.959964;

    double value() {
        return (double) hits / of;
    }

    /// The lower end of Wilson's 95 % interval, which holds for rare hits, too.
    double low() {
        return hits == 0 ? 0 : middle() - half();
    }

    double high() {
        return hits == of ? 1 : middle() + half();
    }

    private double middle() {
        return (value() + Z * Z / (2 * of)) / (1 + Z * Z / of);
    }

    private double half() {
        return Z * Math.sqrt(value() * (1 - value()) / of + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
    }

    /// In per cent, with its interval.
    @Override
    public String toString() {
        return of == 0
                ? "–"
                : String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", 100 * value(), 100 * low(), 100 * high());
    }
}
