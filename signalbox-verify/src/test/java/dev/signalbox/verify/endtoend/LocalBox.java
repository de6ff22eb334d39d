package dev.signalbox.verify.endtoend;

import dev.signalbox.Route;
import dev.signalbox.Router;
import dev.signalbox.Routes;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Json;
import dev.signalbox.estimate.Dial;
import dev.signalbox.estimate.Forecast;
import dev.signalbox.gateway.Gateway;
import dev.signalbox.gateway.GatewayOptions;
import dev.signalbox.gateway.Readiness;
import dev.signalbox.journal.Broadcast;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import dev.signalbox.providers.http.UpstreamOptions.Timeouts;
import dev.signalbox.providers.openai.OpenAiProvider;
import dev.signalbox.run.Runner;
import dev.signalbox.run.Senses;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Sensor;
import dev.signalbox.testkit.MemoryJournal;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A signal box in this process, from the gateway's socket to the provider's: each route has one plan, which the test
/// wrote, so that nothing is left to a selector.
final class LocalBox implements AutoCloseable {
    /// The provider that waits as long as providers do.
    static final String PATIENT = "patient";
    /// The same server, not waited for: a model of it that says nothing has failed.
    static final String IMPATIENT = "impatient";

    /// Long enough for a machine that is busy with something else.
    private static final Duration NOT_LONG = Duration.ofSeconds(3);

    private final Vertx vertx = Vertx.vertx();
    private final MemoryJournal journal = new MemoryJournal(1_000_000);
    private final AtomicLong requests = new AtomicLong();
    private final InstantSource clock = InstantSource.system();
    private final List<OpenAiProvider> providers;
    private final Gateway gateway;

    /// @param plans by route
    LocalBox(String upstream, Map<String, Plan> plans, List<Sensor<?>> sensors, List<Monitor> monitors) {
        this(upstream, plans, sensors, monitors, List.of());
    }

    /// @param listeners are told every event
    LocalBox(
            String upstream,
            Map<String, Plan> plans,
            List<Sensor<?>> sensors,
            List<Monitor> monitors,
            List<Consumer<Event>> listeners) {
        var journal = new Broadcast(this.journal, listeners);
        providers = List.of(
                provider(UpstreamOptions.of(PATIENT, URI.create(upstream))),
                provider(UpstreamOptions.of(IMPATIENT, URI.create(upstream))
                        .with(new Timeouts(Duration.ofSeconds(5), NOT_LONG, NOT_LONG))));
        var senses = new Senses(sensors, Duration.ofSeconds(5));
        var runner = new Runner(providers, senses, List.of(), monitors, Answer::text, journal, clock);
        var router = new Router(routes(plans), senses, runner, journal, clock, () -> 1);
        gateway = Gateway.start(
                vertx,
                new Gateway.Wiring(
                        router,
                        journal,
                        _ -> Json.of("{}"),
                        () -> Readiness.WELL,
                        () -> "req_" + requests.incrementAndGet(),
                        clock),
                GatewayOptions.DEFAULT.withPort(0));
    }

    private OpenAiProvider provider(UpstreamOptions options) {
        return new OpenAiProvider(new HttpUpstream(vertx, options, clock), clock);
    }

    private static Routes routes(Map<String, Plan> plans) {
        var routes = plans.entrySet().stream()
                .map(entry -> route(entry.getKey(), entry.getValue()))
                .toList();
        var models = plans.values().stream().flatMap(Plan::models).distinct().toList();
        return new Routes(routes, models, List.of());
    }

    private static Route route(String name, Plan plan) {
        return new Route(
                name,
                Condition.ALWAYS,
                plan.models().distinct().toList(),
                List.of(),
                List.of(),
                Forecast.NONE,
                Dial.ofTypicalCost(0.001),
                0.5,
                OptionalDouble.empty(),
                (_, _, _) -> new Decision(plan, 1, "written"));
    }

    /// @param price in US dollars for a million tokens
    static Model model(String id, String provider, double price, Capability... can) {
        return new Model(
                id,
                provider,
                id,
                Price.of(price, price),
                OptionalInt.empty(),
                Set.of(can),
                Optional.empty(),
                Model.Prior.UNKNOWN);
    }

    URI url() {
        return URI.create("http://127.0.0.1:%d/v1/chat/completions".formatted(gateway.port()));
    }

    List<Event> story(String requestId) {
        return journal.events(requestId);
    }

    @Override
    public void close() {
        gateway.close();
        for (var provider : providers) provider.close();
        vertx.close().await();
    }
}
