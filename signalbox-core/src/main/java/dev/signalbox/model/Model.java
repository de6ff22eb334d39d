package dev.signalbox.model;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// One thing that can answer: a model as one provider serves it. The arm of the bandit.
///
/// @param id its name here: in settings, in the journal, and to clients
/// @param provider the provider that serves it
/// @param upstream its name at that provider
/// @param contextTokens the most tokens it can take, question and answer together, where known
/// @param region where it is served, where known
/// @param prior what is assumed of it until something has been seen
public record Model(
        String id,
        String provider,
        String upstream,
        Price price,
        OptionalInt contextTokens,
        Set<Capability> can,
        Optional<String> region,
        Prior prior) {
    public Model {
        can = Set.copyOf(can);
    }

    /// What is assumed of a model before it is known.
    ///
    /// @param quality the share of questions it is taken to answer well, 0..1; absent where nobody said
    /// @param firstTokenMs time to its first token, in milliseconds
    /// @param tokensPerSecond how fast it speaks after that
    public record Prior(OptionalDouble quality, double firstTokenMs, double tokensPerSecond) {
        public static final Prior UNKNOWN = new Prior(OptionalDouble.empty(), 500, 60);
    }
}
