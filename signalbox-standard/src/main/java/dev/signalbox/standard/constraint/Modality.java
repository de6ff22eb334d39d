package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.Optional;

/// Images, sound and files need a model that takes them.
public final class Modality implements Constraint {
    @Override
    public String name() {
        return "modality";
    }

    @Override
    public Optional<Objection> objection(Request request, Signals signals, Model model) {
        for (var message : request.messages()) {
            for (var part : message.parts()) {
                if (part instanceof Part.Media media && !model.can().contains(needed(media.kind()))) {
                    return Optional.of(new Objection(name(), model.id(), "it does not take " + plural(media.kind())));
                }
            }
        }
        return Optional.empty();
    }

    private static Capability needed(Part.Kind kind) {
        return switch (kind) {
            case IMAGE -> Capability.VISION;
            case AUDIO -> Capability.AUDIO;
            case FILE -> Capability.FILES;
        };
    }

    private static String plural(Part.Kind kind) {
        return switch (kind) {
            case IMAGE -> "images";
            case AUDIO -> "sound";
            case FILE -> "files";
        };
    }
}
