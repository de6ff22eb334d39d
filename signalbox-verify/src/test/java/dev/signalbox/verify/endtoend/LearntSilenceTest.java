package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.Event;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Watching;
import dev.signalbox.signal.Condition;
import dev.signalbox.standard.estimate.AnswerLengths;
import dev.signalbox.standard.estimate.ModelStats;
import dev.signalbox.standard.monitor.Monitors;
import dev.signalbox.standard.monitor.StallMonitor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A model that was heard often is held to its own habits, over HTTP on both sides.
class LearntSilenceTest {
    private static final int GAP_MS = 20;
    private static final int STALL_MS = 2_000;
    private static final int OBSERVED = 220;
    private static final String SECOND = "Said by the second.";

    private static final ModelStats HABITS = new ModelStats();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private static StreamingUpstream upstream;

    @SuppressWarnings("NullAway.Init")
    private static LocalBox box;

    @BeforeAll
    static void start() throws IOException {
        upstream = new StreamingUpstream();
        upstream.plays("second", line -> Fault.tell(line, SECOND));
        var held = new Watching(new Condition.Never(), 1_000, Duration.ofHours(1), 200, Set.of(StallMonitor.NAME));
        Plan plan = new Cascade(List.of(
                Stage.of(new Call(LocalBox.model("first", LocalBox.PATIENT, 1)), Condition.ALWAYS)
                        .watched(held),
                Stage.of(new Call(LocalBox.model("second", LocalBox.PATIENT, 2)), Condition.ALWAYS)));
        box = new LocalBox(
                upstream.url(),
                Map.of("held", plan),
                List.of(),
                Monitors.usual(HABITS, new AnswerLengths()),
                List.<Consumer<Event>>of(HABITS));
    }

    @AfterAll
    static void stop() throws IOException {
        HTTP.close();
        box.close();
        upstream.close();
    }

    private static Heard ask() throws IOException, InterruptedException {
        return Heard.of(HTTP, box.url(), "auto/held", "What does a signal box do?", "");
    }

    /// @param pauseMs before its last word
    private static void firstPauses(int pauseMs) {
        upstream.plays("first", line -> {
            line.say("A ", "signal ");
            for (var word : List.of("box ", "sets ", "points")) {
                Thread.sleep(GAP_MS);
                line.delta(word);
            }
            Thread.sleep(pauseMs);
            line.delta(".");
            line.finish("stop");
        });
    }

    @Test
    void aModelThatStallsIsCutAtItsOwnLimitAndTheClientDoesNotNotice() throws Exception {
        firstPauses(STALL_MS);
        assertThat(ask().text()).as("within what was set").endsWith("points.");

        firstPauses(GAP_MS);
        try (var threads = Executors.newFixedThreadPool(8)) {
            var all = new ArrayList<Future<Heard>>();
            for (int i = 0; i < OBSERVED; i++) all.add(threads.submit(LearntSilenceTest::ask));
            for (var one : all) assertThat(one.get().text()).endsWith("points.");
        }
        assertThat(HABITS.silentBetweenMs("first")).isPresent();

        firstPauses(STALL_MS);
        var heard = ask();

        assertThat(heard.text()).isEqualTo(SECOND);
        assertThat(heard.body()).doesNotContain("first");
        assertThat(heard.finishes()).containsExactly("stop");
        var story = box.story(heard.header("x-signalbox-request"));
        assertThat(story)
                .filteredOn(Event.Cut.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    var cut = (Event.Cut) event;
                    assertThat(cut.finding().check()).isEqualTo(StallMonitor.NAME);
                    assertThat(cut.finding().evidence()).contains("(learnt)");
                    assertThat(cut.released()).isFalse();
                });
        assertThat(story).filteredOn(Event.Called.class::isInstance).first().satisfies(event -> assertThat(
                        ((Event.Called) event).latencyMs())
                .isLessThan(STALL_MS));
    }
}
