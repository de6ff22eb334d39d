package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsageFiguresTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Model SMALL = new Model(
            "small", "p", "small", Price.FREE, OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN);
    private static final Stage STAGE = Stage.of(
            new Plan.Call(SMALL), new Condition.Compares(Finding.FAILED, Condition.Compares.Comparison.EQUAL, 0));

    private final UsageFigures figures = new UsageFigures();

    private void answered(Plan plan, boolean accepted, double rating) {
        figures.add(List.of(
                new Event.Asked("r", NOON, Request.of("r", "auto", "Hi", NOON)),
                new Event.Decided(
                        "r", NOON, "trial", 1, Utility.QUALITY, List.of(), List.of(), new Decision(plan, 1, "only")),
                new Event.Finished("r", NOON, Optional.of("small"), accepted, Answer.of("Hello", Usage.NONE), 0),
                new Event.Rated("r", NOON, rating, "user", Optional.empty())));
    }

    @Test
    void whereEveryAnswerIsGivenRatingsTellWhatItsAcceptanceIsWorth() {
        var trial = new Cascade(List.of(STAGE), Exhausted.BEST_SO_FAR);
        for (int i = 0; i < 90; i++) answered(trial, i % 10 != 0, 1);
        for (int i = 0; i < 40; i++) answered(trial, i % 4 == 0, 0.2);

        // (81 + 9.5) of 100, and (10 + 5) of 50
        assertThat(figures.text())
                .contains("Route `trial`")
                .contains("accepts: {good: 0.905, bad: 0.300}  # counted on 90 good answers and 40 bad ones");
    }

    @Test
    void whereRefusedAnswersAreNotGivenNothingIsTold() {
        answered(new Cascade(List.of(STAGE, STAGE), Exhausted.BEST_SO_FAR), true, 1);
        answered(new Cascade(List.of(STAGE), Exhausted.FAIL), true, 1);
        answered(new Plan.Call(SMALL), true, 1);

        assertThat(figures.text()).doesNotContain("accepts");
    }
}
