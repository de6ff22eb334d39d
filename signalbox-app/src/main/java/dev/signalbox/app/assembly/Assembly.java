package dev.signalbox.app.assembly;

import dev.signalbox.Route;
import dev.signalbox.Router;
import dev.signalbox.Routes;
import dev.signalbox.app.SystemContext;
import dev.signalbox.app.settings.Bytes;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.MonitorSettings;
import dev.signalbox.app.settings.Settings;
import dev.signalbox.chat.ByteBudget;
import dev.signalbox.checks.Checks;
import dev.signalbox.gateway.BrowserPolicy;
import dev.signalbox.gateway.ClientKeys;
import dev.signalbox.gateway.Gateway;
import dev.signalbox.gateway.GatewayOptions;
import dev.signalbox.gateway.Readiness;
import dev.signalbox.gateway.RequestIds;
import dev.signalbox.journal.Broadcast;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Strategy;
import dev.signalbox.run.Runner;
import dev.signalbox.signal.Monitor;
import dev.signalbox.standard.cache.HitSampler;
import dev.signalbox.standard.cache.MemoryAnswerCache.Given;
import dev.signalbox.standard.cache.SampleCost;
import dev.signalbox.standard.check.AnswerKey;
import dev.signalbox.standard.constraint.Budget;
import dev.signalbox.standard.constraint.Capabilities;
import dev.signalbox.standard.constraint.ContextWindow;
import dev.signalbox.standard.constraint.Health;
import dev.signalbox.standard.constraint.Modality;
import dev.signalbox.standard.constraint.StructuredOutput;
import dev.signalbox.standard.constraint.ToolUse;
import dev.signalbox.standard.estimate.AnswerLengths;
import dev.signalbox.standard.estimate.ModelStats;
import dev.signalbox.standard.monitor.LowConfidenceMonitor;
import dev.signalbox.standard.monitor.Monitors;
import dev.signalbox.standard.monitor.StallMonitor;
import dev.signalbox.standard.monitor.TooLongMonitor;
import dev.signalbox.standard.quality.Snapshot;
import dev.signalbox.standard.quality.SnapshotFile;
import dev.signalbox.standard.selector.GreedySelector;
import dev.signalbox.standard.strategy.PlanStrategy;
import dev.signalbox.store.EventCodec;
import dev.signalbox.store.JournalException;
import dev.signalbox.store.SqliteJournal;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A box while it is put together.
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
    /// How many resting models `/readyz` names.
    private static final int RESTING_NAMED = 20;

    /// More tell nothing new of a curve with a few points.
    private static final int SAMPLES_MAX = 2_000;

    private final Deque<Runnable> parts = new ArrayDeque<>();
    private final Settings settings;
    private final SystemContext surroundings;

    private Assembly(Settings settings, SystemContext surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    static SignalboxServer of(Settings settings, SystemContext surroundings) throws IOException {
        var assembly = new Assembly(settings, surroundings);
        try {
            return assembly.build();
        } catch (IOException | RuntimeException failed) {
            // What runs already must end; what it says then matters less than why the rest did not start.
            SignalboxServer.end(assembly.parts).ifPresent(failed::addSuppressed);
            throw failed;
        }
    }

    /// Starts every part, those that others need first, and the gateway last.
    private SignalboxServer build() throws IOException {
        var clock = surroundings.clock();
        var vertx = Vertx.vertx(loops());
        parts.push(() -> vertx.close().await());
        var store = SqliteJournal.open(journal(settings.journal()), clock);
        parts.push(store::close);

        var snapshot = snapshot();
        snapshot.ifPresent(
                learned -> SettingsReview.unlearned(settings.routes(), learned).forEach(LOG::warn));
        var estimates = Estimates.of(snapshot);
        recall(() -> estimates.recall(store));
        var log = new OperatorLog(clock);
        var health = new Health(Health.Options.DEFAULT, clock, log);
        var listeners = new ArrayList<Consumer<Event>>(estimates.observers());
        listeners.add(health);
        var capabilities = new Capabilities(clock);
        listeners.add(capabilities);
        listeners.add(log);
        var fitness = CacheAssembly.fitness(settings.encoder());
        var sampled = new SampleCost();
        if (settings.cacheSample().isPresent()) {
            recall(store, fitness.andThen(sampled));
            listeners.add(fitness.andThen(sampled));
        }
        var journal = new Broadcast(store, listeners);

        var catalogue = Catalogue.builtIn();
        var models = ModelAssembly.of(settings.models(), catalogue);
        var senses = new SensorAssembly(settings, parts)
                .senses(snapshot, estimates.forecast().quality(), models.values());
        var routes =
                new Routes(routes(models, estimates, health, capabilities), List.copyOf(models.values()), List.of());
        var budget = budget(settings.server());
        var providers = ProviderAssembly.of(
                settings.providers(),
                ModelAssembly.formats(settings.models(), catalogue),
                estimates.rates(),
                vertx,
                clock,
                budget);
        providers.forEach(provider -> parts.push(provider::close));
        var runner = new Runner(
                providers,
                senses,
                Checks.mends(),
                monitors(settings.monitors(), estimates),
                answer -> AnswerKey.of(answer.text()).text(),
                journal,
                clock,
                estimates.rates(),
                estimates.expectedCost());
        var answerCache =
                CacheAssembly.cache(settings, fitness, sampling(models, routes, runner, journal, sampled), clock);
        var router = new Router(routes, senses, runner, answerCache, journal, clock, surroundings.random());

        var ids = new RequestIds(clock, surroundings.random());
        var wiring = new Gateway.Wiring(
                router, journal, new EventCodec(true)::toJson, () -> readiness(store, health, models), ids, clock);
        warnIfOpen(settings.server());
        var gateway = Gateway.start(vertx, wiring, gateway(settings, budget));
        parts.push(gateway::close);
        return new SignalboxServer(url(gateway.port()), routes, journal, parts);
    }

    /// A process can serve where its journal is written and some model may be asked.
    private static Readiness readiness(SqliteJournal store, Health health, Map<String, Model> models) {
        var notices = new ArrayList<>(store.notices());
        int resting = 0;
        for (var model : models.keySet()) {
            var rest = health.rest(model);
            if (rest.isEmpty()) continue;
            resting++;
            if (resting <= RESTING_NAMED) {
                notices.add("Model `%s` rests for %d s more."
                        .formatted(model, rest.get().toSeconds() + 1));
            }
        }
        var trouble = resting == models.size()
                ? store.trouble().or(() -> Optional.of("No model can answer: all of them rest after failures."))
                : store.trouble();
        return new Readiness(trouble, notices);
    }

    /// Half of the cores read and write; the walks' threads have the other half. With a loop on every core
    /// each waits for the other to be woken, which costs more than the work itself: measured by
    /// `bench/load.py`.
    private static VertxOptions loops() {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /// Reads what earlier runs have observed. A damaged journal must not keep the gateway from starting: what cannot be
    /// read is observed anew.
    private static void recall(Runnable reading) {
        try {
            reading.run();
        } catch (JournalException damaged) {
            LOG.warn("{} What earlier runs have observed is left out.", damaged.reason());
        }
    }

    /// Goes through the comparisons of earlier runs, oldest first.
    private static void recall(SqliteJournal store, Consumer<Event> listener) {
        recall(() -> {
            for (var id : store.recent(SAMPLES_MAX, HitSampler.AGAIN).reversed()) {
                store.events(id).forEach(listener);
            }
        });
    }

    private Consumer<Given> sampling(
            Map<String, Model> models, Routes routes, Runner runner, Journal journal, SampleCost cost) {
        if (settings.cacheSample().isEmpty()) return _ -> {};
        var sample = settings.cacheSample().get();
        var judge = Optional.ofNullable(models.get(sample.judge())).orElseThrow();
        var sampler = new HitSampler(
                new HitSampler.Options(sample.share(), judge, sample.costMax(), CacheAssembly.name(settings.encoder())),
                runner,
                routes.routes().stream().collect(Collectors.toMap(Route::name, Route::models)),
                journal,
                cost,
                surroundings.clock(),
                surroundings.random());
        parts.push(sampler::close);
        return sampler;
    }

    private static List<Monitor> monitors(MonitorSettings settings, Estimates estimates) {
        var silence = settings.stall();
        return Monitors.of(
                new StallMonitor.Options(silence.first(), silence.between()),
                new TooLongMonitor.Options(settings.tooLong().charsMax()),
                new LowConfidenceMonitor.Options(settings.lowConfidence().logProbabilityMin()),
                settings.learn() ? estimates.modelStats() : new ModelStats(),
                settings.learn() ? estimates.answers() : new AnswerLengths());
    }

    private Optional<Snapshot> snapshot() throws IOException {
        if (settings.snapshot().isEmpty()) return Optional.empty();
        return Optional.of(SnapshotFile.read(settings.snapshot().get().path()));
    }

    private List<Route> routes(
            Map<String, Model> models, Estimates estimates, Health health, Capabilities capabilities) {
        var constraints = new HashMap<Settings.RuleSettings, Constraint>();
        for (var rule : Settings.RuleSettings.values()) {
            constraints.put(rule, constraint(rule, health, capabilities, estimates));
        }
        var routes = new ArrayList<Route>();
        var plans = new PlanAssembly(models);
        settings.routes().forEach((name, route) -> {
            var chosen = plans.all(route.models());
            var strategies = new ArrayList<Strategy>();
            route.strategies()
                    .forEach((called, plan) ->
                            strategies.add(new PlanStrategy(called, plans.plan(plan), estimates.modelStats())));
            routes.add(new Route(
                    name,
                    route.when(),
                    chosen,
                    constraints(route, constraints, estimates),
                    strategies,
                    estimates.forecast(),
                    estimates.dial(chosen),
                    route.quality().orElse(settings.quality()),
                    route.costMax(),
                    new GreedySelector(new GreedySelector.Options(route.explore(), route.fallbacks()))));
        });
        return routes;
    }

    private static List<Constraint> constraints(
            Settings.RouteSettings route, Map<Settings.RuleSettings, Constraint> byRule, Estimates estimates) {
        var constraints = new ArrayList<Constraint>();
        route.constraints().stream()
                .sorted()
                .forEach(rule ->
                        constraints.add(Optional.ofNullable(byRule.get(rule)).orElseThrow()));
        constraints.add(new Budget(
                estimates.forecast().costUsd(),
                new Budget.Options(route.costConfidence(), route.costMax().orElse(Double.POSITIVE_INFINITY))));
        return constraints;
    }

    private static Constraint constraint(
            Settings.RuleSettings rule, Health health, Capabilities capabilities, Estimates estimates) {
        return switch (rule) {
            case CONTEXT -> new ContextWindow(estimates.rates());
            case MODALITY -> new Modality(capabilities);
            case TOOLS -> new ToolUse(capabilities);
            case STRUCTURED_OUTPUT -> new StructuredOutput(capabilities);
            case HEALTH -> health;
        };
    }

    static SqliteJournal.Options journal(Settings.JournalSettings journal) {
        var usual = SqliteJournal.Options.of(journal.path());
        return new SqliteJournal.Options(
                journal.path(),
                journal.flush(),
                journal.capture(),
                usual.powerLossSafe(),
                journal.keep(),
                journal.sizeMax().value(),
                usual.queueBytes());
    }

    static GatewayOptions gateway(Settings settings, ByteBudget budget) {
        var server = settings.server();
        var tenants = new HashMap<String, String>();
        server.keys().forEach((name, key) -> tenants.put(key.value(), name));
        var feedback = new HashMap<String, String>();
        server.feedback()
                .forEach((name, source) -> feedback.put(name, source.name().toLowerCase(Locale.ROOT)));
        return new GatewayOptions(
                server.host(),
                server.port(),
                Math.toIntExact(server.bodyBytesMax().value()),
                server.requestsMax(),
                server.deadline(),
                server.keepAlive(),
                server.idle(),
                server.drain(),
                tenants.isEmpty() ? ClientKeys.NONE : ClientKeys.of(tenants),
                new BrowserPolicy(server.cors(), Set.copyOf(server.hosts())),
                feedback,
                budget,
                settings.providers().values().stream()
                        .flatMap(provider -> provider.passed().forwarded().stream())
                        .collect(Collectors.toSet()));
    }

    /// For all that is buffered. One of several clients may have half of it.
    private static ByteBudget budget(Settings.ServerSettings server) {
        long bytes = server.bufferBytesMax()
                .map(Bytes::value)
                .orElse(Runtime.getRuntime().maxMemory() / 4);
        return new ByteBudget(bytes, server.keys().size() > 1 ? 0.5 : 1);
    }

    private static void warnIfOpen(Settings.ServerSettings server) {
        if (!server.keys().isEmpty() || LOOPBACK.contains(server.host())) return;
        LOG.warn(
                "ANYBODY WHO REACHES `{}:{}` CAN USE YOUR MODELS AT YOUR COST: the gateway listens beyond this machine and has no keys. Set `server.keys`, or `server.host: 127.0.0.1`.",
                server.host(),
                server.port());
    }

    private String url(int port) {
        var host = settings.server().host();
        return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
    }
}
