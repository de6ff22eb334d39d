package dev.signalbox.standard.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.GroupSensor;
import dev.signalbox.standard.sensor.TaskSensor;
import java.time.Instant;
import java.util.List;
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

    private void finished(String id, int chars, Finish finish) {
        var choice = new Answer.Choice(0, "x".repeat(chars), List.of(), finish);
        var answer = new Answer(List.of(choice), Usage.NONE, Optional.empty());
        lengths.accept(new Event.Finished(id, Instant.EPOCH, Optional.of("m"), true, answer, 0));
    }

    private void answered(int times, Signals known, int chars) {
        for (int i = 0; i < times; i++) {
            asked("r" + i, known);
            finished("r" + i, chars, Finish.DONE);
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
        assertThat(max(Signals.NONE)).isBetween(4_000.0, 4_000 * BUCKET);
        assertThat(lengths.charsMax(Signals.of(GroupSensor.GROUP.of("other")))).isEmpty();
    }

    @Test
    void theLongestOfTwoHundredAreBeyond() {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            asked("r", SUMS);
            finished("r", (int) (300 * Math.exp(1.2 * random.nextGaussian())), Finish.DONE);
        }
        // Of the normal distribution 99.5 % lie below 2.576 deviations.
        assertThat(max(SUMS)).isBetween(300 * Math.exp(1.2 * 2.576) / 1.4, 300 * Math.exp(1.2 * 2.576) * 1.4);
    }

    @Test
    void anAnswerThatATokenLimitEndedTellsNothing() {
        answered(400, SUMS, 100);
        for (int i = 0; i < 200; i++) {
            asked("long", SUMS);
            finished("long", 100_000, Finish.LENGTH);
        }
        assertThat(max(SUMS)).isLessThan(500);
    }

    @Test
    void theLimitRisesWhereAnswersAreCutForTheirLength() {
        answered(400, SUMS, 100);
        for (int i = 0; i < 20; i++) {
            asked("r", SUMS);
            var finding = Finding.fail("too_long", Reason.LENGTH, "");
            lengths.accept(new Event.Cut("r", Instant.EPOCH, Optional.of("m"), finding, 500 + i, false));
            finished("r", 100, Finish.DONE);
        }
        assertThat(max(SUMS)).isGreaterThan(600);
    }

    @Test
    void whatHasNoAnswerOrOneThatWasGivenBeforeTellsNothing() {
        for (int i = 0; i < 500; i++) {
            asked("failed" + i, SUMS);
            lengths.accept(new Event.Failed("failed" + i, Instant.EPOCH, "x", "y"));
            finished("failed" + i, 1, Finish.DONE);
            asked("again", SUMS);
            lengths.accept(new Event.Called(
                    "again",
                    Instant.EPOCH,
                    "m",
                    Usage.NONE,
                    0,
                    OptionalDouble.empty(),
                    0,
                    Event.Called.RECALLED,
                    Optional.empty()));
            finished("again", 1, Finish.DONE);
            finished("never asked", 1, Finish.DONE);
        }
        assertThat(lengths.charsMax(SUMS)).isEmpty();
        assertThat(lengths.charsMax(Signals.NONE)).isEmpty();
    }

    @Test
    void callersWhoInventCategoriesFillNoMemory() {
        for (int i = 0; i < 1_400; i++) answered(1, Signals.of(GroupSensor.GROUP.of("g" + i)), 100);
        assertThat(lengths.charsMax(Signals.NONE)).as("those after a thousand").isPresent();
        assertThat(max(Signals.of(GroupSensor.GROUP.of("g1399")))).isEqualTo(max(Signals.NONE));
    }

    @Test
    void manyThreadsObserveAtOnce() {
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 400; i++) {
                var id = "r" + i;
                threads.execute(() -> {
                    asked(id, SUMS);
                    finished(id, 100, Finish.DONE);
                });
            }
        }
        assertThat(max(SUMS)).as("none of four hundred was lost").isBetween(400.0, 400 * BUCKET);
    }
}
