package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Request;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.Optional;

/// A client that offers tools needs a model that calls them.
public final class ToolUse implements Constraint {
    @Override
    public String name() {
        return "tools";
    }

    @Override
    public Optional<Objection> objection(Request request, Signals signals, Model model) {
        if (request.tools().isEmpty() || model.can().contains(Capability.TOOLS)) return Optional.empty();
        return Optional.of(new Objection(name(), model.id(), "it does not call tools"));
    }
}
