package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Request;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.Optional;

/// A client that offers tools needs a model that calls them.
public record ToolUse(Capabilities capabilities) implements Constraint {
    @Override
    public String name() {
        return "tools";
    }

    @Override
    public Optional<Objection> objection(Request request, Signals signals, Model model) {
        if (request.tools().isEmpty()) return Optional.empty();
        return capabilities.objection(name(), model, Capability.TOOLS, "it does not call tools");
    }
}
