package dev.signalbox.chat;

/// Where an answer goes while it is being said. Streaming and plain calls are one path: a plain call listens to
// nothing.
public interface Sink {
    Sink NONE = chunk -> {};

    /// Takes the next chunk. Blocks while the listener is slower than the speaker, so that nothing piles up between
    // them.
    ///
    /// @throws InterruptedException when the listener has gone: the call that speaks must end
    void accept(Chunk chunk) throws InterruptedException;
}
