package dev.signalbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.Route;
import dev.signalbox.Router;
import dev.signalbox.Routes;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Dial;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.estimate.Forecast;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.run.Runner;
import dev.signalbox.run.Senses;
import dev.signalbox.signal.Condition;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A gateway on a free port in front of a provider that a test scripts, with two models, `small` and `large`, and the
/// route `default`, which tries them in this order.
final class Fixture implements AutoCloseable {
    static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));

    private static final Selector IN_ORDER = (options, utility, random) -> new Decision(
            Plan.Cascade.inTurn(options.stream().map(Selector.Option::plan).toList()), 1, "in_order");

    final ListJournal journal = new ListJournal();
    final Gateway gateway;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    volatile Readiness readiness = Readiness.WELL;
    volatile boolean storyBreaks;

    /// What the provider does for a call.
    interface Script {
        Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException;
    }

    Fixture(Script script) {
        this(script, GatewayOptions.DEFAULT);
    }

    Fixture(Script script, GatewayOptions options) {
        var router = router(script, journal);
        var next = new AtomicInteger();
        gateway = Gateway.start(
                vertx,
                new Gateway.Wiring(
                        router, journal, this::story, () -> readiness, () -> "req_" + next.incrementAndGet(), NOON),
                options.withPort(0));
    }

    static Router router(Script script, Journal journal) {
        var provider = new Provider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException {
                return script.call(model, request, sink);
            }
        };
        var models = List.of(model("small"), model("large"));
        Estimator one = (signals, asked) -> Collections.nCopies(asked.size(), new Belief(1, 0));
        var route = new Route(
                "default",
                Condition.ALWAYS,
                models,
                List.of(),
                List.of(),
                new Forecast(one, one, one),
                Dial.ofTypicalCost(0.001),
                0.5,
                OptionalDouble.empty(),
                IN_ORDER);
        var runner = new Runner(List.of(provider), Senses.NONE, journal, NOON);
        return new Router(new Routes(List.of(route), models, List.of()), Senses.NONE, runner, journal, NOON, () -> 7);
    }

    private Json story(Event event) {
        if (storyBreaks) throw new IllegalStateException("a bug");
        return Json.of("{\"event\":\"%s\"}".formatted(event.getClass().getSimpleName()));
    }

    private static Model model(String id) {
        return new Model(
                id,
                "fake",
                id + "-upstream",
                Price.of(1, 2),
                OptionalInt.empty(),
                Set.of(),
                Optional.empty(),
                Model.Prior.UNKNOWN);
    }

    @Override
    public void close() {
        http.close();
        gateway.close();
        vertx.close().await();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)), headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws IOException, InterruptedException {
        if (headers.length > 0) request.headers(headers);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> chat(String body, String... headers) throws IOException, InterruptedException {
        return post("/v1/chat/completions", body, headers);
    }

    /// A chat body for one user message.
    static String asking(String model, String text, String more) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
                .formatted(model, text, more);
    }

    /// A raw connection on which a chat was asked, and nothing was read yet.
    Socket ask(String body) throws IOException {
        var socket = new Socket("127.0.0.1", gateway.port());
        socket.getOutputStream().write(raw(body));
        return socket;
    }

    static byte[] raw(String body) {
        var bytes = body.getBytes(UTF_8);
        return ("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes.length + "\r\n\r\n"
                        + body)
                .getBytes(UTF_8);
    }

    static final class ListJournal implements Journal {
        final List<Event> events = new CopyOnWriteArrayList<>();

        @Override
        public void append(Event event) {
            events.add(event);
        }

        @Override
        public List<Event> events(String requestId) {
            return events.stream()
                    .filter(event -> event.requestId().equals(requestId))
                    .toList();
        }
    }
}
