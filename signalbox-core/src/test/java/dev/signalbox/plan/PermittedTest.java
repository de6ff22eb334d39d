package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Decompose;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.plan.Plan.Loop;
import dev.signalbox.plan.Plan.Reply;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Plan.Verify;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.signal.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `c` may not be asked.
class PermittedTest {
    private static final Call A = call("a");
    private static final Call B = call("b");
    private static final Call C = call("c");
    private static final Predicate<Model> NOT_C = model -> !model.id().equals("c");

    private static Call call(String id) {
        return new Call(new Model(
                id, "p", id, Price.FREE, OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN));
    }

    private static Stage stage(Plan plan) {
        return Stage.of(plan, new Condition.Never());
    }

    private static Optional<Plan> left(Plan plan) {
        return plan.among(NOT_C);
    }

    @Test
    void whatIsPermittedStaysAsItIs() {
        var plans = List.<Plan>of(
                A,
                new Reply(Answer.of("said", Usage.NONE)),
                new Cascade(List.of(stage(A), stage(B)), Exhausted.BEST_SO_FAR),
                new Fuse(List.of(A, B), new Fusion.Vote(2)),
                new Loop(new Policy.Orchestrate(A.model(), List.of(B.model())), 3),
                new Decompose(A.model(), Optional.of(B.model()), 3));
        for (var plan : plans) assertThat(left(plan)).containsSame(plan);
    }

    @Test
    void aCascadeGoesOnWithoutAStage() {
        var verified = stage(A).verifiedBy(new Verify(C.model(), 3));
        var nested = stage(new Fuse(List.of(A, C), new Fusion.Hedged(Duration.ZERO)));
        assertThat(left(new Cascade(List.of(stage(C), verified, nested, stage(B)), Exhausted.BEST_SO_FAR)))
                .contains(new Cascade(List.of(stage(A), stage(B)), Exhausted.BEST_SO_FAR));
        assertThat(left(new Cascade(List.of(stage(C), verified)))).isEmpty();
    }

    @Test
    void aHedgeGoesOnWithoutABranch() {
        var hedge = new Fusion.Hedged(Duration.ofMillis(5));
        assertThat(left(new Fuse(List.of(A, C, B), hedge))).contains(new Fuse(List.of(A, B), hedge));
        assertThat(left(new Fuse(List.of(C, B), hedge))).contains(B);
        assertThat(left(new Fuse(List.of(C), hedge))).isEmpty();
    }

    @Test
    void whatSeveralSayTogetherNeedsAllOfThem() {
        assertThat(left(new Fuse(List.of(A, B, C), new Fusion.Vote(2)))).isEmpty();
        assertThat(left(new Fuse(List.of(A, B), new Fusion.JudgeSelected(C.model(), ""))))
                .isEmpty();
        assertThat(left(new Fuse(List.of(A, B), new Fusion.Synthesised(List.of(C.model()), List.of()))))
                .isEmpty();
        assertThat(left(new Decompose(A.model(), Optional.of(C.model()), 3))).isEmpty();
    }

    @Test
    void aLoopGoesOnWithoutAnOption() {
        var options = Stream.of(A, B, C)
                .map(call -> new Option(call, Estimate.UNKNOWN))
                .toList();
        assertThat(left(new Loop(new Policy.CascadeRouting(options, Utility.QUALITY), 3)))
                .contains(new Loop(new Policy.CascadeRouting(options.subList(0, 2), Utility.QUALITY), 3));
        assertThat(left(new Loop(new Policy.Orchestrate(A.model(), List.of(B.model(), C.model())), 3)))
                .contains(new Loop(new Policy.Orchestrate(A.model(), List.of(B.model())), 3));
        assertThat(left(new Loop(new Policy.Orchestrate(C.model(), List.of(B.model())), 3)))
                .isEmpty();
        assertThat(left(new Loop(new Policy.Orchestrate(A.model(), List.of(C.model())), 3)))
                .isEmpty();
    }
}
