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
/// @param manner how it is asked
public record Model(
        String id,
        String provider,
        String upstream,
        Price price,
        OptionalInt contextTokens,
        Set<Capability> can,
        Optional<String> region,
        Prior prior,
        Manner manner) {
    public Model {
        can = Set.copyOf(can);
    }

    /// Whether the model has a capability, or may have it as far as is known.
    public boolean mayBeAbleTo(Capability capability) {
        return can.contains(capability) || can.contains(Capability.UNKNOWN);
    }

    /// A model that is asked plainly.
    public Model(
            String id,
            String provider,
            String upstream,
            Price price,
            OptionalInt contextTokens,
            Set<Capability> can,
            Optional<String> region,
            Prior prior) {
        this(id, provider, upstream, price, contextTokens, can, region, prior, Manner.PLAIN);
    }

    /// How a model is asked: the same model in two manners is two arms.
    ///
    /// @param effort how long it shall think, in the provider's words (`low`, `medium`, `high`)
    /// @param instruction is put before the conversation, as a system message of its own: examples, or how
    ///     to go about it
    /// @param planFirst whether it is asked for a plan first, and for the answer with that plan before it
    ///     (RoutingGen)
    public record Manner(Optional<String> effort, Optional<String> instruction, boolean planFirst) {
        public static final Manner PLAIN = new Manner(Optional.empty(), Optional.empty(), false);
    }

    /// What is assumed of a model before it is known.
    ///
    /// @param quality the share of questions it is taken to answer well, 0..1; absent where nobody said
    /// @param firstTokenMs time to its first token, in milliseconds
    /// @param tokensPerSecond how fast it speaks after that, above 0: a model that never speaks has no latency
    public record Prior(OptionalDouble quality, double firstTokenMs, double tokensPerSecond) {
        public static final Prior UNKNOWN = new Prior(OptionalDouble.empty(), 500, 60);

        public Prior {
            if (quality.isPresent() && !(quality.getAsDouble() >= 0 && quality.getAsDouble() <= 1)) {
                throw new IllegalArgumentException(
                        "a model's prior quality must be from 0 to 1, not " + quality.getAsDouble());
            }
            if (!(firstTokenMs >= 0 && firstTokenMs < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "the time to a model's first token must be finite, 0 or more, not %s ms"
                                .formatted(firstTokenMs));
            }
            if (!(tokensPerSecond > 0 && tokensPerSecond < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a model's speed must be finite and above 0, not %s tokens a second"
                        .formatted(tokensPerSecond));
            }
        }
    }
}
