package dev.signalbox;

import dev.signalbox.estimate.Dial;
import dev.signalbox.estimate.Forecast;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Selector;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a client can name as its `model`, and the route each name leads to. Immutable.
///
/// `auto` takes the first route whose `when` holds, `auto/ROUTE` that route, and a model's id a route with this model
/// alone, so that a named model goes the same way as all others.
public final class Routes {
    /// The name that leaves the choice to the router.
    public static final String AUTO = "auto";

    private static final Selector THE_ONE =
            (options, _, _) -> new Decision(options.getFirst().plan(), 1, "named");

    private final List<Route> inOrder;
    private final Map<String, Route> byName = new LinkedHashMap<>();
    private final List<Model> models;

    /// @param models all models, also such as no route uses
    /// @param always the constraints that bind even a client who names its model
    public Routes(List<Route> routes, List<Model> models, List<Constraint> always) {
        this.inOrder = List.copyOf(routes);
        this.models = List.copyOf(models);
        for (var model : models) put(model.id(), named(model, always));
        for (var route : routes) put(AUTO + "/" + route.name(), route);
        if (byName.containsKey(AUTO)) throw new IllegalArgumentException("a model may not be called `auto`");
    }

    private void put(String name, Route route) {
        if (byName.put(name, route) != null) {
            throw new IllegalArgumentException("`%s` names two things".formatted(name));
        }
    }

    private static Route named(Model model, List<Constraint> always) {
        return new Route(
                model.id(),
                Condition.ALWAYS,
                List.of(model),
                always,
                List.of(),
                Forecast.NONE,
                Dial.ofTypicalCost(1),
                1,
                OptionalDouble.empty(),
                THE_ONE);
    }

    /// The route for `auto`: the first whose `when` holds for certain.
    public Optional<Route> automatic(Signals signals) {
        for (var route : inOrder) {
            if (route.when().holds(signals) == Truth.YES) return Optional.of(route);
        }
        return Optional.empty();
    }

    /// The route that a name other than `auto` leads to.
    public Optional<Route> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// True where the name is a model's own.
    public boolean isModel(String name) {
        return models.stream().anyMatch(model -> model.id().equals(name));
    }

    public List<Model> models() {
        return models;
    }

    public List<Route> routes() {
        return inOrder;
    }

    /// Every name a client can use, `auto` first.
    public List<String> names() {
        var names = new ArrayList<String>();
        if (!inOrder.isEmpty()) names.add(AUTO);
        for (var route : inOrder) names.add(AUTO + "/" + route.name());
        for (var model : models) names.add(model.id());
        return names;
    }
}
