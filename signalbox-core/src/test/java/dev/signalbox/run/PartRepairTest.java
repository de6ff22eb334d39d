package dev.signalbox.run;

import static dev.signalbox.CoreFixtures.model;
import static dev.signalbox.CoreFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.CoreFixtures;
import dev.signalbox.CoreFixtures.ListJournal;
import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Judged;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Carry;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.provider.Provider;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartRepairTest {
    private static final Condition SOUND = new Compares(Finding.FAILED, Comparison.EQUAL, 0);
    private static final String CODE = "```java\nclass Box {}\n```\n";

    private final ListJournal journal = new ListJournal();
    private final ListSink sink = new ListSink();
    private final List<Request> asked = new ArrayList<>();
    private final List<String> called = new ArrayList<>();

    /// Fails what says "shallow", and what is too short as a whole.
    private static final Sensor<Moment.AnsweredMoment> DEPTH = new Sensor<>() {
        @Override
        public String name() {
            return "depth";
        }

        @Override
        public Class<Moment.AnsweredMoment> moment() {
            return Moment.AnsweredMoment.class;
        }

        @Override
        public List<Signal<?>> sense(Moment.AnsweredMoment moment, Signals known) {
            var text = moment.answer().text();
            return List.of(
                    finding("depth", !text.contains("shallow"), Reason.JUDGED),
                    finding("length", text.length() > 10, Reason.LENGTH));
        }

        private Signal<?> finding(String check, boolean good, Reason reason) {
            return Finding.key(check)
                    .of(good ? Finding.pass(check, reason) : Finding.fail(check, reason, "it is " + check));
        }
    };

    private Runner.RunOutcome run(Map<String, List<String>> answers, String... models) throws Exception {
        Map<String, Deque<String>> left = new HashMap<>();
        answers.forEach((model, texts) -> left.put(model, new ArrayDeque<>(texts)));
        var provider = new Provider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Answer call(Model model, Request request, Sink sink) throws InterruptedException {
                asked.add(request);
                called.add(model.id());
                var text =
                        Optional.ofNullable(left.get(model.id())).orElseThrow().removeFirst();
                sink.accept(Chunk.text(text));
                return Answer.of(text, Usage.of(1_000, 500));
            }
        };
        var stages = new ArrayList<Stage>();
        for (var model : models) {
            stages.add(Stage.of(new Call(model(model)), SOUND).carrying(Carry.FAILED_PARTS));
        }
        return new Runner(
                        List.of(provider),
                        new Senses(List.of(DEPTH), Duration.ofSeconds(1)),
                        journal,
                        InstantSource.fixed(CoreFixtures.NOON))
                .run(new Cascade(stages, Exhausted.BEST_SO_FAR), request("auto"), Signals.NONE, "r", sink);
    }

    private List<String> judgements() {
        return journal.of(Judged.class).stream()
                .map(judged -> "%s of %s: %s"
                        .formatted(judged.part().orElse("all"), judged.model().orElse(""), judged.accepted()))
                .toList();
    }

    @Test
    void onlyThePartThatFailedIsAskedOfTheNextModel() throws Exception {
        var runOutcome = run(
                Map.of("small", List.of(CODE + "\nshallow words"), "large", List.of("It is easy to test `Box`.")),
                "small",
                "large");

        var result = runOutcome.result();
        assertThat(result.answer().text()).isEqualTo(CODE + "\nIt is easy to test `Box`.");
        assertThat(result.model()).contains("small, large");
        assertThat(result.accepted()).isTrue();
        assertThat(result.answer().usage()).isEqualTo(Usage.of(2_000, 1_000));
        assertThat(runOutcome.costUsd()).isEqualTo(0.004);
        assertThat(sink.heard).hasToString(result.answer().text());
        assertThat(sink.openings).containsExactly("r/small, large");
        assertThat(judgements())
                .containsExactly(
                        "all of small: false",
                        "code 1 of small: true",
                        "prose 1 of small: false",
                        "all of small, large: true");
        assertThat(asked.getLast().messages())
                .hasSize(2)
                .startsWith(request("auto").last());
        assertThat(asked.getLast().last().text())
                .contains("class Box {}", "shallow words", "it is depth", "Write the part `prose 1` again");
    }

    @Test
    void partsThatDoNotFitAreAskedForOnceMoreAndThenTheWholeOfTheLast() throws Exception {
        var runOutcome = run(
                Map.of(
                        "small",
                        List.of(CODE + "shallow words"),
                        "medium",
                        List.of("`openLid()` is tested."),
                        "large",
                        List.of("`closeLid()` is tested.", "All of it, from scratch.")),
                "small",
                "medium",
                "large");

        assertThat(called).containsExactly("small", "medium", "large", "large");
        assertThat(asked.get(2).last().text()).contains("`openLid` is not in the code");
        assertThat(asked.get(3).last().text()).contains("closeLid", "Answer the request above again");
        assertThat(runOutcome.result().answer().text()).isEqualTo("All of it, from scratch.");
        assertThat(runOutcome.result().model()).contains("large");
    }

    @Test
    void theBestOfAllIsGivenWhereNothingHelps() throws Exception {
        var runOutcome = run(
                Map.of("small", List.of(CODE + "shallow"), "large", List.of("shallow", "a deep word", "shallow")),
                "small",
                "large");
        assertThat(runOutcome.result().accepted()).isTrue();
        assertThat(called).containsExactly("small", "large", "large");

        called.clear();
        var worse = run(
                Map.of("small", List.of(CODE + "shallow"), "large", List.of("shallow", "shallow", "shallow")),
                "small",
                "large");
        assertThat(called).containsExactly("small", "large", "large", "large");
        assertThat(worse.result().accepted()).isFalse();
        assertThat(worse.result().model()).contains("small, large");
    }

    @Test
    void anAnswerInOnePieceIsAskedForAsAWhole() throws Exception {
        var runOutcome =
                run(Map.of("small", List.of("shallow words"), "large", List.of("A deep answer.")), "small", "large");

        assertThat(runOutcome.result().answer().text()).isEqualTo("A deep answer.");
        assertThat(asked.getLast().last().text()).contains("shallow words", "Answer the request above again");
        assertThat(judgements()).containsExactly("all of small: false", "all of large: true");
    }

    @Test
    void aCheckThatTheWholePassedDoesNotCountAgainstAPart() throws Exception {
        run(
                Map.of("small", List.of("Short.\n" + CODE + "shallow"), "large", List.of("Deep enough.")),
                "small",
                "large");

        assertThat(journal.of(Event.Judged.class))
                .filteredOn(judged -> judged.part().isPresent())
                .flatExtracting(Event.Judged::findings)
                .extracting(Finding::check)
                .containsOnly("depth");
        assertThat(judgements()).contains("prose 1 of small: true", "prose 2 of small: false");
    }
}
