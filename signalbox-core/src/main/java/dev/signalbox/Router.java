package dev.signalbox;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.run.Runner;
import dev.signalbox.run.Runner.Result;
import dev.signalbox.run.Runner.RunOutcome;
import dev.signalbox.run.Senses;
import dev.signalbox.run.SpendLedger;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Signals;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/// The walk of a request, top to bottom: sense, find the route, object, estimate, select, run, sense again.
/// Thread-safe; each request walks on the thread that calls.
public final class Router {
    private final Routes routes;
    private final Senses senses;
    private final Runner runner;
    private final AnswerCache answerCache;
    private final Journal journal;
    private final InstantSource clock;
    private final LongSupplier seeds;

    public Router(
            Routes routes, Senses senses, Runner runner, Journal journal, InstantSource clock, LongSupplier seeds) {
        this(routes, senses, runner, AnswerCache.NONE, journal, clock, seeds);
    }

    /// @param answerCache has the answers that may be given again
    public Router(
            Routes routes,
            Senses senses,
            Runner runner,
            AnswerCache answerCache,
            Journal journal,
            InstantSource clock,
            LongSupplier seeds) {
        this.answerCache = answerCache;
        this.routes = routes;
        this.senses = senses;
        this.runner = runner;
        this.journal = journal;
        this.clock = clock;
        this.seeds = seeds;
    }

    /// An answer and how it came about.
    ///
    /// @param model whose answer it is; empty where nobody was asked
    /// @param accepted false where it is the best of several of which none was accepted
    /// @param costUsd what all calls for it cost together
    /// @param recalled as [Sink#recalled]; empty where answers are not kept
    public record Routed(
            Answer answer,
            String route,
            Optional<String> model,
            boolean accepted,
            double costUsd,
            Optional<String> recalled) {}

    /// What was chosen for a request, by which route, and among what.
    ///
    /// @param seed replays the selector's chance
    public record ChosenPlan(
            Route route,
            long seed,
            Utility utility,
            List<Objection> objections,
            List<Option> options,
            Decision decision) {}

    public Routes routes() {
        return routes;
    }

    /// Answers a request. Blocks: run it on a virtual thread. Interrupt the thread to give the request up.
    ///
    /// @throws RouterException when there is no answer
    /// @throws InterruptedException when the thread was interrupted; the journal has it as cancelled
    public Routed route(Request request, Sink sink) throws InterruptedException {
        return route(
                request,
                sink,
                (plan, asked, signals, route) -> runner.run(plan, asked, signals, route, sink, this::part));
    }

    /// Carries a request's plan out.
    private interface Running {
        RunOutcome run(Plan plan, Request request, Signals signals, String route)
                throws ProviderException, InterruptedException;
    }

    /// Answers a part of a request, which has a story of its own.
    private Result part(Request part, SpendLedger spendLedger) throws ProviderException, InterruptedException {
        try {
            var routed = route(
                    part,
                    Sink.NONE,
                    (plan, asked, signals, route) -> runner.runPart(plan, asked, signals, route, spendLedger));
            return new Result(routed.answer(), routed.model(), routed.accepted(), Signals.NONE);
        } catch (RouterException refused) {
            throw refused.failure() instanceof Failure.ProviderFailed(var kind, var reason, var details, var _)
                    ? new ProviderException(kind, reason, details)
                    : new ProviderException(Kind.REFUSED, refused.failure().message());
        }
    }

    private Routed route(Request request, Sink sink, Running running) throws InterruptedException {
        journal.append(new Event.Asked(request.id(), clock.instant(), request));
        Failure failure = new Failure.Broken();
        try {
            var routed = walk(request, sink, running);
            failure = null;
            return routed;
        } catch (ProviderException failed) {
            failure = passed(request) ? new Failure.DeadlinePassed() : new Failure.ProviderFailed(failed);
            throw new RouterException(failure);
        } catch (RouterException refused) {
            failure = refused.failure();
            throw refused;
        } catch (InterruptedException stopped) {
            failure = new Failure.Cancelled();
            throw stopped;
        } finally {
            // Also where a part threw what it should not: every request has one end.
            if (failure != null) {
                journal.append(new Event.Failed(
                        request.id(), clock.instant(), failure.ownCode(), failure.ownMessage(), failure.quoted()));
            }
        }
    }

    private Routed walk(Request request, Sink sink, Running running) throws ProviderException, InterruptedException {
        var received = new Moment.ReceivedMoment(request);
        // Where the client names the model there is nothing to decide, so nothing is sensed either.
        boolean named = routes.isModel(request.model());
        var before = named ? Signals.NONE : senses.at(received, Signals.NONE);
        if (!named) sensed(request, Moment.RECEIVED, before);
        var route = find(request, before);
        try (var lookup = answerCache.visit(request, before, route.name())) {
            return answer(request, before, route, lookup, sink, running);
        }
    }

