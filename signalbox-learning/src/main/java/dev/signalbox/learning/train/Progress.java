package dev.signalbox.learning.train;

/// Hears how far a long piece of work has come. Called from several threads at once, often.
@FunctionalInterface
public interface Progress {
    Progress SILENT = (stage, done, total) -> {};

    /// @param stage what is being done, for people ("encode", "fit")
    void at(String stage, long done, long total);
}
