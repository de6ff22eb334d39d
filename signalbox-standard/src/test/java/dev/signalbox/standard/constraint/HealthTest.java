package dev.signalbox.standard.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.chat.SteadyTime;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.model.Constraint.Ground;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {
    private static final Model MODEL = Cases.model("a");
    private final AtomicLong nowMs = new AtomicLong(1_000_000);
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.get());
    private final Health health =
            new Health(new Health.Options(3, Duration.ofSeconds(5), Duration.ofSeconds(15)), clock);

    private boolean rests() {
        return health.objection(Cases.request(), Signals.NONE, MODEL).isPresent();
    }

    private void ends(String ending, int times) {
        for (int i = 0; i < times; i++) {
            nowMs.addAndGet(10);
            health.accept(Cases.called("a", ending, 1, 5, 5));
        }
    }

    @Test
    void someFailuresInARowMakeAModelRestAndSayForHowLong() {
        ends("BROKEN", 2);
        assertThat(rests()).isFalse();
        ends("TIMED_OUT", 1);
        var objection = health.objection(Cases.request(), Signals.NONE, MODEL).orElseThrow();
        assertThat(objection.reason()).contains("3 times").contains("5 s");
        assertThat(health.objection(Cases.request(), Signals.NONE, Cases.model("b")))
                .isEmpty();
    }

    @Test
    void aSuccessBetweenThemStartsTheCountAnew() {
        ends("BROKEN", 2);
        ends("DONE", 1);
        ends("BROKEN", 2);
        assertThat(rests()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFUSED", "DECLINED", "TOO_LONG", "LATE", "ABANDONED", "REJECTED"})
    void whatSpeaksOfTheRequestNeitherHarmsNorHeals(String ending) {
        ends(ending, 10);
        assertThat(rests()).isFalse();
        ends("BROKEN", 2);
        ends(ending, 1);
        ends("BROKEN", 1);
        assertThat(rests()).isTrue();
    }

    @Test
    void afterTheRestOneRequestMayTry() {
        ends("BROKEN", 3);
        nowMs.addAndGet(5_000);
        assertThat(rests()).isFalse();
        assertThat(rests()).isTrue();
        ends("DONE", 1);
        assertThat(rests()).isFalse();
        assertThat(rests()).isFalse();
    }

    @Test
    void eachFailedTrialDoublesTheRestUpToALimit() {
        ends("BROKEN", 3);
        for (long restMs : new long[] {5_000, 10_000, 15_000, 15_000}) {
            nowMs.addAndGet(restMs - 1);
            assertThat(rests()).isTrue();
            nowMs.addAndGet(1);
            assertThat(rests()).isFalse();
            ends("BROKEN", 1);
        }
    }

    @Test
    void theFailuresOfCallsThatBeganBeforeTheRestProlongNothing() {
        ends("BROKEN", 50);
        nowMs.addAndGet(5_000);
        assertThat(rests()).isFalse();
        ends("BROKEN", 1);
        nowMs.addAndGet(10_000);
        assertThat(rests()).isFalse();
    }

    @Test
    void aTrialThatNeverEndsGivesItsPlaceUpInTime() {
        ends("BROKEN", 3);
        nowMs.addAndGet(5_000);
        assertThat(rests()).isFalse();
        nowMs.addAndGet(4_999);
        assertThat(rests()).isTrue();
        nowMs.addAndGet(1);
        assertThat(rests()).isFalse();
    }

    @Test
    void ofManyAtOnceOneTries() throws Exception {
        ends("BROKEN", 3);
        nowMs.addAndGet(5_000);
        var permitted = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> {
                    if (!rests()) permitted.incrementAndGet();
                });
            }
        }
        assertThat(permitted).hasValue(1);
    }

    @Test
    void aBurstThatFailsTogetherCountsOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 4_000; i++) threads.execute(() -> health.accept(Cases.called("a", "BROKEN", 1, 10, 5)));
        }
        assertThat(rests()).isFalse();
        ends("BROKEN", 2);
        assertThat(rests()).isTrue();
    }

    private void throttled(long retryAfterMs) {
        var said = OptionalDouble.of(retryAfterMs);
        var call = Cases.called("a", "THROTTLED", 1, 5, 5);
        health.accept(new Called(
                call.requestId(),
                call.at(),
                "a",
                call.usage(),
                0,
                OptionalDouble.empty(),
                5,
                "THROTTLED",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                said,
                Optional.empty()));
    }

    @Test
    void aModelRestsAsLongAsItsProviderSays() {
        throttled(60_000);
        var objection = health.objection(Cases.request(), Signals.NONE, MODEL).orElseThrow();
        assertThat(objection.ground()).isEqualTo(new Ground.RestingGround(Duration.ofSeconds(60), true));
        nowMs.addAndGet(59_999);
        assertThat(rests()).isTrue();
        nowMs.addAndGet(1);
        // No trial is needed: the provider said when, so all may ask.
        for (int i = 0; i < 10; i++) assertThat(rests()).isFalse();
    }

    @Test
    void aProviderThatWantsToBeLeftAloneForAYearIsAskedAgainInAnHour() {
        throttled(Duration.ofDays(365).toMillis());
        nowMs.addAndGet(Duration.ofHours(1).toMillis());
        assertThat(rests()).isFalse();
    }

    @Test
    void tellsWhenAModelRestsAndReturns() {
        var told = new ArrayList<String>();
        var listener = new Health.Listener() {
            @Override
            public void rests(String model, Duration rest, String cause) {
                told.add("%s rests %d s: %s".formatted(model, rest.toSeconds(), cause));
            }

            @Override
            public void returns(String model) {
                told.add(model + " returns");
            }
        };
        var watched = new Health(new Health.Options(1, Duration.ofSeconds(5), Duration.ofSeconds(15)), clock, listener);
        watched.accept(Cases.called("a", "BROKEN", 1, 5, 5));
        watched.accept(Cases.called("a", "BROKEN", 1, 5, 5));
        assertThat(watched.rest("a")).contains(Duration.ofSeconds(5));
        nowMs.addAndGet(6_000);
        watched.accept(Cases.called("a", "DONE", 1, 5, 5));
        watched.accept(Cases.called("a", "DONE", 1, 5, 5));
        assertThat(told).containsExactly("a rests 5 s: BROKEN", "a returns");
    }

    @Test
    void aWallClockThatIsSetBackMakesNoRestLonger() {
        var wall = new AtomicLong(1_000_000);
        var nanos = new AtomicLong();
        var both = SteadyTime.of(() -> Instant.ofEpochMilli(wall.get()), nanos::get);
        var steady = new Health(new Health.Options(1, Duration.ofSeconds(5), Duration.ofSeconds(15)), both);
        steady.accept(Cases.called("a", "BROKEN", 1, 5, 5));
        wall.addAndGet(-Duration.ofHours(1).toMillis());
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(steady.objection(Cases.request(), Signals.NONE, MODEL)).isEmpty();
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Health.Options(0, Duration.ofSeconds(1), Duration.ofSeconds(2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Health.Options(1, Duration.ofSeconds(3), Duration.ofSeconds(2)));
    }
}
