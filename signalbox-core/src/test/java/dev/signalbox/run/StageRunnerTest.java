package dev.signalbox.run;

import static dev.signalbox.CoreFixtures.model;
import static dev.signalbox.CoreFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.CoreFixtures;
import dev.signalbox.CoreFixtures.ListJournal;
import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Answer.Choice;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Carry;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StageRunnerTest {
    private static final Condition SOUND = new Compares(Finding.FAILED, Comparison.EQUAL, 0);

    private final ListJournal journal = new ListJournal();
    private final ListSink sink = new ListSink();
    private final List<Request> asked = new ArrayList<>();

    /// Fails answers by the words they contain.
    private static Sensor<Moment.AnsweredMoment> check(String word, Reason reason) {
        return new Sensor<>() {
            @Override
            public String name() {
                return "check_" + word;
            }

            @Override
            public Class<Moment.AnsweredMoment> moment() {
                return Moment.AnsweredMoment.class;
            }

            @Override
            public List<Signal<?>> sense(Moment.AnsweredMoment moment, Signals known) {
                boolean bad = moment.answer().text().contains(word);
                var finding = bad ? Finding.fail(word, reason, "it says " + word) : Finding.pass(word, reason);
                return List.of(Finding.key(word).of(finding), Finding.flag(word).of(!bad));
            }
        };
    }

    private Runner.RunOutcome run(Map<String, String> answers, Cascade cascade, Request request) throws Exception {
        return run(answers, cascade, request, List.of());
    }

    private Runner.RunOutcome run(Map<String, String> answers, Cascade cascade, Request request, List<AutoFix> mends)
            throws Exception {
        var provider = new Provider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Answer call(Model model, Request request, Sink sink) throws InterruptedException {
                asked.add(request);
                var text = answers.get(model.id());
                if (text == null) throw new IllegalStateException("no answer for " + model.id());
                sink.accept(Chunk.text(text));
                return text.startsWith("call ") ? calling(text) : Answer.of(text, Usage.of(1_000, 500));
            }
        };
        var senses = new Senses(
                List.of(check("wrong", Reason.ARITHMETIC), check("sorry", Reason.REFUSAL)), Duration.ofSeconds(1));
        return new Runner(
                        List.of(provider),
                        senses,
                        mends,
                        List.of(),
                        Answer::text,
                        journal,
                        InstantSource.fixed(CoreFixtures.NOON))
                .run(cascade, request, Signals.NONE, "r", sink);
    }

    /// An answer that calls the tool `pay` with these arguments.
    private static Answer calling(String text) {
        var call = new ToolCall("2", "pay", text.substring(5));
        return new Answer(List.of(new Choice(0, text, List.of(call), Finish.TOOLS)), Usage.NONE, Optional.empty());
    }

    /// The request after `pay` was called with `{"to": "Ann"}` and brought a result.
    private static Request paid() {
        var pay = new ToolCall("1", "pay", "{\"to\": \"Ann\"}");
        return request("auto")
                .asking(List.of(
                        Message.of(Role.USER, "Pay Ann."),
                        new Message(Role.ASSISTANT, List.of(), List.of(pay), Optional.empty(), Optional.empty()),
                        new Message(
                                Role.TOOL,
                                List.of(new Part.Text("paid")),
                                List.of(),
                                Optional.of("1"),
                                Optional.empty())));
    }

    private static AutoFix replacing(String from, String to) {
        return (request, answer, findings) -> answer.text().contains(from)
                ? Optional.of(Answer.of(answer.text().replace(from, to), answer.usage()))
                : Optional.empty();
    }

    private static Stage stage(String model, Carry carry) {
        return Stage.of(new Call(model(model)), SOUND).carrying(carry);
    }

    @Test
    void theNextStageIsToldWhatWasWrongAndWhatWasSaid() throws Exception {
        var runOutcome = run(
                Map.of("small", "wrong: 5", "large", "4"),
                new Cascade(List.of(stage("small", Carry.TEXT_AND_REASONS), stage("large", Carry.NOTHING))),
                request("auto"));

        assertThat(runOutcome.result().answer().text()).isEqualTo("4");
        assertThat(sink.heard).hasToString("4");
        assertThat(asked.getLast().messages()).hasSize(2);
        assertThat(asked.getLast().last().role()).isEqualTo(Role.USER);
        assertThat(asked.getLast().last().text()).contains("wrong: 5", "ARITHMETIC", "it says wrong");
        assertThat(journal.of(Event.Judged.class))
                .extracting(Event.Judged::accepted)
                .containsExactly(false, true);
    }

    @Test
    void anAnswerThatWouldMisleadIsNotShown() throws Exception {
        run(
                Map.of("small", "sorry, no", "large", "4"),
                new Cascade(List.of(stage("small", Carry.TEXT_AND_REASONS), stage("large", Carry.NOTHING))),
                request("auto"));

        assertThat(asked.getLast().last().text()).contains("REFUSAL").doesNotContain("sorry, no");
    }

    @Test
    void withReasonsAloneTheAnswerIsNotShown() throws Exception {
        run(
                Map.of("small", "wrong: 5", "large", "4"),
                new Cascade(List.of(stage("small", Carry.REASONS), stage("large", Carry.NOTHING))),
                request("auto"));

        assertThat(asked.getLast().last().text()).contains("ARITHMETIC").doesNotContain("wrong: 5");
    }

    @Test
    void aStageThatCarriesNothingLeavesTheRequestAsItWas() throws Exception {
        var request = request("auto");
        run(
                Map.of("small", "wrong: 5", "large", "4"),
                new Cascade(List.of(stage("small", Carry.NOTHING), stage("large", Carry.NOTHING))),
                request);

        assertThat(asked.getLast()).isSameAs(request);
    }

    @Test
    void theBestOfThoseThatFailedIsGivenAndSaidToBeNoMore() throws Exception {
        var runOutcome = run(
                Map.of("small", "wrong", "large", "sorry, wrong"),
                new Cascade(
                        List.of(stage("small", Carry.NOTHING), stage("large", Carry.NOTHING)), Exhausted.BEST_SO_FAR),
                request("auto"));

        assertThat(runOutcome.result().answer().text()).isEqualTo("wrong");
        assertThat(runOutcome.result().accepted()).isFalse();
        assertThat(runOutcome.result().model()).contains("small");
        assertThat(sink.heard).hasToString("wrong");
        assertThat(sink.openings).containsExactly("r/small");
    }

    @Test
    void whereItIsHopelessNoneIsAskedAfterAndTheAnswerIsMarked() throws Exception {
        var hopeless = new Compares(Finding.FAILED, Comparison.AT_LEAST, 2);
        var stages = List.of(stage("small", Carry.NOTHING).givenUpWhere(hopeless), stage("large", Carry.NOTHING));
        var runOutcome = run(
                Map.of("small", "sorry, wrong", "large", "4"), new Cascade(stages, Exhausted.FAIL), request("auto"));
        assertThat(runOutcome.result().answer().text()).isEqualTo("sorry, wrong");
        assertThat(runOutcome.result().accepted()).isFalse();
        assertThat(asked).hasSize(1);

        var needy = run(Map.of("small", "wrong", "large", "4"), new Cascade(stages, Exhausted.FAIL), request("auto"));
        assertThat(needy.result().answer().text()).isEqualTo("4");
    }

    @Test
    void noCallIsMadeOnceTheBudgetIsSpent() throws Exception {
        var plain = request("auto");
        var poor = new Request(
                plain.id(),
                plain.parent(),
                plain.tenant(),
                plain.model(),
                plain.messages(),
                plain.tools(),
                plain.options(),
                new Request.Wishes(OptionalDouble.empty(), OptionalDouble.of(0.001), Request.Late.PASS_ON),
                plain.fields(),
                Optional.empty(),
                plain.tags(),
                plain.deadline());
        var stages = List.of(stage("small", Carry.NOTHING), stage("large", Carry.NOTHING));

        assertThatThrownBy(() -> run(Map.of("small", "wrong", "large", "4"), new Cascade(stages), poor))
                .isInstanceOfSatisfying(ProviderException.class, failed -> assertThat(failed.kind())
                        .isEqualTo(Kind.OVER_BUDGET));
        var best = run(Map.of("small", "wrong", "large", "4"), new Cascade(stages, Exhausted.BEST_SO_FAR), poor);
        assertThat(best.result().answer().text()).isEqualTo("wrong");
        assertThat(asked).hasSize(2);
        assertThat(best.costUsd()).isEqualTo(0.002);
    }

    @Test
    void whatCanBeSetRightWithoutAModelIs() throws Exception {
        var runOutcome = run(
                Map.of("small", "wrong: sorry, 4"),
                new Cascade(List.of(stage("small", Carry.NOTHING), stage("large", Carry.NOTHING))),
                request("auto"),
                List.of(replacing("never", "ever"), replacing("wrong: ", ""), replacing("sorry, ", "")));

        assertThat(runOutcome.result().answer().text()).isEqualTo("4");
        assertThat(runOutcome.result().accepted()).isTrue();
        assertThat(sink.heard).hasToString("4");
        assertThat(sink.openings).containsExactly("r/small");
        assertThat(journal.of(Event.Judged.class))
                .extracting(Event.Judged::part, Event.Judged::accepted)
                .containsExactly(
                        tuple(Optional.empty(), false),
                        tuple(Optional.of("mended"), false),
                        tuple(Optional.of("mended"), true));
    }

    @Test
    void aMendThatMakesItWorseIsForgotten() throws Exception {
        var runOutcome = run(
                Map.of("small", "wrong"),
                new Cascade(List.of(stage("small", Carry.NOTHING)), Exhausted.BEST_SO_FAR),
                request("auto"),
                List.of(replacing("wrong", "wrong, sorry")));

        assertThat(runOutcome.result().answer().text()).isEqualTo("wrong");
        assertThat(sink.heard).hasToString("wrong");
    }

    @Test
    void noRepairCallsAToolAgainThatHasBeenCalled() {
        assertThatThrownBy(() -> run(
                        Map.of("small", "wrong", "large", "call {\"to\":\"Ann\"}"),
                        new Cascade(List.of(stage("small", Carry.REASONS), stage("large", Carry.NOTHING))),
                        paid()))
                .hasMessageContaining("repeats a tool call");
        assertThat(sink.heard).isEmpty();
    }

    @Test
    void aFirstAnswerMayPollAToolAndARepairMayCallAnother() throws Exception {
        var poll = run(
                Map.of("small", "call {\"to\":\"Ann\"}"),
                new Cascade(List.of(stage("small", Carry.REASONS), stage("large", Carry.NOTHING))),
                paid());
        assertThat(poll.result().model()).contains("small");
        var other = run(
                Map.of("small", "wrong", "large", "call {\"to\":\"Bob\"}"),
                new Cascade(List.of(stage("small", Carry.REASONS), stage("large", Carry.NOTHING))),
                paid());
        assertThat(other.result().model()).contains("large");
    }

    @Test
    void anAcceptedToolCallEndsTheCascade() throws Exception {
        run(
                Map.of("small", "call {}"),
                new Cascade(List.of(stage("small", Carry.REASONS), stage("large", Carry.NOTHING))),
                request("auto"));
        assertThat(asked).hasSize(1);
    }
}
