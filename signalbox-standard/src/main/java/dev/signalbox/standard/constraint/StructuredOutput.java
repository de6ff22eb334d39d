package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Request;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.Optional;

/// An answer that must be JSON, or follow a schema, needs a model that promises it. Who can follow a schema can write
/// JSON.
public final class StructuredOutput implements Constraint {
    @Override
    public String name() {
        return "structured_output";
    }

    @Override
    public Optional<Objection> objection(Request request, Signals signals, Model model) {
        var can = model.can();
        return switch (request.options().format()) {
            case TEXT -> Optional.empty();
            case JSON ->
                can.contains(Capability.JSON) || can.contains(Capability.JSON_SCHEMA)
                        ? Optional.empty()
                        : Optional.of(new Objection(name(), model.id(), "it does not promise JSON"));
            case JSON_SCHEMA ->
                can.contains(Capability.JSON_SCHEMA)
                        ? Optional.empty()
                        : Optional.of(new Objection(name(), model.id(), "it does not follow a JSON schema"));
        };
    }
}
