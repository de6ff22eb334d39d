package dev.signalbox.chat;

import java.util.Map;

/// Where an answer goes while it is being said. Streaming and plain calls are one path: a plain call listens to
/// nothing.
public interface Sink {
    Sink NONE = chunk -> {};

    /// Told once, before the first chunk: the route that decided and the model that speaks. What was held back and then
    /// replaced is never told.
    default void opening(String route, String model) {}

    /// Told at most once, before the opening: whether the answer was given before (`exact`, `semantic`), or could have
    /// been and was not (`miss`). Not told where answers are not kept.
    default void recalled(String how) {}

    /// Whether chunks of text that have arrived at the same time may come as one. Who reads them and lets go of them
    /// later is asked less often so; who passes them on at once keeps them as they were said.
    default boolean joins() {
        return false;
    }

    /// Whether nobody listens any more. Asked after an interrupt that may have had another reason.
    default boolean isClosed() {
        return false;
    }

    /// Told of a provider's own headers, such as its rate limits, when its answer begins or its call fails.
    default void headers(Map<String, String> headers) {}

    /// Told of a chunk that is not passed on: a call whose answer is wanted whole, and comes in pieces all the same. So
    /// who pays knows what was said, also where the call is given up.
    default void overhear(Chunk chunk) {}

    /// Takes the next chunk. Blocks while the listener is slower than the speaker, so that nothing piles up between
    /// them.
    ///
    /// @throws InterruptedException when the listener has gone: the call that speaks must end
    void accept(Chunk chunk) throws InterruptedException;
}
