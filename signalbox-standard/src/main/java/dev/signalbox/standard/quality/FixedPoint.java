package dev.signalbox.standard.quality;

/// Unit vectors as whole numbers, a unit being 2¹⁵ − 1.
///
/// The compiler vectorises a sum of whole products but never a sum of floating-point products, whose order matters. So
/// a dot product of 384 whole numbers takes about 50 ns in plain Java, and one of floats about 120 ns. Two vectors of
/// length 1 have a product of at most 2³⁰, so the sum cannot overflow, and a cosine is exact to about 0.0005.
public final class FixedPoint {
    static final int UNIT = Short.MAX_VALUE;

    private FixedPoint() {}

    /// @param vector of length 1 or less
    public static int[] of(float[] vector) {
        var fixed = new int[vector.length];
        for (int i = 0; i < fixed.length; i++) {
            fixed[i] = Math.round(Math.clamp(vector[i], -1f, 1f) * UNIT);
        }
        return fixed;
    }

    /// The product of `one` with the vector that begins at `offset` in `many`.
    public static int dot(int[] one, int[] many, int offset) {
        int sum = 0;
        for (int i = 0; i < one.length; i++) sum += one[i] * many[offset + i];
        return sum;
    }

    public static double cosine(int dot) {
        return dot / ((double) UNIT * UNIT);
    }
}
