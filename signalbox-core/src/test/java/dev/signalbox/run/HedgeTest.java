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
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Fusion.Hedged;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HedgeTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final ListJournal journal = new ListJournal();
    private final ListSink sink = new ListSink();

    private Runner runner(Provider provider) {
        return new Runner(List.of(provider), Senses.NONE, journal, InstantSource.fixed(CoreFixtures.NOON));
    }

    private Runner.Result run(Runner runner, Hedged first, String... models) throws Exception {
        return runner.run(fuse(first, models), request("auto"), Signals.NONE, "r", sink)
                .result();
    }

    private static Plan fuse(Hedged first, String... models) {
        return new Fuse(Stream.of(models).map(id -> (Plan) new Call(model(id))).toList(), first);
    }

    /// Greets, and says no more until it is interrupted; others answer.
    private static final class Hanging implements Provider {
        final CountDownLatch hanging = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Answer call(Model model, Request request, Sink sink) throws InterruptedException {
            if (model.id().equals("hangs")) {
                sink.accept(Chunk.text(""));
                hanging.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    interrupted.countDown();
                }
            }
            hanging.await();
            sink.accept(Chunk.text(""));
            sink.accept(Chunk.text("hel"));
            sink.accept(Chunk.text("lo"));
            return Answer.of("hello", Usage.of(1_000, 500));
        }
    }

    @Test
    void whoSpeaksFirstAnswersAndTheOtherIsCancelledAndPaid() throws Exception {
        var provider = new Hanging();

        var result = run(runner(provider), new Hedged(Optional.of(Duration.ZERO), 1), "hangs", "speaks");

        assertThat(result.model()).contains("speaks");
        assertThat(sink.heard).hasToString("hello");
        assertThat(sink.openings).containsExactly("r/speaks");
        assertThat(provider.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        while (journal.of(Event.Called.class).size() < 2) Thread.onSpinWait();
        var lost = journal.of(Event.Called.class).stream()
                .filter(called -> called.model().equals("hangs"))
                .findFirst()
                .orElseThrow();
        assertThat(lost.ending()).isEqualTo("ABANDONED");
        assertThat(lost.usage().estimated()).isTrue();
        assertThat(lost.costUsd()).isPositive();
    }

    @Test
    void noOtherIsAskedWhereTheFirstSpeaksInTime() throws Exception {
        var provider = new ScriptedProvider(Map.of("a", ProviderScript.says("one"), "b", ProviderScript.says("two")));

        assertThat(run(runner(provider), new Hedged(Optional.of(NEVER), 1), "a", "b")
                        .model())
                .contains("a");
        assertThat(provider.called).containsExactly("a");
    }

    @Test
    void aFailedOneIsReplacedAtOnce() throws Exception {
        var provider = new ScriptedProvider(Map.of(
                "a",
                ProviderScript.fails(Kind.BROKEN),
                "b",
                ProviderScript.fails(Kind.TOO_LONG),
                "c",
                ProviderScript.says("three")));

        assertThat(run(runner(provider), new Hedged(Optional.of(NEVER), 0), "a", "b", "c")
                        .model())
                .contains("c");
        assertThat(sink.heard).hasToString("three");
        assertThatThrownBy(() -> run(runner(provider), new Hedged(Optional.of(NEVER), 0), "a", "b"))
                .isInstanceOfSatisfying(ProviderException.class, failed -> assertThat(failed.kind())
                        .isEqualTo(Kind.TOO_LONG));
    }

    @Test
    void whatTheClientHasHeardIsNotBegunAgain() {
        var provider = new ScriptedProvider(
                Map.of("a", ProviderScript.fails(Kind.BROKEN, "hel"), "b", ProviderScript.says("hello")));

        assertThatThrownBy(() -> run(runner(provider), new Hedged(Optional.of(NEVER), 1), "a", "b"))
                .isInstanceOf(ProviderException.class);
        assertThat(sink.heard).hasToString("hel");
        assertThat(provider.called).containsExactly("a");
    }

    @Test
    void anotherModelIsNoHelpAgainstARequestThatIsWrong() {
        var provider =
                new ScriptedProvider(Map.of("a", ProviderScript.fails(Kind.REFUSED), "b", ProviderScript.says("two")));

        assertThatThrownBy(() -> run(runner(provider), new Hedged(Optional.of(NEVER), 1), "a", "b"))
                .isInstanceOf(ProviderException.class);
        assertThat(provider.called).containsExactly("a");
    }

    @Test
    void noneStartsForSpeedWithoutAnAllowance() throws Exception {
        var provider = new ScriptedProvider(Map.of("a", ProviderScript.says("one"), "b", ProviderScript.says("two")));

        run(runner(provider), new Hedged(Optional.of(Duration.ZERO), 0.5), "a", "b");

        assertThat(provider.called).containsExactly("a");
    }

    @Test
    @Timeout(60)
    void noneStartsForSpeedWhereItsProviderIsBusy() throws Exception {
        var patient = new Provider() {
            volatile double load = 0.71;
            final AtomicInteger called = new AtomicInteger();

            @Override
            public String name() {
                return "fake";
            }

            @Override
            public double load() {
                return load;
            }

            @Override
            public Answer call(Model model, Request request, Sink sink) throws InterruptedException {
                called.incrementAndGet();
                Thread.sleep(100);
                sink.accept(Chunk.text("hello"));
                return Answer.of("hello", Usage.of(1, 1));
            }
        };
        var hedge = new Hedged(Optional.of(Duration.ZERO), 1);

        assertThat(run(runner(patient), hedge, "a", "b").model()).contains("a");
        assertThat(patient.called).hasValue(1);
        patient.load = 0.7;
        run(runner(patient), hedge, "a", "b");
        assertThat(patient.called).hasValue(3);
    }

    @Test
    @Timeout(60)
    void whereNothingCanBePaidTheAllowanceStays() throws Exception {
        var provider = new Hanging();
        var runner = runner(provider);
        var broke = request("auto").costingAtMost(OptionalDouble.of(0));

        assertThatThrownBy(() -> runner.run(
                        fuse(new Hedged(Optional.of(Duration.ZERO), 1), "a", "b"), broke, Signals.NONE, "r", sink))
                .isInstanceOfSatisfying(ProviderException.class, failed -> assertThat(failed.kind())
                        .isEqualTo(Kind.OVER_BUDGET));
        // It earns nothing itself, so it takes what the other left.
        assertThat(run(runner, new Hedged(Optional.of(Duration.ZERO), 0), "hangs", "speaks")
                        .model())
                .contains("speaks");
    }

    @Test
    void whatFollowsIsOfAnotherProviderWhereThereIsOne() {
        var branches = Stream.of("a@one", "b@one", "c@two", "d@two", "e@three")
                .map(HedgeTest::served)
                .toList();

        assertThat(Hedge.apart(branches).stream().flatMap(Plan::models).map(Model::id))
                .containsExactly("a", "c", "e", "b", "d");
        assertThat(Hedge.apart(branches.subList(0, 2))).isEqualTo(branches.subList(0, 2));
    }

    private static Plan served(String by) {
        var parts = by.split("@");
        var like = model(parts[0]);
        return new Call(new Model(
                like.id(),
                parts[1],
                like.upstream(),
                like.price(),
                like.contextTokens(),
                like.can(),
                like.region(),
                like.prior()));
    }

    @Test
    void whatTheProviderKeepsOrMayDoIsNotAskedTwice() throws Exception {
        var provider = new ScriptedProvider(Map.of("a", ProviderScript.says("one"), "b", ProviderScript.says("two")));
        var runner = runner(provider);
        for (var field : List.of("store", "functions", "previous_response_id")) {
            var plain = request("auto");
            var acting = new Request(
                    plain.id(),
                    plain.parent(),
                    plain.tenant(),
                    plain.model(),
                    plain.messages(),
                    plain.tools(),
                    plain.options(),
                    plain.wishes(),
                    Map.of(field, Json.of("true")),
                    plain.body(),
                    plain.tags(),
                    plain.deadline());
            runner.run(fuse(new Hedged(Optional.of(Duration.ZERO), 1), "a", "b"), acting, Signals.NONE, "r", sink);
        }
        assertThat(provider.called).containsExactly("a", "a", "a");
    }

    @Test
    void aPlainRequestWaitsForItsOwnDelay() {
        var hedge = new Hedged(Optional.of(Duration.ofMillis(5)), Optional.of(Duration.ofSeconds(5)), 0.05);
        assertThat(hedge.delay(true)).isEqualTo(Duration.ofMillis(5));
        assertThat(hedge.delay(false)).isEqualTo(Duration.ofSeconds(5));
        var unknown = new Hedged(Optional.empty(), 0.05);
        assertThat(unknown.delay(true)).isEqualTo(Hedged.USUAL_AFTER);
        assertThat(unknown.delay(false)).isGreaterThan(Duration.ofHours(1));
    }

    @Test
    void aProviderWithTooMuchToDoEmptiesTheAllowance() throws Exception {
        var provider = new ScriptedProvider(Map.of(
                "throttled",
                ProviderScript.fails(Kind.THROTTLED),
                "a",
                ProviderScript.says("one"),
                "b",
                ProviderScript.says("two")));
        var runner = runner(provider);

        run(runner, new Hedged(Optional.of(NEVER), 1), "a", "b");
        run(runner, new Hedged(Optional.of(NEVER), 0), "throttled", "b");
        provider.called.clear();
        run(runner, new Hedged(Optional.of(Duration.ZERO), 0), "a", "b");

        assertThat(provider.called).containsExactly("a");
    }

    @Test
    void anAllowanceIsEarnedSpentAndSavedUpToALimit() {
        var hedgeBudget = new HedgeBudget();
        for (int i = 0; i < 19; i++) hedgeBudget.earn(0.05);
        assertThat(hedgeBudget.spend()).isFalse();
        hedgeBudget.earn(0.0501);
        assertThat(hedgeBudget.spend()).isTrue();
        assertThat(hedgeBudget.spend()).isFalse();
        for (int i = 0; i < 100; i++) hedgeBudget.earn(1);
        int saved = 0;
        while (hedgeBudget.spend()) saved++;
        assertThat(saved).isEqualTo(20);
    }

    @Test
    void aClientThatGoesEndsTheRace() {
        var provider = new ScriptedProvider(Map.of("a", ProviderScript.says("one"), "b", ProviderScript.says("two")));

        assertThatThrownBy(() -> runner(provider)
                        .run(
                                fuse(new Hedged(Optional.of(NEVER), 1), "a", "b"),
                                request("auto"),
                                Signals.NONE,
                                "r",
                                _ -> {
                                    throw new InterruptedException();
                                }))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void interruptingTheRaceEndsItsCalls() throws Exception {
        var provider = new Hanging();
        var ended = new AtomicReference<Throwable>();
        var walk = Thread.ofVirtual().start(() -> {
            try {
                run(runner(provider), new Hedged(Optional.of(NEVER), 1), "hangs", "speaks");
            } catch (Exception stopped) {
                ended.set(stopped);
            }
        });
        provider.hanging.await();

        walk.interrupt();

        assertThat(provider.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        walk.join();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }
}
