package dev.signalbox;

import dev.signalbox.estimate.Dial;
import dev.signalbox.estimate.Forecast;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Selector;
import dev.signalbox.plan.Strategy;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.SignalKey;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;

/// One way to route: for whom it is, who may answer, what that would be worth and how it is chosen.
///
/// @param strategies the ways to answer among which the selector chooses; where there are none, the models one by one
/// @param quality where the dial stands (0..1) when the client does not say
/// @param costUsdMax the most that all calls for one request may cost together; a client may allow less, not more
public record Route(
        String name,
        Condition when,
        List<Model> models,
        List<Constraint> constraints,
        List<Strategy> strategies,
        Forecast forecast,
        Dial dial,
        double quality,
        OptionalDouble costUsdMax,
        Selector selector) {
    /// The name of the route that a request goes by, for the sensors that attend its answer.
    public static final SignalKey<String> ROUTE = SignalKey.label("route");

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
