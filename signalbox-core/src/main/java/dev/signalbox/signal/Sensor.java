package dev.signalbox.signal;

import java.util.List;

/// Turns one kind of moment into signals. Language detection, PII detection, answer validation and rating are all
/// sensors. Thread-safe: one sensor serves all requests at once.
public interface Sensor<M extends Moment> {
    /// What the sensor is called in the journal and in settings.
    String name();

    Class<M> moment();

    /// True where the sensor will wait (for a model, a store) at this moment: only then is it worth a thread of its
    /// own. `known` is what the sensors before it said.
    default boolean waits(M moment, Signals known) {
        return false;
    }

    /// What the moment tells. A sensor that cannot tell returns no signal; it never makes one up.
    List<Signal<?>> sense(M moment, Signals known);
}
