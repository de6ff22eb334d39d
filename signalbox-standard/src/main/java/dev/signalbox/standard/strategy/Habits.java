package dev.signalbox.standard.strategy;

import dev.signalbox.model.Model;
import dev.signalbox.plan.Fusion.Score.Scale;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// What is usual of models, as far as it was observed.
///
/// @param slow from which delay on a model's first word is late
/// @param sureness how sure a model is of its answers
public record Habits(Function<Model, Optional<Duration>> slow, Function<Model, Optional<Scale>> sureness) {
    public static final Habits UNKNOWN = new Habits(_ -> Optional.empty(), _ -> Optional.empty());
}
