package dev.signalbox.signal;

/// The name, type and privacy of one fact. A key is declared once, as a constant, by the sensor that emits it.
public record SignalKey<T>(String name, Class<T> type, Privacy privacy) {
    /// Who may see a signal's value.
    public enum Privacy {
        /// Anybody who may see the request's story.
        PUBLIC,
        /// The tenant alone.
        TENANT,
        /// Tells what was said: nobody, unless content capture is on.
        CONTENT
    }

    public static SignalKey<Double> score(String name) {
        return new SignalKey<>(name, Double.class, Privacy.TENANT);
    }

    public static SignalKey<Boolean> flag(String name) {
        return new SignalKey<>(name, Boolean.class, Privacy.TENANT);
    }

    public static SignalKey<String> label(String name) {
        return new SignalKey<>(name, String.class, Privacy.TENANT);
    }

    /// A text out of the conversation.
    public static SignalKey<String> text(String name) {
        return new SignalKey<>(name, String.class, Privacy.CONTENT);
    }

    /// Numbers that describe a text without giving it away.
    public static SignalKey<float[]> features(String name) {
        return new SignalKey<>(name, float[].class, Privacy.TENANT);
    }

    /// A text's place in an encoder's space. Content: an embedding can be turned back into much of its text.
    public static SignalKey<float[]> vector(String name) {
        return new SignalKey<>(name, float[].class, Privacy.CONTENT);
    }

    public Signal<T> of(T value) {
        return new Signal<>(this, value);
    }
}