    private Routed answer(
            Request request, Signals before, Route route, AnswerCache.Lookup lookup, Sink sink, Running running)
            throws ProviderException, InterruptedException {
        boolean named = routes.isModel(request.model());
        var choice = choose(route, request, before, lookup.found(), seeds.getAsLong());
        var decided = new Event.Decided(
                request.id(),
                clock.instant(),
                choice.route().name(),
                choice.seed(),
                choice.utility(),
                choice.objections(),
                choice.options(),
                choice.decision());
        journal.append(decided.bounded());
        var recalled = recalled(choice, lookup);
        recalled.ifPresent(sink::recalled);
        var known = named ? before : before.with(List.of(Route.ROUTE.of(route.name())));
        var limited = request.costingAtMost(route.costUsdMax());
        var runOutcome = running.run(choice.decision().plan(), limited, known, route.name());
        var result = runOutcome.result();
        var answered = new Moment.AnsweredMoment(request, result.answer());
        var judged = known.with(result.signals().all());
        // What was judged on the way is known already.
        boolean done = named || judged.find(Finding.FAILED) != null;
        var after = done ? judged : senses.at(answered, judged);
        if (after != known) sensed(request, Moment.ANSWERED, after);
        if (result.accepted()) lookup.keep(result.answer(), result.model(), after);
        journal.append(new Event.Finished(
                request.id(),
                clock.instant(),
                result.model(),
                result.accepted(),
                result.answer(),
                runOutcome.costUsd()));
        return new Routed(
                result.answer(), route.name(), result.model(), result.accepted(), runOutcome.costUsd(), recalled);
    }

    private static Optional<String> recalled(ChosenPlan choice, AnswerCache.Lookup lookup) {
        if (!lookup.counted()) return Optional.empty();
        return Optional.of(AnswerCache.origin(choice.decision().plan())
                .map(origin -> origin.likeness().name().toLowerCase(Locale.ROOT))
                .orElse("miss"));
    }

    private void sensed(Request request, String moment, Signals signals) {
        journal.append(new Event.Sensed(request.id(), clock.instant(), moment, signals.all()));
    }

    /// Decides, and does nothing about it. The same request, signals, seed and estimators give the same choice: this is
    /// what a replay calls.
    ///
    /// @throws RouterException when nothing can be chosen
    public ChosenPlan choose(Request request, Signals signals, long seed) {
        return choose(find(request, signals), request, signals, Optional.empty(), seed);
    }

    private static ChosenPlan choose(
            Route route, Request request, Signals signals, Optional<AnswerCache.CachedAnswer> recalled, long seed) {
        var objections = new ArrayList<Objection>();
        var permitted = new ArrayList<Model>(route.models().size());
        for (var model : route.models()) {
            int before = objections.size();
            for (var constraint : route.constraints()) {
                constraint.objection(request, signals, model).ifPresent(objections::add);
            }
            if (objections.size() == before) permitted.add(model);
        }
        if (permitted.isEmpty()) throw new RouterException(Failure.nobody(route.name(), objections));
        var estimates = route.forecast().of(signals, permitted);
        var calls = new ArrayList<Option>(permitted.size());
        for (int i = 0; i < permitted.size(); i++) {
            calls.add(new Option(new Plan.Call(permitted.get(i)), estimates.get(i)));
        }
        var utility = route.dial().at(request.wishes().quality().orElse(route.quality()));
        var options = new ArrayList<>(options(route, calls, utility, request, signals));
        // Who may not answer now must not have answered before, either.
        var found = recalled.flatMap(some -> some.option(calls));
        found.ifPresent(options::add);
        if (options.isEmpty()) throw new RouterException(Failure.nobody(route.name(), objections));
        var decision = found.filter(some -> recalled.orElseThrow().isExact())
                .map(some -> new Decision(some.plan(), 1, AnswerCache.SAME_REQUEST))
                .orElseGet(() -> route.selector().select(options, utility, new SplittableRandom(seed)));
        refuseSmuggled(route, permitted, decision.plan());
        return new ChosenPlan(route, seed, utility, objections, options, decision);
    }

    /// The calls themselves, or what the route's strategies make of them. A part of a request is not divided again: of
    /// a route that can only divide, it gets a plain call.
    private static List<Option> options(
            Route route, List<Option> calls, Utility utility, Request request, Signals signals) {
        if (route.strategies().isEmpty()) return calls;
        var ways = route.strategies().stream()
                .flatMap(strategy -> strategy.option(calls, utility, signals).stream())
                .toList();
        if (request.parent().isEmpty()) return ways;
        var undivided = ways.stream()
                .filter(way -> !(way.plan() instanceof Plan.Decompose))
                .toList();
        return undivided.isEmpty() ? calls : undivided;
    }

    private Route find(Request request, Signals signals) {
        if (request.model().equals(Routes.AUTO)) {
            return routes.automatic(signals).orElseThrow(() -> new RouterException(new Failure.NoRoute()));
        }
        return routes.named(request.model()).orElseThrow(() -> unknown(request.model()));
    }

    private RouterException unknown(String model) {
        return new RouterException(new Failure.UnknownModel(model, Nearest.to(model, routes.names())));
    }

    /// A selector may choose among what is permitted, and nothing else.
    private static void refuseSmuggled(Route route, List<Model> permitted, Plan plan) {
        plan.models().filter(model -> !permitted.contains(model)).findFirst().ifPresent(model -> {
            throw new RouterException(new Failure.Smuggled(route.name(), model.id()));
        });
    }

    private boolean passed(Request request) {
        return SteadyTime.isLate(request, clock);
    }
}
