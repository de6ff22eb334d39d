package dev.signalbox.standard.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called.Extremes;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.standard.sensor.GroupSensor;
import dev.signalbox.standard.sensor.TaskSensor;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AnswerLengthsTest {
    private static final Signals SUMS = Signals.of(GroupSensor.GROUP.of("sums"));
    private static final double BUCKET = 1.1;

    private final AnswerLengths lengths = new AnswerLengths();

    private void asked(String id, Signals known) {
        lengths.accept(new Event.Sensed(id, Instant.EPOCH, "Received", known.all()));
    }

    private void called(String id, String ending, long chars) {
        lengths.accept(
                Cases.stream(id, "m", ending, new Extremes(1, OptionalDouble.of(1), OptionalDouble.empty(), chars)));
    }

    private void finished(String id) {
        lengths.accept(new Event.Finished(id, Instant.EPOCH, Optional.of("m"), true, Answer.of("", Usage.NONE), 0));
    }

    private void answered(int times, Signals known, int chars) {
        for (int i = 0; i < times; i++) {
            asked("r" + i, known);
            called("r" + i, "DONE", chars);
            finished("r" + i);
        }
    }

    private double max(Signals known) {
        return lengths.charsMax(known).orElse(Double.NaN);
    }

    @Test
    void nothingIsUsualUntilFourHundredWereObserved() {
        answered(399, SUMS, 100);
        assertThat(lengths.charsMax(SUMS)).isEmpty();
        answered(1, SUMS, 100);
        assertThat(max(SUMS)).as("four times the middle one").isBetween(400.0, 400 * BUCKET);
    }

    @Test
    void categoriesAreApart() {
        var essays = Signals.of(TaskSensor.TASK.of("essay"));
        answered(400, SUMS, 100);
        answered(400, essays, 5_000);
        answered(400, Signals.NONE, 1_000);
        assertThat(max(SUMS)).isLessThan(500);
        assertThat(max(essays)).isGreaterThan(15_000);
        assertThat(lengths.charsMax(Signals.NONE)).as("of no category").isEmpty();
        assertThat(lengths.charsMax(Signals.of(GroupSensor.GROUP.of("other")))).isEmpty();
    }

    @Test
    void theLongestOfTwoHundredAreBeyond() {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            asked("r", SUMS);
            called("r", "DONE", Math.round(300 * Math.exp(1.2 * random.nextGaussian())));
        }
        // Of the normal distribution 99.5 % lie below 2.576 deviations.
        assertThat(max(SUMS)).isBetween(300 * Math.exp(1.2 * 2.576) / 1.4, 300 * Math.exp(1.2 * 2.576) * 1.4);
    }

    @Test
    void anAnswerThatATokenLimitEndedTellsNothing() {
        answered(400, SUMS, 100);
        for (int i = 0; i < 200; i++) {
            asked("long", SUMS);
            called("long", "LENGTH", 100_000);
        }
        assertThat(max(SUMS)).isLessThan(500);
    }

    @Test
    void theLimitRisesWhereAnswersAreCutForTheirLength() {
        answered(400, SUMS, 100);
        for (int i = 0; i < 20; i++) {
            asked("r", SUMS);
            called("r", Event.Called.ABANDONED, 500 + i);
            called("r", Event.Called.ABANDONED, 20);
        }
        assertThat(max(SUMS)).isGreaterThan(600);
    }

    @Test
    void whatIsSaidAfterARequestsEndOrAtOnceTellsNothing() {
        for (int i = 0; i < 500; i++) {
            asked("failed", SUMS);
            lengths.accept(new Event.Failed("failed", Instant.EPOCH, "x", "y"));
            called("failed", "DONE", 1);
            asked("finished", SUMS);
            finished("finished");
            called("finished", "DONE", 1);
            asked("plain", SUMS);
            lengths.accept(Cases.called("m", "DONE", 1, 1, 1));
            called("never asked", "DONE", 1);
        }
        assertThat(lengths.charsMax(SUMS)).isEmpty();
    }

    @Test
    void callersWhoInventCategoriesFillNoMemory() {
        for (int i = 0; i < 1_400; i++) answered(1, Signals.of(GroupSensor.GROUP.of("g" + i)), 100);
        answered(400, Signals.of(GroupSensor.GROUP.of("g999")), 100);
        answered(400, Signals.of(GroupSensor.GROUP.of("g1399")), 100);
        assertThat(lengths.charsMax(Signals.of(GroupSensor.GROUP.of("g999")))).isPresent();
        assertThat(lengths.charsMax(Signals.of(GroupSensor.GROUP.of("g1399")))).isEmpty();
    }

    @Test
    void manyThreadsObserveAtOnce() {
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 400; i++) {
                var id = "r" + i;
                threads.execute(() -> {
                    asked(id, SUMS);
                    called(id, "DONE", 100);
                });
            }
        }
        assertThat(max(SUMS)).as("none of four hundred was lost").isBetween(400.0, 400 * BUCKET);
    }
}
