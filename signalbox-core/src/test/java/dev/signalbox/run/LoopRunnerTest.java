package dev.signalbox.run;

import static dev.signalbox.CoreFixtures.model;
import static dev.signalbox.CoreFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.CoreFixtures;
import dev.signalbox.CoreFixtures.ListJournal;
import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Answer.Choice;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Loop;
import dev.signalbox.plan.Policy.CascadeRouting;
import dev.signalbox.plan.Policy.Orchestrate;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
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
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LoopRunnerTest {
    private final ListJournal journal = new ListJournal();
    private final ListSink sink = new ListSink();
    private final List<Request> asked = new ArrayList<>();
    private final List<String> called = new ArrayList<>();

    private static final Sensor<Moment.AnsweredMoment> CHECK = new Sensor<>() {
        @Override
        public String name() {
            return "check";
        }

        @Override
        public Class<Moment.AnsweredMoment> moment() {
            return Moment.AnsweredMoment.class;
        }

        @Override
        public List<Signal<?>> sense(Moment.AnsweredMoment moment, Signals known) {
            boolean bad = moment.answer().text().contains("wrong");
            return List.of(Finding.key("right")
                    .of(
                            bad
                                    ? Finding.fail("right", Reason.ARITHMETIC, "wrong")
                                    : Finding.pass("right", Reason.ARITHMETIC)));
        }
    };

    @FunctionalInterface
    private interface Script {
        Answer of(String model, Request request) throws ProviderException;
    }

    private Runner.RunOutcome run(Script script, Plan plan, Request request) throws Exception {
        var provider = new Provider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException {
                asked.add(request);
                called.add(model.id());
                var answer = script.of(model.id(), request);
                sink.accept(Chunk.text(answer.text()));
                return answer;
            }
        };
        return new Runner(
                        List.of(provider),
                        new Senses(List.of(CHECK), Duration.ofSeconds(1)),
                        journal,
                        InstantSource.fixed(CoreFixtures.NOON))
                .run(plan, request, Signals.NONE, "r", sink);
    }

    private static Answer says(String text) {
        return Answer.of(text, Usage.of(1_000, 500));
    }

    private static Answer calls(String... arguments) {
        var calls = new ArrayList<ToolCall>();
        for (var each : arguments) calls.add(new ToolCall("call_" + calls.size(), "call_model", each));
        return new Answer(List.of(new Choice(0, "", calls, Finish.TOOLS)), Usage.NONE, Optional.empty());
    }

    private static Option option(String id, double quality, double costUsd) {
        return new Option(
                new Call(model(id)),
                new Estimate(new Belief(quality, 0.1), new Belief(costUsd, 0), new Belief(1_000, 0)));
    }

    private static final Loop SUPERMODEL = new Loop(
            new CascadeRouting(
                    List.of(option("small", 0.6, 0.001), option("medium", 0.7, 0.01), option("large", 0.8, 0.05)),
                    new Utility(5, 0)),
            3);

    @Test
    void aGoodAnswerEndsTheLoop() throws Exception {
        var runOutcome = run((model, request) -> says("right " + model), SUPERMODEL, request("auto"));

        assertThat(called).containsExactly("small");
        assertThat(runOutcome.result().accepted()).isTrue();
        assertThat(sink.heard).hasToString("right small");
    }

    @Test
    void aBadOneMakesItAskAnotherAndTheBestIsGiven() throws Exception {
        var runOutcome =
                run((model, request) -> says(model.equals("medium") ? "right" : "wrong"), SUPERMODEL, request("auto"));

        assertThat(called).startsWith("small").contains("medium");
        assertThat(runOutcome.result().model()).contains("medium");
        assertThat(sink.heard).hasToString("right");
        assertThat(sink.openings).containsExactly("r/medium");
        assertThat(journal.of(Event.Judged.class))
                .extracting(Event.Judged::accepted)
                .contains(false, true);
    }

    @Test
    void whereNoneIsGoodTheBestIsGivenAndSaidToBeNoMore() throws Exception {
        var runOutcome = run((model, request) -> says("wrong"), SUPERMODEL, request("auto"));

        assertThat(called).hasSize(3);
        assertThat(runOutcome.result().accepted()).isFalse();
        assertThat(runOutcome.result().model()).contains("large");
    }

    @Test
    void aModelThatFailsIsLeftOut() throws Exception {
        var runOutcome = run(
                (model, request) -> {
                    if (model.equals("small")) throw new ProviderException(Kind.OVERLOADED, "busy");
                    return says("right");
                },
                SUPERMODEL,
                request("auto"));

        assertThat(runOutcome.result().model()).contains("medium");
    }

    @Test
    void noMoreIsAskedThanTheBudgetIsExpectedToBear() throws Exception {
        var runOutcome = run((model, request) -> says("wrong"), SUPERMODEL, allowing(0.0105));
        assertThat(called).containsExactly("medium", "small");
        assertThat(runOutcome.result().model()).contains("medium");

        assertThatThrownBy(() -> run((model, request) -> says("right"), SUPERMODEL, allowing(0.0005)))
                .isInstanceOfSatisfying(ProviderException.class, failed -> assertThat(failed.kind())
                        .isEqualTo(Kind.OVER_BUDGET));
        assertThat(called).hasSize(2);
    }

    private static Request allowing(double costUsd) {
        var plain = request("auto");
        var wishes = new Request.Wishes(OptionalDouble.empty(), OptionalDouble.of(costUsd), Request.Late.PASS_ON);
        return new Request(
                plain.id(),
                plain.parent(),
                plain.tenant(),
                plain.model(),
                plain.messages(),
                plain.tools(),
                plain.options(),
                wishes,
                plain.fields(),
                plain.body(),
                plain.tags(),
                plain.deadline());
    }

    private static final Loop LED =
            new Loop(new Orchestrate(model("leader"), List.of(model("cook"), model("poet"))), 2);

    @Test
    void aLeaderAsksOthersAndAnswersItself() throws Exception {
        var runOutcome = run(
                (model, request) -> {
                    if (model.equals("cook")) return says("Ten minutes.");
                    return request.last().role() == Role.TOOL
                            ? says("Boil it for ten minutes.")
                            : calls("{\"name\": \"cook\", \"query\": \"time: how long for an egg?\"}");
                },
                LED,
                request("auto"));

        assertThat(called).containsExactly("leader", "cook", "leader");
        assertThat(runOutcome.result().answer().text()).isEqualTo("Boil it for ten minutes.");
        assertThat(runOutcome.result().model()).contains("leader");
        assertThat(sink.heard).hasToString("Boil it for ten minutes.");
        assertThat(asked.get(1).last().text()).isEqualTo("time: how long for an egg?");
        assertThat(asked.get(1).tools()).isEmpty();
        assertThat(asked.get(0).messages().getFirst().text()).contains("`cook`", "`poet`", "at most 2 times");
        var turn = asked.get(2).messages();
        assertThat(turn.get(turn.size() - 2).toolCalls()).hasSize(1);
        assertThat(asked.get(2).last().toolCallId()).contains("call_0");
        assertThat(asked.get(2).last().text()).isEqualTo("Ten minutes.");
    }

    @Test
    void whatCannotBeAskedIsAnsweredNone() throws Exception {
        run(
                (model, request) -> {
                    if (model.equals("poet")) throw new ProviderException(Kind.OVERLOADED, "busy");
                    return request.last().role() == Role.TOOL
                            ? says("I know it myself.")
                            : calls(
                                    "{\"name\": \"baker\", \"query\": \"?\"}",
                                    "{\"name\": \"poet\", \"query\": \"?\"}");
                },
                LED,
                request("auto"));

        assertThat(asked.getLast().messages())
                .filteredOn(message -> message.role() == Role.TOOL)
                .extracting(message -> message.text())
                .containsExactly("None", "None");
    }

    @Test
    void afterTheLastCallTheLeaderMustAnswerOrTheOthersDo() throws Exception {
        var outcome = run(
                (model, request) ->
                        model.equals("leader") ? calls("{\"name\": \"cook\", \"query\": \"?\"}") : says("No idea."),
                LED,
                request("auto"));
        assertThat(called).containsExactly("leader", "cook", "leader", "cook", "leader", "cook");
        assertThat(asked.get(4).fields()).containsEntry("tool_choice", Json.of("\"none\""));
        assertThat(outcome.result().answer().text()).isEqualTo("No idea.");
        assertThat(sink.heard).hasToString("No idea.");
    }

    @Test
    void aLeaderThatIsDownIsReplacedByTheOthersInTurn() throws Exception {
        var outcome = run(
                (model, request) -> {
                    if (!model.equals("poet")) throw new ProviderException(Kind.BROKEN, "down");
                    return says("A verse.");
                },
                LED,
                request("auto"));
        assertThat(called).containsExactly("leader", "cook", "poet");
        assertThat(outcome.result().model()).contains("poet");
        assertThat(journal.of(Event.Judged.class))
                .anySatisfy(judged -> assertThat(judged.part()).contains("leader"));
    }

    @Test
    void aRequestThatIsWrongIsNotAskedOfOthersInPlaceOfTheLeader() {
        assertThatThrownBy(() -> run(
                        (_, _) -> {
                            throw new ProviderException(Kind.REFUSED, "wrong");
                        },
                        LED,
                        request("auto")))
                .isInstanceOfSatisfying(ProviderException.class, failed -> assertThat(failed.kind())
                        .isEqualTo(Kind.REFUSED));
        assertThat(called).containsExactly("leader");
    }

    @Test
    void longAnswersAreCutForTheLeader() throws Exception {
        run(
                (model, request) -> {
                    if (model.equals("cook")) return says("x".repeat(10_000));
                    return request.last().role() == Role.TOOL
                            ? says("Done.")
                            : calls("{\"name\": \"cook\", \"query\": \"?\"}");
                },
                LED,
                request("auto"));
        assertThat(asked.getLast().last().text()).hasSize(Orchestrator.HEARD_LETTERS_MAX + 2);
    }

    @Test
    void theWordsOfATrainedLeaderAreReadUpToTheFirstColon() {
        assertThat(OrchestratorCall.in(says("<think>?</think><search> cook : time: how long?</search>")))
                .containsExactly(new OrchestratorCall.Wanted(Optional.empty(), Optional.of("cook"), "time: how long?"));
        assertThat(OrchestratorCall.in(says("<search>no model named</search>"))
                        .getFirst()
                        .model())
                .isEmpty();
        assertThat(OrchestratorCall.in(calls("{\"name\": \"cook\"}")).getFirst().model())
                .isEmpty();
        assertThat(OrchestratorCall.in(calls("{\"name\": \"cook\", \"query\": \"?\", \"more\": 1}"))
                        .getFirst()
                        .model())
                .isEmpty();
    }

    @Test
    void aRequestWithToolsIsTheLeadersAlone() throws Exception {
        var plain = request("auto");
        var tools = new Request(
                plain.id(),
                plain.parent(),
                plain.tenant(),
                plain.model(),
                plain.messages(),
                List.of(new Tool("pay", Json.of("{}"))),
                plain.options(),
                plain.wishes(),
                plain.fields(),
                plain.body(),
                plain.tags(),
                plain.deadline());
        run((model, request) -> says("Paid."), LED, tools);
        assertThat(asked).containsExactly(tools);
    }
}
