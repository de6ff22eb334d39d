package dev.signalbox.run;

import static dev.signalbox.CoreFixtures.model;
import static dev.signalbox.CoreFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.CoreFixtures;
import dev.signalbox.CoreFixtures.ListJournal;
import dev.signalbox.CoreFixtures.ListSink;
import dev.signalbox.CoreFixtures.ProviderScript;
import dev.signalbox.CoreFixtures.ScriptedProvider;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Reply;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunnerTest {
    private static final SignalKey<Double> LENGTH = SignalKey.score("answer_length");
    private static final Sensor<Moment.AnsweredMoment> LENGTHS = new Sensor<>() {
        @Override
        public String name() {
            return "lengths";
        }

        @Override
        public Class<Moment.AnsweredMoment> moment() {
            return Moment.AnsweredMoment.class;
        }

        @Override
        public List<Signal<?>> sense(Moment.AnsweredMoment moment, Signals known) {
            return List.of(LENGTH.of((double) moment.answer().text().length()));
        }
    };
    private static final Condition LONG = new Compares(LENGTH, Comparison.AT_LEAST, 10);

    private final ListJournal journal = new ListJournal();
    private final ListSink sink = new ListSink();

    private Runner runner(ScriptedProvider provider, InstantSource clock) {
        return new Runner(List.of(provider), new Senses(List.of(LENGTHS), Duration.ofSeconds(1)), journal, clock);
    }

    @Test
    void anAnswerThatIsNotAcceptedIsNeverHeardButPaidFor() throws Exception {
        var provider = new ScriptedProvider(
                Map.of("small", ProviderScript.says("short"), "large", ProviderScript.says("long ", "enough")));
        var plan = new Cascade(
                List.of(Stage.of(new Call(model("small")), LONG), Stage.of(new Call(model("large")), LONG)));

        var result = runner(provider, InstantSource.fixed(CoreFixtures.NOON))
                .run(plan, request("auto"), Signals.NONE, "r", sink);

        assertThat(result.result().answer().text()).isEqualTo("long enough");
        assertThat(result.costUsd()).isEqualTo(0.004);
        assertThat(sink.heard).hasToString("long enough");
        assertThat(sink.openings).containsExactly("r/large");
    }

    @Test
    void aCascadeThatAcceptsNothingFails() {
        var provider = new ScriptedProvider(Map.of("small", ProviderScript.says("short")));
        var plan = new Cascade(List.of(Stage.of(new Call(model("small")), LONG)));

        assertThatThrownBy(() -> runner(provider, InstantSource.fixed(CoreFixtures.NOON))
                        .run(plan, request("auto"), Signals.NONE, "r", sink))
                .isInstanceOfSatisfying(ProviderException.class, failed -> assertThat(failed.kind())
                        .isEqualTo(Kind.REJECTED));
        assertThat(sink.heard).isEmpty();
    }

    @Test
    void anAcceptanceThatCannotBeToldIsNone() {
        var provider = new ScriptedProvider(Map.of("small", ProviderScript.says("a long enough answer")));
        var unknown = new Condition.Holds(SignalKey.flag("never_sensed"));
        var plan = new Cascade(List.of(Stage.of(new Call(model("small")), unknown)));

        assertThatThrownBy(() -> runner(provider, InstantSource.fixed(CoreFixtures.NOON))
                        .run(plan, request("auto"), Signals.NONE, "r", sink))
                .isInstanceOf(ProviderException.class);
    }

    @Test
    void afterTheDeadlineNoOtherModelIsTried() {
        var provider = new ScriptedProvider(
                Map.of("a", ProviderScript.fails(Kind.TIMED_OUT), "b", ProviderScript.says("late")));
        var late = InstantSource.fixed(CoreFixtures.NOON.plusSeconds(3600));
        var plan = Cascade.fallback(List.of(model("a"), model("b")));

        assertThatThrownBy(() -> runner(provider, late).run(plan, request("auto"), Signals.NONE, "r", sink))
                .isInstanceOf(ProviderException.class);
        assertThat(provider.called).containsExactly("a");
    }

    @Test
    void aReplyAsksNobody() throws Exception {
        var provider = new ScriptedProvider(Map.of());
        var plan = new Reply(Answer.of("no", Usage.NONE));

        var result = runner(provider, InstantSource.fixed(CoreFixtures.NOON))
                .run(plan, request("auto"), Signals.NONE, "r", sink);

        assertThat(result.result().model()).isEmpty();
        assertThat(result.costUsd()).isZero();
        assertThat(journal.of(Event.Called.class)).isEmpty();
    }

    @Test
    void anInterruptedCallIsJournalledAsAbandoned() {
        var provider = new ScriptedProvider(Map.of("a", ProviderScript.says("word")));
        assertThatThrownBy(() -> runner(provider, InstantSource.fixed(CoreFixtures.NOON))
                        .run(new Call(model("a")), request("auto"), Signals.NONE, "r", chunk -> {
                            throw new InterruptedException();
                        }))
                .isInstanceOf(InterruptedException.class);
        assertThat(journal.of(Event.Called.class))
                .extracting(Event.Called::ending)
                .containsExactly("ABANDONED");
    }
}
