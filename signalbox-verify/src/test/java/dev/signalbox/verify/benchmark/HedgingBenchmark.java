package dev.signalbox.verify.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.Route;
import dev.signalbox.Router;
import dev.signalbox.Routes;
import dev.signalbox.chat.Json;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Dial;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.estimate.Forecast;
import dev.signalbox.gateway.Gateway;
import dev.signalbox.gateway.GatewayOptions;
import dev.signalbox.gateway.Readiness;
import dev.signalbox.journal.Broadcast;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Fusion.Hedged;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import dev.signalbox.providers.openai.OpenAiProvider;
import dev.signalbox.run.Runner;
import dev.signalbox.run.Senses;
import dev.signalbox.signal.Condition;
import dev.signalbox.standard.estimate.ModelStats;
import dev.signalbox.standard.strategy.PlanStrategy;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What hedging is worth against an upstream with a heavy tail: streams over HTTP through the gateway, half of them
/// plain and half hedged, in turn, in one run. The upstream's time to the first token is log-normal (σ = 0.6), and two
/// in a hundred take twenty times as long.
///
/// Prints quantiles of the time to the first token as the client sees it, and how many calls more there were.
public final class HedgingBenchmark {
    private static final double SIGMA = 0.6;
    private static final double SLOW_SHARE = 0.02;
    private static final double SLOW_FACTOR = 20;
    /// The 95th percentile of all that, in medians.
    private static final double P95 = 3.08;

    private static final int AT_ONCE = 24;
    /// From an answer's word to its end.
    private static final int LAST_MS = 5;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final SplittableRandom random;
    private final int medianMs;

    private final boolean learnt;
    private final double shareMax;

    private HedgingBenchmark(int medianMs, long seed, boolean learnt, double shareMax) {
        this.medianMs = medianMs;
        this.learnt = learnt;
        this.shareMax = shareMax;
        this.random = new SplittableRandom(seed);
    }

    /// @param arguments how many requests of each kind; the median time to the first token in
    ///     milliseconds; a seed; `given` or `learnt`: where the hedge has its delay from; and how
    ///     many calls more there may be for a request
    public static void main(String[] arguments) throws Exception {
        int requests = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3_000;
        int medianMs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        boolean learnt = arguments.length > 3 && arguments[3].equals("learnt");
        double shareMax = arguments.length > 4 ? Double.parseDouble(arguments[4]) : Hedged.USUAL_SHARE;
        new HedgingBenchmark(medianMs, seed, learnt, shareMax).measure(requests);
    }

    private void measure(int requests) throws IOException, InterruptedException, ExecutionException {
        var server =
                vertx.createHttpServer().requestHandler(this::answer).listen(0).await();
        var clock = InstantSource.system();
        var upstream = UpstreamOptions.of("up", URI.create("http://127.0.0.1:" + server.actualPort() + "/v1"));
        try (var provider = new OpenAiProvider(new HttpUpstream(vertx, upstream, clock), clock);
                var gateway = gateway(provider, clock)) {
            var kinds = List.of("auto/plain", "auto/hedged");
            var url = URI.create("http://127.0.0.1:" + gateway.port() + "/v1/chat/completions");
            run(url, kinds, 200);
            calls.clear();
            var times = run(url, kinds, requests);
            report(times, requests);
        }
        vertx.close().await();
    }

    private Gateway gateway(OpenAiProvider provider, InstantSource clock) {
        var given = Duration.ofMillis(Math.round(P95 * medianMs));
        var hedge = new Hedged(learnt ? Optional.empty() : Optional.of(given), shareMax);
        var modelStats = new ModelStats();
        var branches = List.<Plan>of(new Call(model("one")), new Call(model("two")));
        var routes = new Routes(
                List.of(
                        route("plain", List.of(model("lone")), new Call(model("lone")), modelStats),
                        route("hedged", List.of(model("one"), model("two")), new Fuse(branches, hedge), modelStats)),
                List.of(),
                List.of());
        var journal = new Broadcast(new Forgetful(), List.of(modelStats));
        var runner = new Runner(List.of(provider), Senses.NONE, journal, clock);
        var router = new Router(routes, Senses.NONE, runner, journal, clock, () -> 1);
        var next = new AtomicLong();
        return Gateway.start(
                vertx,
                new Gateway.Wiring(
                        router,
                        journal,
                        _ -> Json.of("{}"),
                        () -> Readiness.WELL,
                        () -> "req_" + next.incrementAndGet(),
                        clock),
                GatewayOptions.DEFAULT.withPort(0));
    }

