package dev.signalbox.signal;

/// Turns a text into its place in a space where near means alike. Thread-safe.
public interface Encoder {
    /// Names the encoder and its weights: vectors of different ids must not be compared.
    String id();

    int dimensions();

    /// Whether [#encode] looks at all of a text, and not at its beginning alone.
    default boolean seesWhole(String text) {
        return true;
    }

    /// A vector of length 1 (in the Euclidean norm) with [#dimensions] numbers.
    float[] encode(String text);
}
