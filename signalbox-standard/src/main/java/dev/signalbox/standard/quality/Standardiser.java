package dev.signalbox.standard.quality;

/// Brings features of very different scales to mean 0 and deviation 1, as the training rows had them.
///
/// @param mean one a feature
/// @param deviation one a feature, above zero
public record Standardiser(float[] mean, float[] deviation) {
    /// A feature far outside of what was seen in training says "far outside", not how far: an unbounded one would
    /// carry a linear model away.
    private static final float BOUND = 4;

    public Standardiser {
        if (mean.length != deviation.length) throw new IllegalArgumentException("as many means as deviations");
    }

    public int size() {
        return mean.length;
    }

    public float[] of(float[] features) {
        var scaled = new float[features.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.clamp((features[i] - mean[i]) / deviation[i], -BOUND, BOUND);
        }
        return scaled;
    }
}
