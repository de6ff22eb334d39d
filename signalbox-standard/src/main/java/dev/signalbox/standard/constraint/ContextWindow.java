package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Request;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.estimate.ModelTokens;
import java.util.Optional;

/// The conversation and the answer that is asked for must fit the model's context. Where either is not known there is
/// no objection: the provider will say so, and the next model is tried.
public final class ContextWindow implements Constraint {
    private final ModelTokens tokens;

    /// @param rates how many tokens each model counts
    public ContextWindow(TokenRates rates) {
        this.tokens = new ModelTokens(rates);
    }

    @Override
    public String name() {
        return "context";
    }

    @Override
    public Optional<Objection> objection(Request request, Signals signals, Model model) {
        if (model.contextTokens().isEmpty()) return Optional.empty();
        var asked = tokens.of(model.id(), signals);
        if (asked.isEmpty()) return Optional.empty();
        int wanted = request.options().outputTokensMax().orElse(0);
        int room = model.contextTokens().getAsInt();
        if (asked.getAsDouble() + wanted <= room) return Optional.empty();
        return Optional.of(new Objection(
                name(),
                model.id(),
                "its context holds %,d tokens, and the conversation has about %,d and wants %,d more"
                        .formatted(room, (long) asked.getAsDouble(), wanted),
                new Ground.TooLongGround(room)));
    }
}