    private static Route route(String name, List<Model> models, Plan plan, ModelStats modelStats) {
        Estimator one = (_, asked) -> Collections.nCopies(asked.size(), new Belief(1, 0));
        return new Route(
                name,
                Condition.ALWAYS,
                models,
                List.of(),
                List.of(new PlanStrategy("only", plan, modelStats)),
                new Forecast(one, one, one),
                Dial.ofTypicalCost(0.001),
                0.5,
                OptionalDouble.empty(),
                (options, _, _) -> new Decision(options.getFirst().plan(), 1, "only"));
    }

    private static Model model(String id) {
        return new Model(
                id, "up", id, Price.of(1, 2), OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN);
    }

    private static final class Forgetful implements Journal {
        @Override
        public void append(Event event) {}

        @Override
        public List<Event> events(String requestId) {
            return List.of();
        }
    }

    // The upstream.

    private void answer(HttpServerRequest request) {
        request.bodyHandler(body -> {
            calls.computeIfAbsent(body.toJsonObject().getString("model"), _ -> new AtomicInteger())
                    .incrementAndGet();
            vertx.setTimer(Math.max(1, Math.round(delayMs())), _ -> {
                var response = request.response();
                if (response.closed()) return;
                response.putHeader("content-type", "text/event-stream")
                        .setChunked(true)
                        .write(event("{\"role\":\"assistant\",\"content\":\"\"}", "null")
                                + event("{\"content\":\"word\"}", "null"));
                // What comes all at once is not taken for a stream.
                vertx.setTimer(LAST_MS, _ -> {
                    if (!response.closed()) response.end(event("{}", "\"stop\"") + "data: [DONE]\n\n");
                });
            });
        });
    }

    private static String event(String delta, String finish) {
        return ("data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                        + "[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n")
                .formatted(delta, finish);
    }

    private double delayMs() {
        synchronized (random) {
            double slow = random.nextDouble() < SLOW_SHARE ? SLOW_FACTOR : 1;
            return medianMs * Math.exp(SIGMA * random.nextGaussian()) * slow;
        }
    }

    // The client.

    private static List<List<Double>> run(URI url, List<String> kinds, int requests)
            throws InterruptedException, ExecutionException, IOException {
        var times = new ArrayList<List<Double>>();
        for (int i = 0; i < kinds.size(); i++) times.add(Collections.synchronizedList(new ArrayList<>()));
        var turn = new AtomicInteger();
        try (var client = HttpClient.newHttpClient();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = new ArrayList<Future<Object>>();
            for (int i = 0; i < AT_ONCE; i++) {
                working.add(threads.submit(() -> {
                    for (int at = turn.getAndIncrement(); at < kinds.size() * requests; at = turn.getAndIncrement()) {
                        int kind = at % kinds.size();
                        times.get(kind).add(firstTokenMs(client, url, kinds.get(kind)));
                    }
                    return kinds;
                }));
            }
            for (var worker : working) worker.get();
        }
        return times;
    }

    private static double firstTokenMs(HttpClient client, URI url, String model)
            throws IOException, InterruptedException {
        var body = "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                .formatted(model);
        var request =
                HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(body)).build();
        long start = System.nanoTime();
        double first = Double.NaN;
        var response = client.send(request, BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Double.isNaN(first) && line.contains("word")) first = (System.nanoTime() - start) / 1e6;
            }
        }
        if (Double.isNaN(first)) throw new IOException("no word came, but status " + response.statusCode());
        return first;
    }

    // The report.

    private void report(List<List<Double>> times, int requests) {
        System.out.println("| | p50, ms | p95, ms | p99, ms | p99.9, ms | calls a request |");
        System.out.println("|---|---|---|---|---|---|");
        line("plain", times.get(0), count("lone"), requests);
        line("hedged", times.get(1), count("one") + count("two"), requests);
        System.out.printf(
                Locale.ROOT,
                "%np99 %.1f times lower for %.1f %% more calls, %,d requests each%n",
                quantile(times.get(0), 0.99) / quantile(times.get(1), 0.99),
                100.0 * count("two") / requests,
                requests);
    }

    private int count(String model) {
        return calls.getOrDefault(model, new AtomicInteger()).get();
    }

    private static void line(String name, List<Double> times, int calls, int requests) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f | %.0f | %.3f |%n",
                name,
                quantile(times, 0.5),
                quantile(times, 0.95),
                quantile(times, 0.99),
                quantile(times, 0.999),
                (double) calls / requests);
    }

    private static double quantile(List<Double> times, double share) {
        var sorted = times.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
