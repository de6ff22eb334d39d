package dev.signalbox.standard.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.signalbox.AnswerCache;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Reuse;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.plan.Plan.Likeness;
import dev.signalbox.plan.Plan.Origin;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.cache.CacheRules.CacheTerms;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keeps answers in memory, up to a number of bytes, each as long as its class says.
///
/// An answer is found again by the request's exact fingerprint, or else by its embedding, among the requests of the
/// same compatible fingerprint. Requests of the same fingerprint that come at the same time wait for the first one's
/// answer; where none comes of it that can be given again, each of them asks by itself.
///
/// Thread-safe. An answer and its place go in and out one after the other, so a place may be found for an answer that
/// has just gone: that is no hit.
public final class MemoryAnswerCache implements AnswerCache {
    private static final SignalKey<float[]> EMBEDDING = SignalKey.vector("embedding");
    /// Whether the encoder saw only the beginning of the text.
    private static final SignalKey<Boolean> PARTIAL = SignalKey.flag("embedding_partial");

    private static final int OVERHEAD_BYTES = 500;

    private final Function<String, CacheRules> rules;
    private final DoubleUnaryOperator fitness;
    private final Consumer<Given> given;
    private final InstantSource clock;
    private final Cache<String, Kept> answers;
    private final Map<String, NearestAnswers> neighbourhoods = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> running = new ConcurrentHashMap<>();

    /// An answer that was given to a request which means the same as the one it was made for.
    public record Given(Request request, String route, CachedAnswer cachedAnswer) {}

