package dev.signalbox.standard.constraint;

import dev.signalbox.model.Constraint;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.testkit.ConstraintKit;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

class HealthKitTest extends ConstraintKit {
    @Override
    protected Constraint constraint() {
        // One after the other: of a burst only the first failure counts.
        var seconds = new AtomicLong();
        var health = new Health(Health.Options.DEFAULT, () -> Instant.ofEpochSecond(seconds.get()));
        for (int i = 0; i < 5; i++) {
            seconds.addAndGet(3);
            health.accept(Cases.called("ill", "BROKEN", 1, 2_000, 0));
        }
        return health;
    }

    @Override
    protected Case refused() {
        return new Case(Cases.request(), Signals.NONE, Cases.model("ill"));
    }

    @Override
    protected Case permitted() {
        return new Case(Cases.request(), Signals.NONE, Cases.model("well"));
    }
}
