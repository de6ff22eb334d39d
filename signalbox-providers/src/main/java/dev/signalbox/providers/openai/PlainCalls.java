package dev.signalbox.providers.openai;

/// How a server is asked for an answer that the client wants whole.
public enum PlainCalls {
    /// As a stream where the server is known to go on with a plain call whose caller has gone (llama.cpp); else
    /// plainly.
    AUTO,
    PLAIN,
    STREAM
}