    /// @param rules of a route, by its name
    /// @param bytesMax about how much memory the answers may take
    /// @param fitness how likely an answer fits (0..1), by the cosine of the two requests
    /// @param given is told of every answer that was found by its embedding and accepted; must be quick
    public MemoryAnswerCache(
            Function<String, CacheRules> rules,
            long bytesMax,
            DoubleUnaryOperator fitness,
            Consumer<Given> given,
            InstantSource clock) {
        this.rules = rules;
        this.fitness = fitness;
        this.given = given;
        this.clock = clock;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .weigher((String _, Kept kept) -> kept.bytes())
                .expireAfter(Expiry.creating((String _, Kept kept) -> kept.keepFor()))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(SteadyTime.millis(clock)))
                .executor(Runnable::run)
                .removalListener(this::removed)
                .build();
    }

    /// @param text of the last turn
    private record Kept(
            Answer answer,
            Origin origin,
            CanonicalText text,
            String compatible,
            float @Nullable [] place,
            Duration keepFor) {
        int bytes() {
            long bytes = OVERHEAD_BYTES + 2L * text.said().length() + (place == null ? 0 : 8L * place.length);
            for (var choice : answer.choices()) {
                bytes += 2L * (choice.text().length() + choice.reasoning().length());
            }
            if (answer.body().isPresent()) bytes += answer.body().get().json().array().length;
            return (int) Math.min(Integer.MAX_VALUE, bytes);
        }
    }

    @Override
    public Lookup visit(Request request, Signals signals, String route) throws InterruptedException {
        var reuse = request.wishes().reuse();
        // A part of a request may read as the whole does, and must not wait for it.
        if (reuse == Reuse.NO_STORE || request.parent().isPresent())
            return AnswerCache.NONE.visit(request, signals, route);
        var of = rules.apply(route);
        var terms = of.terms(request, signals);
        var print = terms.flatMap(_ -> Fingerprint.of(request, route));
        if (print.isEmpty()) return AnswerCache.NONE.visit(request, signals, route);
        var visit = new Attendance(request, signals, route, of, terms.orElseThrow(), print.get());
        if (reuse == Reuse.ALLOWED) visit.look();
        return visit;
    }

    /// How many answers are kept, about.
    long size() {
        answers.cleanUp();
        return answers.estimatedSize();
    }

    private void removed(@Nullable String key, @Nullable Kept kept, RemovalCause cause) {
        if (key == null || kept == null || kept.place == null || cause == RemovalCause.REPLACED) return;
        neighbourhoods.computeIfPresent(kept.compatible, (_, near) -> near.remove(key) ? null : near);
    }

    /// One request here. Confined to its thread.
    private final class Attendance implements Lookup {
        private final Request request;
        private final Signals signals;
        private final String route;
        private final CacheRules of;
        private final CacheTerms cacheTerms;
        private final Fingerprint print;
        private Optional<CachedAnswer> found = Optional.empty();
        private @Nullable CountDownLatch mine;
        private @Nullable CanonicalText canonical;

        Attendance(
                Request request,
                Signals signals,
                String route,
                CacheRules of,
                CacheTerms cacheTerms,
                Fingerprint print) {
            this.request = request;
            this.signals = signals;
            this.route = route;
            this.of = of;
            this.cacheTerms = cacheTerms;
            this.print = print;
        }

        void look() throws InterruptedException {
            found = exact();
            if (found.isPresent()) return;
            var latch = new CountDownLatch(1);
            var first = running.putIfAbsent(print.exact(), latch);
            if (first == null) {
                mine = latch;
            } else {
                long patienceMs = Duration.between(SteadyTime.now(clock), request.deadline())
                        .toMillis();
                first.await(Math.max(0, patienceMs), TimeUnit.MILLISECONDS);
            }
            // The first one may have come to its end since the first look.
            found = exact().or(this::semantic);
        }

        private Optional<CachedAnswer> exact() {
            return Optional.ofNullable(answers.getIfPresent(print.exact()))
                    .map(kept -> recalled(kept, Likeness.EXACT, 1, 1));
        }

        private Optional<CachedAnswer> semantic() {
            var place = place();
            var near = neighbourhoods.get(print.compatible());
            if (place == null || near == null) return Optional.empty();
            for (var one : near.near(place, cacheTerms.threshold())) {
                var kept = answers.getIfPresent(one.key());
                if (kept != null && kept.text.equals(text())) {
                    return Optional.of(
                            recalled(kept, Likeness.SEMANTIC, one.cosine(), fitness.applyAsDouble(one.cosine())));
                }
            }
            return Optional.empty();
        }

        /// What the last turn says; made when it is first needed.
        private CanonicalText text() {
            var made = canonical;
            if (made == null) {
                made = CanonicalText.of(request.last().text());
                canonical = made;
            }
            return made;
        }

        /// Where the request lies; null where its likeness to others is not looked at, or can't be told: texts that
        /// begin alike may end in different questions.
        private float @Nullable [] place() {
            if (!of.looksFurther(signals) || Boolean.TRUE.equals(signals.find(PARTIAL))) return null;
            return signals.find(EMBEDDING);
        }

        private static CachedAnswer recalled(Kept kept, Likeness likeness, double cosine, double fitness) {
            var origin = new Origin(kept.origin.models(), kept.origin.requestId(), likeness, cosine);
            return new CachedAnswer(kept.answer, origin, fitness);
        }

        @Override
        public boolean counted() {
            return true;
        }

        @Override
        public Optional<CachedAnswer> found() {
            return found;
        }

        @Override
        public void keep(Answer answer, Optional<String> model, Signals known) {
            // What was given again is not kept as the answer to this request: its age and its origin would be lost.
            if (found.isPresent() && found.get().answer() == answer) {
                if (found.get().origin().likeness() == Likeness.SEMANTIC) {
                    given.accept(new Given(request, route, found.get()));
                }
                return;
            }
            if (model.isEmpty() || !CacheRules.isWhole(answer, known) || !of.permits(known)) return;
            var place = place();
            var origin = new Origin(model.get(), request.id(), Likeness.EXACT, 1);
            answers.put(
                    print.exact(),
                    new Kept(
                            answer,
                            origin,
                            place == null ? CanonicalText.NONE : text(),
                            print.compatible(),
                            place,
                            cacheTerms.keepFor()));
            if (place == null) return;
            neighbourhoods.compute(print.compatible(), (_, near) -> {
                var there = near == null ? new NearestAnswers(place.length) : near;
                there.put(print.exact(), place);
                return there;
            });
        }

        @Override
        public void close() {
            if (mine == null) return;
            running.remove(print.exact(), mine);
            mine.countDown();
        }
    }
}
