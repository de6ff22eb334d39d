package dev.signalbox.plan;

import dev.signalbox.estimate.Utility;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Selector.Option;
import java.util.List;
import java.util.stream.Stream;

/// How a loop decides after each answer what is asked next.
public sealed interface Policy {
    /// Every model that may be asked.
    default Stream<Model> models() {
        return switch (this) {
            case CascadeRouting supermodel ->
                supermodel.options().stream().flatMap(option -> option.plan().models());
            case Orchestrate(var leader, var callable) -> Stream.concat(Stream.of(leader), callable.stream());
        };
    }

    /// Cascade routing (arXiv 2410.10347): the set of options that goes on from what was asked, and is worth most, says
    /// whether another is asked and which. The best answer wins.
    ///
    /// @param options what may be asked, and what each is believed to be worth
    /// @param utility what a set is worth: its best answer's quality, less the price of all
    /// @param accepts what the word of the route's checks on an answer is worth
    record CascadeRouting(List<Option> options, Utility utility, Acceptance accepts) implements Policy {
        public CascadeRouting {
            options = List.copyOf(options);
            if (options.isEmpty()) throw new IllegalArgumentException("cascade routing needs at least one option");
        }

        public CascadeRouting(List<Option> options, Utility utility) {
            this(options, utility, Acceptance.ASSUMED);
        }
    }

    /// A model that thinks, asks others what it wants to know, and then answers (Router-R1, arXiv 2506.09033).
    ///
    /// @param callable whom it may ask, by their ids
    record Orchestrate(Model leader, List<Model> callable) implements Policy {
        public Orchestrate {
            callable = List.copyOf(callable);
            if (callable.isEmpty()) throw new IllegalArgumentException("a leader needs at least one model to ask");
        }
    }
}
