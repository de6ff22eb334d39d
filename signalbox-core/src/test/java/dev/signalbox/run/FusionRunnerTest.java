package dev.signalbox.run;

import static dev.signalbox.CoreFixtures.model;
import static dev.signalbox.CoreFixtures.request;
import static dev.signalbox.run.AskedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.CoreFixtures;
import dev.signalbox.CoreFixtures.ListJournal;
import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Confidence;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Tool;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Fusion.Best;
import dev.signalbox.plan.Fusion.JudgeSelected;
import dev.signalbox.plan.Fusion.Score;
import dev.signalbox.plan.Fusion.Synthesised;
import dev.signalbox.plan.Fusion.Vote;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.run.AskedProvider.Answers;
import dev.signalbox.run.AskedProvider.Asked;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.Signals;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FusionRunnerTest {
    private final ListJournal journal = new ListJournal();
    private final ListSink sink = new ListSink();
    private AskedProvider provider = new AskedProvider((_, _) -> says(""));

    private Runner.RunOutcome run(Answers answers, Plan plan) throws Exception {
        return run(answers, plan, request("auto"));
    }

    private Runner.RunOutcome run(Answers answers, Plan plan, Request request) throws Exception {
        provider = new AskedProvider(answers);
        return new Runner(List.of(provider), Senses.NONE, journal, InstantSource.fixed(CoreFixtures.NOON))
                .run(plan, request, Signals.NONE, "r", sink);
    }

    private static Fuse fuse(Fusion fusion, String... models) {
        return new Fuse(Stream.of(models).map(id -> (Plan) new Call(model(id))).toList(), fusion);
    }

    private static Answers saying(Map<String, String> texts) {
        return (model, _) -> {
            var text = texts.get(model);
            if (text == null) throw new ProviderException(Kind.BROKEN, "`%s` fails".formatted(model));
            return says(text);
        };
    }

    private List<String> models() {
        return provider.asked.stream().map(asked -> asked.model().id()).toList();
    }

    // Votes.

    @Test
    void whatMostSayIsGivenInTheWordsOfTheFirstWhoSaysIt() throws Exception {
        var runOutcome = run(saying(Map.of("a", "5", "b", "Four", "c", " four ")), fuse(new Vote(3), "a", "b", "c"));

        assertThat(runOutcome.result().answer().text()).isEqualTo("Four");
        assertThat(runOutcome.result().model()).contains("b");
        assertThat(runOutcome.result().signals().get(Fusion.AGREEMENT)).contains(2.0 / 3);
        assertThat(runOutcome.result().signals().get(Fusion.VOTES)).contains(3.0);
        assertThat(sink.heard).hasToString("Four");
        assertThat(sink.openings).containsExactly("r/b");
        assertThat(runOutcome.costUsd()).isEqualTo(0.006);
        assertThat(journal.of(Event.Called.class)).hasSize(3);
    }

    @Test
    void answersWithoutAKeyAgreeWithNothing() throws Exception {
        var runOutcome = run(saying(Map.of("a", " ", "b", " ", "c", "5")), fuse(new Vote(3), "a", "b", "c"));

        assertThat(runOutcome.result().signals().get(Fusion.AGREEMENT)).contains(1.0 / 3);
    }

    @Test
    void aVoteNeedsItsQuorum() throws Exception {
        var answers = saying(Map.of("a", "4", "b", "4"));

        assertThatThrownBy(() -> run(answers, fuse(new Vote(3), "a", "b", "c")))
                .isInstanceOfSatisfying(ProviderException.class, failed -> assertThat(failed.kind())
                        .isEqualTo(Kind.BROKEN));
        assertThat(sink.heard).isEmpty();
        assertThat(run(answers, fuse(new Vote(2), "a", "b", "c"))
                        .result()
                        .signals()
                        .get(Fusion.VOTES))
                .contains(2.0);
    }

    @Test
    void anAgreementGateAsksTheStrongModelOnlyWhereTheSmallOnesDisagree() throws Exception {
        var unanimous = new Compares(Fusion.AGREEMENT, Comparison.AT_LEAST, 1);
        var gate = new Cascade(List.of(
                Stage.of(fuse(new Vote(3), "a", "b", "c"), unanimous),
                Stage.of(new Call(model("strong")), dev.signalbox.signal.Condition.ALWAYS)));

        assertThat(run(saying(Map.of("a", "4", "b", "4", "c", "4")), gate)
                        .result()
                        .answer()
                        .text())
                .isEqualTo("4");
        assertThat(models()).doesNotContain("strong");
        assertThat(run(saying(Map.of("a", "4", "b", "4", "c", "5", "strong", "6")), gate)
                        .result()
                        .answer()
                        .text())
                .isEqualTo("6");
        assertThat(sink.heard).hasToString("46");
    }

    @Test
    void aRequestThatMayActIsAskedOnce() throws Exception {
        var plain = request("auto");
        var acting = new Request(
                plain.id(),
                plain.parent(),
                plain.tenant(),
                plain.model(),
                plain.messages(),
                List.of(new Tool("pay", Json.of("{}"))),
                plain.options(),
                plain.wishes(),
                plain.fields(),
                Optional.empty(),
                plain.tags(),
                plain.deadline());

        var runOutcome = run(saying(Map.of("b", "paid", "c", "paid")), fuse(new Vote(2), "a", "b", "c"), acting);

        assertThat(runOutcome.result().model()).contains("b");
        assertThat(models()).containsExactly("a", "b");
    }

    // The surest.

    private static Answers sure(Map<String, Confidence> confidences) {
        return (model, _) -> {
            var said = says(model);
            return new Answer(
                    said.choices(), said.usage(), Optional.empty(), Optional.ofNullable(confidences.get(model)));
        };
    }

    @Test
    void theSurestAnswerIsGiven() throws Exception {
        var confidences = Map.of(
                "a", new Confidence(0.3, 0.0, 0.9, 10),
                "b", new Confidence(0.1, 0.5, 0.8, 10),
                "c", new Confidence(0.2, 0.05, 0.95, 10));

        var likely = run(sure(confidences), fuse(new Best(new Score.Likelihood(1)), "a", "b", "c", "mute"));
        var tail = run(sure(confidences), fuse(new Best(new Score.TailEntropy()), "a", "b", "c"));
        var unweighted = run(sure(confidences), fuse(new Best(new Score.Likelihood(0)), "a", "b", "c"));

        assertThat(likely.result().model()).contains("c");
        assertThat(likely.result().signals().get(Fusion.UNCERTAINTY)).contains(0.25);
        assertThat(tail.result().model()).contains("b");
        assertThat(unweighted.result().model()).contains("b");
        assertThat(provider.asked).allMatch(asked -> asked.request().options().confidenceWanted());
    }

    @Test
    void aBoldModelIsMeasuredByItsOwnScaleWhereAllHaveOne() throws Exception {
        var confidences = Map.of("bold", new Confidence(0.1, 0, 0, 10), "shy", new Confidence(0.4, 0, 0, 10));
        var bold = new Score.Scale(0.05, 0.02);
        var shy = new Score.Scale(0.8, 0.2);

        assertThat(run(
                                sure(confidences),
                                fuse(
                                        new Best(new Score.Likelihood(1, Map.of("bold", bold, "shy", shy))),
                                        "bold",
                                        "shy"))
                        .result()
                        .model())
                .contains("shy");
        assertThat(run(sure(confidences), fuse(new Best(new Score.Likelihood(1, Map.of("bold", bold))), "bold", "shy"))
                        .result()
                        .model())
                .contains("bold");
    }

    @Test
    void whereNobodyTellsHowSureAgreementDecides() throws Exception {
        var best = new Best(new Score.Likelihood(1));

        assertThat(run(saying(Map.of("a", "5", "b", "4", "c", "4")), fuse(best, "a", "b", "c"))
                        .result()
                        .model())
                .contains("b");
        assertThat(run(saying(Map.of("a", "5", "b", "4")), fuse(best, "a", "b"))
                        .result()
                        .model())
                .contains("a");
    }

    // The judge.

    /// Finds the better of two answers by a word in it.
    private static Answer judgement(Request request) {
        var asked = request.last().text();
        boolean a =
                asked.replaceAll("(?s).*<answer_A-\\w+>(.*)</answer_A.*", "$1").contains("good");
        boolean b =
                asked.replaceAll("(?s).*<answer_B-\\w+>(.*)</answer_B.*", "$1").contains("good");
        return says("Both were read. [[%s]]".formatted(a == b ? "A=B" : a ? "A>>B" : "B>A"));
    }

    @Test
    void theJudgeSeesBothOrdersAndNoNames() throws Exception {
        var runOutcome = run(
                (model, request) -> switch (model) {
                    case "judge" -> judgement(request);
                    case "second-model" -> says("a good answer");
                    default -> says("an answer");
                },
                fuse(new JudgeSelected(model("judge"), "It must be good."), "first-model", "second-model"));

        assertThat(runOutcome.result().answer().text()).isEqualTo("a good answer");
        assertThat(runOutcome.result().signals().get(Fusion.JUDGE_TIE)).contains(false);
        assertThat(provider.asked("judge")).hasSize(2).allSatisfy(asked -> {
            assertThat(asked.request().options().temperature()).isEqualTo(OptionalDouble.of(0));
            assertThat(asked.text())
                    .contains("What is a signal box?", "It must be good.")
                    .doesNotContain("first-model", "second-model");
        });
        assertThat(provider.asked("judge").stream().map(Asked::text)).doesNotHaveDuplicates();
        assertThat(journal.of(Event.Called.class)).hasSize(4);
    }

    @Test
    void aJudgeThatFavoursAPlaceHasNoOpinion() throws Exception {
        var runOutcome = run(
                (model, _) -> says(model.equals("judge") ? "[[A>B]]" : model),
                fuse(new JudgeSelected(model("judge"), ""), "a", "b"));

        assertThat(runOutcome.result().model()).contains("a");
        assertThat(runOutcome.result().signals().get(Fusion.JUDGE_TIE)).contains(true);
        assertThat(runOutcome.result().signals().get(Fusion.JUDGE_FLIPPED)).contains(true);
    }

    @Test
    void ofMoreThanTwoTheLastUnbeatenIsGiven() throws Exception {
        var runOutcome = run(
                (model, request) -> model.equals("judge")
                        ? judgement(request)
                        : says(model.equals("b") || model.equals("d") ? "good " + model : model),
                fuse(new JudgeSelected(model("judge"), ""), "a", "b", "c", "d"));

        assertThat(runOutcome.result().answer().text()).isEqualTo("good b");
        assertThat(runOutcome.result().signals().get(Fusion.JUDGE_TIE)).contains(true);
        assertThat(runOutcome.result().signals().get(Fusion.JUDGE_FLIPPED)).contains(false);
        assertThat(provider.asked("judge")).hasSize(6);
    }

    @Test
    void whereTheJudgeFailsTheFirstAnswerIsGiven() throws Exception {
        var runOutcome =
                run(saying(Map.of("a", "one", "b", "two")), fuse(new JudgeSelected(model("judge"), ""), "a", "b"));

        assertThat(runOutcome.result().model()).contains("a");
        assertThat(runOutcome.result().signals().get(Fusion.JUDGE_TIE)).isEmpty();
        assertThat(runOutcome.result().signals().get(Fusion.JUDGE_SILENT)).contains(true);
    }

    // Money.

    private static Request costingAtMost(double usd) {
        return request("auto").costingAtMost(OptionalDouble.of(usd));
    }

    @Test
    void callsSideBySideCannotSpendTheSameMoney() {
        // A call is expected to cost about $0.0006.
        assertThatThrownBy(() -> run(
                        saying(Map.of("a", "1", "b", "1", "c", "1")),
                        fuse(new Vote(3), "a", "b", "c"),
                        costingAtMost(0.0013)))
                .isInstanceOfSatisfying(ProviderException.class, failed -> {
                    assertThat(failed.kind()).isEqualTo(Kind.OVER_BUDGET);
                    assertThat(failed.reason()).contains("is expected to cost", "$0.0013");
                });
        assertThat(provider.asked).hasSizeBetween(1, 2);
    }

    @Test
    void aVoteThatNobodyCanPayAsksNobody() {
        assertThatThrownBy(
                        () -> run(saying(Map.of("a", "1", "b", "1")), fuse(new Vote(1), "a", "b"), costingAtMost(1e-8)))
                .isInstanceOfSatisfying(ProviderException.class, failed -> assertThat(failed.kind())
                        .isEqualTo(Kind.OVER_BUDGET));
        assertThat(provider.asked).isEmpty();
    }

    @Test
    void aLimitOfNothingPermitsFreeModels() throws Exception {
        var free = new Model(
                "free",
                "fake",
                "free",
                Price.FREE,
                OptionalInt.empty(),
                Set.of(),
                Optional.empty(),
                Model.Prior.UNKNOWN);
        var outcome = run(
                saying(Map.of("free", "1", "a", "1")),
                Cascade.inTurn(List.of(new Call(model("a")), new Call(free))),
                costingAtMost(0));
        assertThat(outcome.result().model()).contains("free");
        assertThat(models()).containsExactly("free");
        assertThat(outcome.costUsd()).isZero();
    }

    @Test
    void whatWasReservedAndNotSpentIsThereForTheNext() throws Exception {
        var outcome = run(
                (model, _) -> {
                    if (!model.equals("c")) throw new ProviderException(Kind.BROKEN, "down");
                    return says("late");
                },
                Cascade.inTurn(List.of(new Call(model("a")), new Call(model("b")), new Call(model("c")))),
                costingAtMost(0.0007));
        assertThat(outcome.result().model()).contains("c");
    }

    // Synthesis.

    @Test
    void anAggregatorReadsAllThatAreWorthReading() throws Exception {
        var how = new Synthesised(List.of(model("joiner")), List.of(0.8, 0.7, 0.5));
        var runOutcome = run(
                (model, _) -> says(model.equals("joiner") ? "both" : "words of " + model), fuse(how, "a", "b", "c"));

        assertThat(runOutcome.result().answer().text()).isEqualTo("both");
        assertThat(runOutcome.result().model()).contains("joiner");
        assertThat(runOutcome.result().signals().get(Fusion.REFERENCES)).contains(2.0);
        assertThat(provider.asked("joiner").getFirst().request().messages()).hasSize(2);
        assertThat(provider.asked("joiner").getFirst().text()).contains("words of a", "words of b");
        assertThat(models()).doesNotContain("c");
        assertThat(sink.heard).hasToString("both");
    }

    @Test
    void whereOneIsFarAheadItAnswersAlone() throws Exception {
        var how = new Synthesised(List.of(model("joiner")), List.of(1.0, 0.5, 0.4));
        var runOutcome = run(saying(Map.of("a", "alone")), fuse(how, "a", "b", "c"));

        assertThat(runOutcome.result().answer().text()).isEqualTo("alone");
        assertThat(models()).containsExactly("a");
    }

    @Test
    void anotherAggregatorTakesAFailedOnesPlaceAndTheBestAnswerThatOfAll() throws Exception {
        var how = new Synthesised(List.of(model("broken"), model("joiner")), List.of());
        var texts = Map.of("a", "one", "b", "two", "joiner", "both");

        assertThat(run(saying(texts), fuse(how, "a", "b")).result().model()).contains("joiner");
        var alone = run(saying(Map.of("a", "one", "b", "two")), fuse(how, "a", "b"));
        assertThat(alone.result().model()).contains("a");
        assertThat(alone.result().signals().get(Fusion.REFERENCES)).isEmpty();
        assertThat(sink.heard).hasToString("bothone");
    }
}
