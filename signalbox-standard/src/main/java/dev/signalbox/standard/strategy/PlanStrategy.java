package dev.signalbox.standard.strategy;

import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.plan.Strategy;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.estimate.ModelStats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One plan under a name, or what is left of it where some of its models are not permitted. What it leaves to each
/// request an [Arrangement] fills in, and it is believed to be worth what a [PlanForecast] makes of its calls.
public record PlanStrategy(String name, Plan plan, ModelStats modelStats) implements Strategy {
    public PlanStrategy(String name, Plan plan) {
        this(name, plan, new ModelStats());
    }

    @Override
    public Optional<Option> option(List<Option> calls, Utility utility, Signals signals) {
        Map<String, Estimate> known = new HashMap<>();
        for (var call : calls) call.plan().models().forEach(model -> known.put(model.id(), call.estimate()));
        var forecast = new PlanForecast(known);
        return plan.among(model -> known.containsKey(model.id()))
                .map(new Arrangement(forecast, utility, modelStats)::of)
                .map(arranged -> new Option(Optional.of(name), arranged, forecast.of(arranged)));
    }
}
