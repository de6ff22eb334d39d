package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Request;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.Optional;

/// An answer that must be JSON, or follow a schema, needs a model that promises it. Who can follow a schema can write
/// JSON.
public record StructuredOutput(Capabilities capabilities) implements Constraint {
    @Override
    public String name() {
        return "structured_output";
    }

    @Override
    public Optional<Objection> objection(Request request, Signals signals, Model model) {
        return switch (request.options().format()) {
            case TEXT -> Optional.empty();
            case JSON ->
                model.can().contains(Capability.JSON_SCHEMA)
                        ? Optional.empty()
                        : capabilities.objection(name(), model, Capability.JSON, "it does not promise JSON");
            case JSON_SCHEMA ->
                capabilities.objection(name(), model, Capability.JSON_SCHEMA, "it does not follow a JSON schema");
        };
    }
}
