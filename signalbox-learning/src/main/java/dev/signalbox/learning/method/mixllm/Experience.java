package dev.signalbox.learning.method.mixllm;

/// How much a model has been tried on queries like a given one: the inverse of `I + Σ xxᵀ` over the queries it was
/// tried on, kept up to date by the formula of Sherman and Morrison. Not thread-safe while it is added to.
public final class Experience {
    private final double[][] inverse;

    /// @param size of the vectors
    public Experience(int size) {
        inverse = new double[size][size];
        for (int i = 0; i < size; i++) inverse[i][i] = 1;
    }

    /// The model was tried on this.
    public void add(float[] vector) {
        double[] turned = turned(vector);
        double scale = 1 + dot(turned, vector);
        for (int i = 0; i < inverse.length; i++) {
            for (int j = 0; j < inverse.length; j++) inverse[i][j] -= turned[i] * turned[j] / scale;
        }
    }

    /// `xᵀA⁻¹x`, as MixLLM's score takes it: the squared length of `x` for a model never tried, and near zero for one
    /// tried often on queries like it.
    public double uncertainty(float[] vector) {
        return dot(turned(vector), vector);
    }

    /// The square root of [#uncertainty], as LinUCB's bound takes it.
    public double width(float[] vector) {
        return Math.sqrt(uncertainty(vector));
    }

    private double[] turned(float[] vector) {
        var turned = new double[inverse.length];
        for (int i = 0; i < turned.length; i++) turned[i] = dot(inverse[i], vector);
        return turned;
    }

    private static double dot(double[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) sum += one[i] * other[i];
        return sum;
    }
}
