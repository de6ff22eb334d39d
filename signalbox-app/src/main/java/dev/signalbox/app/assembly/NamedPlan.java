package dev.signalbox.app.assembly;

import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.plan.Strategy;
import dev.signalbox.signal.Signals;
import java.util.List;
import java.util.Optional;

/// A plan under a name, believed to be worth what its first call is worth.
record NamedPlan(String name, Plan plan) implements Strategy {
    @Override
    public Optional<Option> option(List<Option> calls, Signals signals) {
        var models = plan.models().toList();
        var permitted = calls.stream()
                .filter(call -> models.contains(call.plan().models().findFirst().orElseThrow()))
                .toList();
        boolean all = permitted.stream()
                .flatMap(call -> call.plan().models())
                .toList()
                .containsAll(models);
        return all ? Optional.of(new Option(plan, permitted.getFirst().estimate())) : Optional.empty();
    }
}
