package dev.signalbox.standard.constraint;

import dev.signalbox.estimate.TokenRates;
import dev.signalbox.model.Constraint;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.standard.sensor.TokenSensor;
import dev.signalbox.testkit.ConstraintKit;

class ContextWindowKitTest extends ConstraintKit {
    @Override
    protected Constraint constraint() {
        return new ContextWindow(new TokenRates());
    }

    @Override
    protected Case refused() {
        return new Case(Cases.request(), Signals.of(TokenSensor.TOKENS.of(1_001.0)), Cases.model("a"));
    }

    @Override
    protected Case permitted() {
        return new Case(Cases.request(), Signals.of(TokenSensor.TOKENS.of(1_000.0)), Cases.model("a"));
    }
}
