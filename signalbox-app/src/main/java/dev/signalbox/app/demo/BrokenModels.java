package dev.signalbox.app.demo;

import dev.signalbox.app.demo.DemoClient.Heard;
import dev.signalbox.gateway.replay.Fault;
import dev.signalbox.gateway.replay.ReplayOptions;
import dev.signalbox.gateway.replay.ReplayOptions.FaultShare;
import dev.signalbox.gateway.replay.ReplayUpstream;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

/// An upstream of which three models break in the middle of every second answer, each in its own way,
/// and two routes that ask them in turn, and last a model that is well. One falls back as every gateway
/// does, the other watches.
final class BrokenModels implements AutoCloseable {
    private static final String WELL = "google/gemini-2.5-pro";

    /// In the order in which they are asked.
    private static final List<Broken> BROKEN = List.of(
            new Broken("meta-llama/llama-3.1-8b-instruct", new Fault.CutFault()),
            new Broken("mistralai/mistral-large-2512", new Fault.LoopFault()),
            new Broken("google/gemini-2.5-flash", new Fault.ErrorEvent()));

    private static final double SHARE = 0.5;
    private static final int PROMPTS = 24;
    private static final double TOKENS_PER_SECOND = 3_000;

    private final List<DemoData.Prompt> prompts;
    private final ReplayUpstream upstream;

    private record Broken(String model, Fault fault) {
        String id() {
            return "broken/" + DemoReport.shortName(model);
        }
    }

    private BrokenModels(List<DemoData.Prompt> prompts, ReplayUpstream upstream) {
        this.prompts = prompts;
        this.upstream = upstream;
    }

    static BrokenModels start(Vertx vertx, DemoData data, Instant now) throws IOException {
        var few = data.first(PROMPTS);
        var faults = new HashMap<String, FaultShare>();
        for (var broken : BROKEN) faults.put(broken.model(), new FaultShare(SHARE, broken.fault()));
        var options = new ReplayOptions(
                "127.0.0.1", 0, Duration.ZERO, OptionalDouble.of(TOKENS_PER_SECOND), Optional.empty(), faults, 1);
        return new BrokenModels(few.prompts(), ReplayUpstream.start(vertx, few.recordings(), options, now));
    }

    // What the settings say of them.

    String provider() {
        return "  broken: {url: \"http://127.0.0.1:%d/v1\"}\n".formatted(upstream.port());
    }

    static String models(Map<String, String> prices) {
        var models = new StringBuilder();
        for (var broken : BROKEN) {
            models.append("  %s: {provider: broken, upstream: %s, price: %s}\n"
                    .formatted(broken.id(), broken.model(), prices.get(broken.model())));
        }
        return models.toString();
    }

    static String routes() {
        var all = new StringJoiner(", ");
        var plain = new StringJoiner(", ");
        var watched = new StringJoiner(", ");
        for (var broken : BROKEN) {
            all.add(broken.id());
            plain.add("{call: %s}".formatted(broken.id()));
            watched.add("{call: %s, watch: {monitors: [repetition], hold: 1m, hold_tokens: 100000}}"
                    .formatted(broken.id()));
        }
        return """
                  fallback:
                    models: [%1$s, %4$s]
                    strategies: {in_turn: {cascade: [%2$s, %4$s]}}
                  watched:
                    models: [%1$s, %4$s]
                    strategies: {in_turn: {cascade: [%3$s, %4$s]}}
                """.formatted(all, plain, watched, WELL);
    }

    /// What came of it.
    ///
    /// @param ways what was done about failures
    record Result(int prompts, List<Way> ways) {}

    /// @param whole how many answers came to a good end, as a model said them
    /// @param firstWord the median time until the client heard something
    /// @param costUsdPer1k for a thousand requests, failed calls and all
    record Way(String name, int whole, Duration firstWord, double costUsdPer1k) {}

    /// @param costUsd of a request, by its id
    Result ask(DemoClient client, ToDoubleFunction<String> costUsd) throws IOException, InterruptedException {
        var ways = new ArrayList<Way>();
        ways.add(way("fallback before the first word", "auto/fallback", client, costUsd));
        ways.add(way("watched, held to the end", "auto/watched", client, costUsd));
        return new Result(prompts.size(), ways);
    }

    private Way way(String name, String model, DemoClient client, ToDoubleFunction<String> costUsd)
            throws IOException, InterruptedException {
        var heard = client.hear(prompts, model);
        int whole = 0;
        for (int i = 0; i < heard.size(); i++) {
            var said = prompts.get(i).answers().values();
            if (heard.get(i).whole() && said.contains(heard.get(i).text())) whole++;
        }
        var first = Demo.Result.quantile(heard.stream().map(Heard::firstWord).toList(), 0.5);
        double cost = heard.stream()
                .map(Heard::requestId)
                .mapToDouble(costUsd)
                .average()
                .orElse(0);
        return new Way(name, whole, first, 1000 * cost);
    }

    @Override
    public void close() {
        upstream.close();
    }
}
