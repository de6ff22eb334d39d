package dev.signalbox.app.assembly;

import dev.signalbox.app.settings.PlanSettings;
import dev.signalbox.app.settings.PlanSettings.Stage;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The plans of the settings, with their models by name.
record Plans(Map<String, Model> models) {
    Plan plan(PlanSettings settings) {
        return switch (settings) {
            case PlanSettings.Call(var model) -> new Plan.Call(model(model));
            case PlanSettings.Cascade(var stages, var exhausted) ->
                new Plan.Cascade(stages.stream().map(this::stage).toList(), exhausted);
        };
    }

    private Plan.Stage stage(Stage stage) {
        return Plan.Stage.of(plan(stage.plan()), stage.accept().condition()).carrying(stage.carry());
    }

    private Model model(String name) {
        return Optional.ofNullable(models.get(name)).orElseThrow();
    }

    List<Model> all(List<String> names) {
        return names.stream().map(this::model).toList();
    }
}
