package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.Optional;

/// Images, sound and files need a model that takes them.
public record Modality(Capabilities capabilities) implements Constraint {
    @Override
    public String name() {
        return "modality";
    }

    @Override
    public Optional<Objection> objection(Request request, Signals signals, Model model) {
        for (var message : request.messages()) {
            for (var part : message.parts()) {
                if (!(part instanceof Part.Media media)) continue;
                var lack = "it does not take " + plural(media.kind());
                var objection = capabilities.objection(name(), model, Capabilities.of(media.kind()), lack);
                if (objection.isPresent()) return objection;
            }
        }
        return Optional.empty();
    }

    private static String plural(Part.Kind kind) {
        return switch (kind) {
            case IMAGE -> "images";
            case AUDIO -> "sound";
            case FILE -> "files";
        };
    }
}
