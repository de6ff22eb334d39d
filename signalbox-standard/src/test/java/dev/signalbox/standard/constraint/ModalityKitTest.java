package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Constraint;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.testkit.ConstraintKit;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class ModalityKitTest extends ConstraintKit {
    @Override
    protected Constraint constraint() {
        return new Modality(new Capabilities(InstantSource.system()));
    }

    @Override
    protected Case refused() {
        return new Case(
                Cases.request(
                        OptionalInt.empty(),
                        Format.TEXT,
                        List.of(),
                        new Part.Media(Part.Kind.IMAGE, Optional.of("data:,xyzzy-4711"))),
                Signals.NONE,
                Cases.model("a"));
    }

    @Override
    protected Case permitted() {
        return new Case(
                Cases.request(
                        OptionalInt.empty(),
                        Format.TEXT,
                        List.of(),
                        new Part.Media(Part.Kind.IMAGE, Optional.of("data:,xyzzy-4711"))),
                Signals.NONE,
                Cases.model("a", Capability.VISION));
    }
}
