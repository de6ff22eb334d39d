package dev.signalbox.standard.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.AnswerCache;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.plan.Plan.Likeness;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.cache.CacheRules.CacheTerms;
import dev.signalbox.standard.cache.CacheRules.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MemoryAnswerCacheTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SignalKey<float[]> EMBEDDING = SignalKey.vector("embedding");
    private static final Answer PARIS = Answer.of("Paris.", Usage.of(3, 2));

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final List<MemoryAnswerCache.Given> given = new ArrayList<>();

    private MemoryAnswerCache shelf(Requests requests, Optional<Condition> never) {
        var rules = new CacheRules(
                requests, true, new CacheTerms(.95, Duration.ofMinutes(1), false), Optional.empty(), Map.of(), never);
        return new MemoryAnswerCache(_ -> rules, 1 << 20, HitValidity.MINILM::of, given::add, now::get);
    }

    private static Request request(String id, String tenant, String text, Map<String, String> fields) {
        var json = new LinkedHashMap<String, Json>();
        fields.forEach((name, value) -> json.put(name, Json.of(value)));
        var plain = Request.of(id, "auto", text, NOON.plusSeconds(60));
        return new Request(
                id,
                Optional.empty(),
                tenant,
                "auto",
                plain.messages(),
                List.of(),
                plain.options(),
                plain.wishes(),
                json,
                Optional.empty(),
                Map.of(),
                plain.deadline());
    }

    private static Request asking(String text) {
        return request("r", "t", text, Map.of());
    }

    private static void keep(AnswerCache answerCache, Request request, Signals signals, Answer answer)
            throws InterruptedException {
        try (var lookup = answerCache.visit(request, signals, "route")) {
            lookup.keep(answer, Optional.of("small"), signals);
        }
    }

    private static Optional<AnswerCache.CachedAnswer> found(AnswerCache answerCache, Request request, Signals signals)
            throws InterruptedException {
        try (var lookup = answerCache.visit(request, signals, "route")) {
            return lookup.found();
        }
    }

    @Test
    void theSameRequestOfTheSameTenantIsFoundUntilItsTimeIsOver() throws InterruptedException {
        var shelf = shelf(Requests.ALL, Optional.empty());
        keep(shelf, asking("Q"), Signals.NONE, PARIS);
        assertThat(found(shelf, asking("Q"), Signals.NONE)).hasValueSatisfying(hit -> {
            assertThat(hit.answer()).isSameAs(PARIS);
            assertThat(hit.origin().models()).isEqualTo("small");
            assertThat(hit.origin().likeness()).isEqualTo(Likeness.EXACT);
        });
        assertThat(found(shelf, request("s", "other", "Q", Map.of()), Signals.NONE))
                .isEmpty();
        assertThat(found(shelf, asking("R"), Signals.NONE)).isEmpty();
        now.set(NOON.plusSeconds(61));
        assertThat(found(shelf, asking("Q"), Signals.NONE)).isEmpty();
    }

    @Test
    void whatMeansTheSameIsFoundByItsEmbeddingUnlessATellingWordDiffers() throws InterruptedException {
        var shelf = shelf(Requests.ALL, Optional.empty());
        var here = Signals.of(EMBEDDING.of(new float[] {1, 0}));
        var near = Signals.of(EMBEDDING.of(new float[] {.99f, .14f}));
        var far = Signals.of(EMBEDDING.of(new float[] {.9f, .43f}));
        keep(shelf, asking("How do I enable it?"), here, PARIS);
        assertThat(found(shelf, asking("How can I enable it?"), near)).hasValueSatisfying(hit -> {
            assertThat(hit.origin().likeness()).isEqualTo(Likeness.SEMANTIC);
            assertThat(hit.fitness()).isBetween(.9, .99);
        });
        assertThat(found(shelf, asking("How can I enable it?"), far)).isEmpty();
        assertThat(found(shelf, asking("How can I disable it?"), near)).isEmpty();
        assertThat(found(shelf, asking("How can I enable it on Mac?"), near)).isEmpty();
        assertThat(found(shelf, request("s", "other", "How can I enable it?", Map.of()), near))
                .isEmpty();
        assertThat(found(shelf, request("s", "t", "How can I enable it?", Map.of("temperature", "1")), near))
                .isEmpty();
    }

    @Test
    void whatFailedACheckWasCutOrIsNeverToBeKeptIsNot() throws InterruptedException {
        var failed = Signals.of(Finding.key("json").of(Finding.fail("json", Finding.Reason.JSON_PARSE, "no JSON")));
        var shelf = shelf(Requests.ALL, Optional.empty());
        keep(shelf, asking("a"), failed, PARIS);
        var cut = new Answer(
                List.of(new Answer.Choice(0, "Par", List.of(), Finish.LENGTH)), Usage.NONE, Optional.empty());
        keep(shelf, asking("a"), Signals.NONE, cut);
        assertThat(found(shelf, asking("a"), Signals.NONE)).isEmpty();

        var personal = SignalKey.flag("personal");
        var guarded = shelf(Requests.ALL, Optional.of(new Condition.Holds(personal)));
        keep(guarded, asking("a"), Signals.NONE, PARIS);
        assertThat(found(guarded, asking("a"), Signals.NONE)).isEmpty();
        keep(guarded, asking("a"), Signals.of(personal.of(false)), PARIS);
        assertThat(found(guarded, asking("a"), Signals.of(personal.of(false)))).isPresent();
        assertThat(found(guarded, asking("a"), Signals.of(personal.of(true)))).isEmpty();
    }

    @Test
    void onlyRepeatableRequestsAreKeptWhereTheSettingsSaySo() throws InterruptedException {
        var shelf = shelf(Requests.REPEATABLE, Optional.empty());
        keep(shelf, asking("a"), Signals.NONE, PARIS);
        assertThat(found(shelf, asking("a"), Signals.NONE)).isEmpty();
        var repeatable = request("r", "t", "a", Map.of("temperature", "0.0", "seed", "7"));
        keep(shelf, repeatable, Signals.NONE, PARIS);
        assertThat(found(shelf, repeatable, Signals.NONE)).isPresent();
    }

    @Test
    void oneAsksAndTheOthersWaitForItsAnswer() throws Exception {
        var shelf = shelf(Requests.ALL, Optional.empty());
        var leader = shelf.visit(asking("Q"), Signals.NONE, "route");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> found(shelf, asking("Q"), Signals.NONE));
            var gone = threads.submit(() -> found(shelf, asking("Q"), Signals.NONE));
            gone.cancel(true);
            leader.keep(PARIS, Optional.of("small"), Signals.NONE);
            leader.close();
            assertThat(first.get()).isPresent();
        }
    }

    @Test
    void whenTheFirstFailsTheOthersAskByThemselves() throws Exception {
        var shelf = shelf(Requests.ALL, Optional.empty());
        var leader = shelf.visit(asking("Q"), Signals.NONE, "route");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var follower = threads.submit(() -> found(shelf, asking("Q"), Signals.NONE));
            leader.close();
            assertThat(follower.get()).isEmpty();
        }
    }

    @Property(tries = 100)
    void theOrderOfFieldsAndHowTheyAreDeliveredDoNotCountButEveryOtherFieldDoes(
            @ForAll double temperature, @ForAll int seed, @ForAll boolean stream) {
        var one = new LinkedHashMap<String, String>();
        one.put("temperature", Double.toString(temperature));
        one.put("extra", "{\"a\": [1, 2.0], \"b\":%d}".formatted(seed));
        one.put("stream", Boolean.toString(stream));
        var other = new LinkedHashMap<String, String>();
        other.put("extra", "{\"b\":%d,\"a\":[1.0,2]}".formatted(seed));
        other.put("temperature", Double.toString(temperature));
        other.put("user", "\"me\"");
        assertThat(print("Q", one)).isEqualTo(print("Q", other));
        assertThat(print("Q", other).exact()).isNotEqualTo(print("R", other).exact());
        assertThat(print("Q", other).compatible()).isEqualTo(print("R", other).compatible());
        other.put("n", "2");
        assertThat(print("Q", one).compatible()).isNotEqualTo(print("Q", other).compatible());
    }

    private static Fingerprint print(String text, Map<String, String> fields) {
        return Fingerprint.of(request("r", "t", text, fields), "route").orElseThrow();
    }

    @Test
    void ofATextThatTheEncoderSawInPartLikenessIsNotKnown() throws InterruptedException {
        var here = EMBEDDING.of(new float[] {1, 0});
        var partial = SignalKey.flag("embedding_partial").of(true);
        var shelf = shelf(Requests.ALL, Optional.empty());
        keep(shelf, asking("How do I enable it?"), Signals.of(here), PARIS);
        assertThat(found(shelf, asking("How can I enable it?"), Signals.of(here, partial)))
                .isEmpty();
        assertThat(found(shelf, asking("How can I enable it?"), Signals.of(here)))
                .isPresent();

        var other = shelf(Requests.ALL, Optional.empty());
        keep(other, asking("How do I enable it?"), Signals.of(here, partial), PARIS);
        assertThat(found(other, asking("How can I enable it?"), Signals.of(here)))
                .isEmpty();
        assertThat(found(other, asking("How do I enable it?"), Signals.of(here)))
                .isPresent();
    }
}
