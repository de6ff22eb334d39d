package dev.signalbox.standard.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.standard.sensor.LexicalSensor;
import dev.signalbox.standard.sensor.TaskSensor;
import dev.signalbox.testkit.EstimatorKit;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LearnedEstimatorsTest {
    private static final Belief GUESS = new Belief(0.123, 0.4);
    private static final Estimator PRIOR = (signals, models) -> Collections.nCopies(models.size(), GUESS);
    private static final Signals FULL = Signals.of(
            LexicalSensor.LEXICAL.of(new float[] {1, 2, 3}),
            SignalReader.EMBEDDING.of(SmallSnapshot.unit(new Random(9))));
    private static final Signals LATE = Signals.of(LexicalSensor.LEXICAL.of(new float[] {1, 2, 3}));

    private static List<Model> models() {
        return SmallSnapshot.MODELS.stream().map(Cases::model).toList();
    }

    @Nested
    class OfQuality extends EstimatorKit {
        @Override
        protected Estimator estimator() {
            return new LearnedQuality(SmallSnapshot.make(), PRIOR);
        }

        @Override
        protected List<Model> models() {
            return LearnedEstimatorsTest.models();
        }

        @Override
        protected Signals signals() {
            return FULL;
        }

        @Test
        void withoutTheEmbeddingItIsLessSure() {
            var full = estimator().estimate(FULL, models());
            var late = estimator().estimate(LATE, models());
            for (int i = 0; i < full.size(); i++) {
                assertThat(late.get(i)).isNotEqualTo(GUESS);
                assertThat(late.get(i).deviation()).isGreaterThan(full.get(i).deviation());
            }
        }

        @Test
        void aToldTaskCountsAndAnUnknownOneDoesNot() {
            var full = estimator().estimate(FULL, models());
            var told = estimator().estimate(FULL.with(List.of(TaskSensor.TASK.of("verses"))), models());
            var unknown = estimator().estimate(FULL.with(List.of(TaskSensor.TASK.of("cooking"))), models());
            assertThat(told).isNotEqualTo(full);
            assertThat(unknown).isEqualTo(full);
        }

        @Test
        void whatItHasNeverSeenIsLeftToThePrior() {
            assertThat(estimator().estimate(Signals.NONE, models())).containsOnly(GUESS);
            var some = estimator().estimate(FULL, List.of(models().getFirst(), stranger()));
            assertThat(some.getFirst()).isNotEqualTo(GUESS);
            assertThat(some.getLast()).isEqualTo(GUESS);
        }

        @Test
        void aSignalOfAnotherEncoderIsAnError() {
            var odd = LATE.with(List.of(SignalReader.EMBEDDING.of(new float[5])));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> estimator().estimate(odd, models()))
                    .withMessageContaining("`embedding` has 5 numbers");
        }
    }

    @Nested
    class OfCost extends EstimatorKit {
        @Override
        protected Estimator estimator() {
            return new LearnedCost(SmallSnapshot.make(), PRIOR);
        }

        @Override
        protected List<Model> models() {
            return LearnedEstimatorsTest.models();
        }

        @Override
        protected Signals signals() {
            return FULL;
        }

        @Test
        void aModelWithoutKnownCostsIsLeftToThePrior() {
            var beliefs = estimator().estimate(FULL, models());
            assertThat(beliefs.getLast()).isEqualTo(GUESS);
            assertThat(beliefs.getFirst()).isNotEqualTo(GUESS);
            assertThat(estimator().estimate(LATE, models()).getFirst()).isNotEqualTo(beliefs.getFirst());
        }
    }

    @Nested
    class OfLength extends EstimatorKit {
        @Override
        protected Estimator estimator() {
            return new LearnedLength(SmallSnapshot.make(), PRIOR);
        }

        @Override
        protected List<Model> models() {
            return LearnedEstimatorsTest.models();
        }

        @Override
        protected Signals signals() {
            return FULL;
        }
    }
}
