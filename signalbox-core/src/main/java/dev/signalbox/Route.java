package dev.signalbox;

import dev.signalbox.estimate.Dial;
import dev.signalbox.estimate.Forecast;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Selector;
import dev.signalbox.plan.Strategy;
import dev.signalbox.signal.Condition;
import java.util.HashSet;
import java.util.List;

/// One way to route: for whom it is, who may answer, what that would be worth and how it is chosen.
///
/// @param strategies the ways to answer among which the selector chooses; where there are none, the models one by one
/// @param quality where the dial stands (0..1) when the client does not say
public record Route(
        String name,
        Condition when,
        List<Model> models,
        List<Constraint> constraints,
        List<Strategy> strategies,
        Forecast forecast,
        Dial dial,
        double quality,
        Selector selector) {
    public Route {
        models = List.copyOf(models);
        constraints = List.copyOf(constraints);
        strategies = List.copyOf(strategies);
        if (models.isEmpty()) throw new IllegalArgumentException("route `%s` has no model".formatted(name));
        var ids = new HashSet<String>();
        for (var model : models) {
            if (!ids.add(model.id())) {
                throw new IllegalArgumentException("route `%s` has model `%s` twice".formatted(name, model.id()));
            }
        }
    }
}
