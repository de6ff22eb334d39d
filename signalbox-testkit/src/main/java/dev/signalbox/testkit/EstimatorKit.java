package dev.signalbox.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every estimator must be: one belief a model, whoever else is asked about, for any request; repeatable and
/// thread-safe. An estimator's test extends this and says which estimator, about which models, on which signals.
public abstract class EstimatorKit {
    private static final int THREADS = 8;

    protected abstract Estimator estimator();

    /// Two models or more that the estimator knows something of.
    protected abstract List<Model> models();

    /// A request of the kind that the estimator is made for.
    protected abstract Signals signals();

    /// A model that no estimator has heard of.
    protected static Model stranger() {
        return new Model(
                "kit/stranger",
                "kit",
                "stranger",
                Price.FREE,
                OptionalInt.empty(),
                Set.of(),
                Optional.empty(),
                Model.Prior.UNKNOWN);
    }

    @Test
    void knowsSomethingOfItsModels() {
        var beliefs = estimator().estimate(signals(), models());
        assertThat(beliefs).hasSameSizeAs(models()).allSatisfy(belief -> {
            assertThat(belief.known()).isTrue();
            assertSound(belief);
        });
    }

    @Test
    void beliefsFollowTheirModels() {
        var estimator = estimator();
        var beliefs = estimator.estimate(signals(), models());
        assertThat(estimator.estimate(signals(), models().reversed())).isEqualTo(beliefs.reversed());
        for (int i = 0; i < models().size(); i++) {
            assertThat(estimator.estimate(signals(), List.of(models().get(i)))).containsExactly(beliefs.get(i));
        }
    }

    @Test
    void aStrangerChangesNothingAboutTheOthers() {
        var estimator = estimator();
        var some = new ArrayList<>(models());
        some.add(1, stranger());
        var beliefs = new ArrayList<>(estimator.estimate(signals(), some));
        assertSound(beliefs.remove(1));
        assertThat(beliefs).isEqualTo(estimator.estimate(signals(), models()));
    }

    @Test
    void withoutSignalsTheBeliefsAreSoundOrUnknown() {
        assertThat(estimator().estimate(Signals.NONE, models()))
                .hasSameSizeAs(models())
                .allSatisfy(EstimatorKit::assertSound);
    }

    @Test
    void aboutNoModelThereIsNothingToSay() {
        assertThat(estimator().estimate(signals(), List.of())).isEmpty();
    }

    @Test
    void manyThreadsGetWhatOneGets() throws InterruptedException, ExecutionException {
        var estimator = estimator();
        var alone = estimator.estimate(signals(), models());
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            Callable<List<Belief>> asked = () -> estimator.estimate(signals(), models());
            var futures = new ArrayList<Future<List<Belief>>>();
            for (int i = 0; i < THREADS * 20; i++) futures.add(threads.submit(asked));
            for (var future : futures) assertThat(future.get()).isEqualTo(alone);
        }
    }

    private static void assertSound(Belief belief) {
        if (belief.known()) {
            assertThat(belief.mean()).isFinite();
            assertThat(belief.deviation()).isGreaterThanOrEqualTo(0);
        } else {
            assertThat(belief).isEqualTo(Belief.UNKNOWN);
        }
    }
}
