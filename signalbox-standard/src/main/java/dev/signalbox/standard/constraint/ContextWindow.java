package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Request;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.TokenSensor;
import java.util.Optional;

/// The conversation and the answer that is asked for must fit the model's context. Where either is not known there is
/// no objection: the provider will say so, and the next model is tried.
public final class ContextWindow implements Constraint {
    @Override
    public String name() {
        return "context";
    }

    @Override
    public Optional<Objection> objection(Request request, Signals signals, Model model) {
        if (model.contextTokens().isEmpty()) return Optional.empty();
        var asked = signals.find(TokenSensor.TOKENS);
        if (asked == null) return Optional.empty();
        int wanted = request.options().outputTokensMax().orElse(0);
        int room = model.contextTokens().getAsInt();
        if (asked + wanted <= room) return Optional.empty();
        return Optional.of(new Objection(
                name(),
                model.id(),
                "its context holds %,d tokens, and the conversation has %,d and wants %,d more"
                        .formatted(room, asked.longValue(), wanted),
                new Ground.TooLong(room)));
    }
}
