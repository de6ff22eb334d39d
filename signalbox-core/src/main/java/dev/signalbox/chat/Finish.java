package dev.signalbox.chat;

/// Why an answer ended.
public enum Finish {
    /// The model was done.
    DONE,
    /// A token limit stopped it.
    LENGTH,
    /// It waits for the results of tools.
    TOOLS,
    /// The provider's content filter stopped it.
    FILTERED,
    /// Signalbox cut it off.
    CUT,
    /// The provider gave a reason that Signalbox does not know, or none.
    OTHER
}
