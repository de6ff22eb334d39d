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
import java.util.OptionalInt;

class StructuredOutputKitTest extends ConstraintKit {
    @Override
    protected Constraint constraint() {
        return new StructuredOutput(new Capabilities(InstantSource.system()));
    }

    @Override
    protected Case refused() {
        return new Case(
                Cases.request(OptionalInt.empty(), Format.JSON_SCHEMA, List.of(), new Part.Text("Hello")),
                Signals.NONE,
                Cases.model("a", Capability.JSON));
    }

    @Override
    protected Case permitted() {
        return new Case(
                Cases.request(OptionalInt.empty(), Format.JSON_SCHEMA, List.of(), new Part.Text("Hello")),
                Signals.NONE,
                Cases.model("a", Capability.JSON_SCHEMA));
    }
}
