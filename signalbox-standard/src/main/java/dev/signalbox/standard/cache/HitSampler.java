package dev.signalbox.standard.cache;

import dev.signalbox.Failure;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Fusion.JudgeSelected;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.plan.Plan.Reply;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.run.Runner;
import dev.signalbox.run.Runner.RunOutcome;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.cache.MemoryAnswerCache.Given;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Measures how often answers fit that were given again by their meaning. Of a share of them a new answer is asked for
/// of the same model, in the background and after the client has its own, and a judge compares the two in both orders.
/// The journal has this as a request of its own, and the verdict as a rating of the first one by [#SOURCE]: 1 where the
/// new answer was not preferred, else 0. Where the judge was not heard there is none.
///
/// One is compared at a time; what comes meanwhile is passed over. Thread-safe.
public final class HitSampler implements Consumer<Given>, AutoCloseable {
    /// Who rates so.
    public static final String SOURCE = "cache_sample";

    /// How near the two requests of a comparison are.
    static final SignalKey<Double> COSINE = SignalKey.score("cosine");

    /// Whether the kept answer is as good as the new one.
    static final SignalKey<Boolean> FITS = SignalKey.flag("fits");

    /// By which encoder they are so near.
    static final SignalKey<String> ENCODER = SignalKey.label("encoder");

    /// How a comparison's id ends. What is before it is the id of the request that was given a kept answer.
    public static final String AGAIN = ".again";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String RUBRIC = """
            Two answers are as good as each other (A=B) where both answer what was asked and neither says what the \
            other denies. Wording, order, length and detail do not count. One is better only where the other answers \
            another question, leaves out what was asked for, or is wrong.""";

    private final Options options;
    private final Runner runner;
    private final Map<String, List<Model>> routes;
    private final Journal journal;
    private final InstantSource clock;
    private final LongSupplier random;
    private final SampleCost cost;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore turn = new Semaphore(1);

    /// @param share of the answers, 0..1
    /// @param judge who compares; answers of routes without it are not shown to it
    /// @param costUsdMax the most that new answers and judgements may cost, for each day (UTC)
    /// @param encoder names the one by which requests are near
    public record Options(double share, Model judge, double costUsdMax, String encoder) {}

    /// @param routes the models of each route
    /// @param journal tells `cost` of every call, those of the runner, too
    /// @param random 64 bits of chance, each time others
    public HitSampler(
            Options options,
            Runner runner,
            Map<String, List<Model>> routes,
            Journal journal,
            SampleCost cost,
            InstantSource clock,
            LongSupplier random) {
        this.options = options;
        this.runner = runner;
        this.routes = Map.copyOf(routes);
        this.journal = journal;
        this.cost = cost;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void accept(Given given) {
        double chance = (random.getAsLong() >>> 11) * 0x1p-53;
        if (chance >= options.share() || !turn.tryAcquire()) return;
        var models = routes.getOrDefault(given.route(), List.of());
        var giver = models.stream()
                .filter(model -> model.id().equals(given.cachedAnswer().origin().models()))
                .findFirst();
        // What offers tools is never asked twice.
        if (giver.isEmpty()
                || !models.contains(options.judge())
                || leftUsd() <= 0
                || !given.request().tools().isEmpty()) {
            turn.release();
            return;
        }
        background.execute(() -> {
            try {
                compare(given, giver.get());
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            } finally {
                turn.release();
            }
        });
    }

    private double leftUsd() {
        return options.costUsdMax() - cost.usd(clock.instant());
    }

    /// Whether a request's id is that of a comparison.
    static boolean isComparison(String requestId) {
        return requestId.endsWith(AGAIN);
    }

    private void compare(Given given, Model giver) throws InterruptedException {
        var again = again(given.request());
        journal.append(new Event.Asked(again.id(), clock.instant(), again));
        Failure failure = new Failure.Broken();
        try {
            var asked = run(new Call(giver), again, given.route());
            var fresh = asked.result().answer();
            var compared = compared(given, fresh, again);
            var fits = compared.result()
                    .signals()
                    .get(Fusion.JUDGE_TIE)
                    .map(_ -> compared.result().answer() == given.cachedAnswer().answer());
            tell(given, compared.result().signals(), fits, again);
            failure = null;
            journal.append(new Event.Finished(
                    again.id(),
                    clock.instant(),
                    Optional.of(giver.id()),
                    true,
                    fresh,
                    asked.costUsd() + compared.costUsd()));
            if (fits.isEmpty()) return;
            journal.append(new Event.Rated(
                    given.request().id(),
                    clock.instant(),
                    fits.get() ? 1 : 0,
                    SOURCE,
                    Optional.of("compared with a new answer of `%s` to `%s`".formatted(giver.id(), again.id()))));
        } catch (ProviderException failed) {
            failure = new Failure.ProviderFailed(failed);
        } catch (InterruptedException closing) {
            failure = new Failure.Cancelled();
            throw closing;
        } finally {
            if (failure != null) {
                journal.append(new Event.Failed(
                        again.id(), clock.instant(), failure.ownCode(), failure.ownMessage(), failure.quoted()));
            }
        }
    }

    private RunOutcome compared(Given given, Answer fresh, Request again)
            throws ProviderException, InterruptedException {
        var kept = given.cachedAnswer().answer();
        var comparison =
                new Fuse(List.of(new Reply(kept), new Reply(fresh)), new JudgeSelected(options.judge(), RUBRIC));
        journal.append(new Event.Decided(
                again.id(),
                clock.instant(),
                given.route(),
                0,
                Utility.QUALITY,
                List.of(),
                List.of(),
                new Decision(comparison, 1, SOURCE)));
        return run(comparison, again, given.route());
    }

    /// @param fits empty where the judge was not heard
    private void tell(Given given, Signals judged, Optional<Boolean> fits, Request again) {
        var told = new ArrayList<Signal<?>>(judged.all());
        told.add(COSINE.of(given.cachedAnswer().origin().cosine()));
        told.add(ENCODER.of(options.encoder()));
        fits.ifPresent(answer -> told.add(FITS.of(answer)));
        journal.append(new Event.Sensed(again.id(), clock.instant(), Moment.ANSWERED, told));
    }

    private RunOutcome run(Plan plan, Request request, String route) throws ProviderException, InterruptedException {
        var limited = request.costingAtMost(OptionalDouble.of(leftUsd()));
        return runner.run(plan, limited, Signals.NONE, route, Sink.NONE);
    }

    /// The same request, asked later and for nobody.
    private Request again(Request of) {
        return new Request(
                of.id() + AGAIN,
                Optional.of(of.id()),
                of.tenant(),
                of.model(),
                of.messages(),
                of.tools(),
                of.options(),
                of.wishes(),
                of.fields(),
                of.body(),
                of.tags(),
                SteadyTime.now(clock).plus(PATIENCE));
    }

    @Override
    public void close() {
        background.shutdownNow();
        // What was begun has its end in the journal before that ends.
        background.close();
    }
}
