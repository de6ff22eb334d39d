package dev.signalbox.app.demo;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.assembly.SignalboxServer;
import dev.signalbox.app.demo.DemoClient.Reply;
import dev.signalbox.app.demo.Ledger.Way;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.app.settings.SettingsReader;
import dev.signalbox.encoders.CachedEncoder;
import dev.signalbox.encoders.MiniLmEncoder;
import dev.signalbox.gateway.replay.ReplayOptions;
import dev.signalbox.gateway.replay.ReplayUpstream;
import dev.signalbox.journal.Event;
import dev.signalbox.learning.evaluate.Evaluation;
import dev.signalbox.learning.evaluate.EvaluationResult;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.standard.quality.SnapshotFile;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// The whole of Signalbox on recorded, real answers: learns from outcomes, starts an upstream that replays answers to
/// other prompts, starts the gateway before it, asks it all prompts over HTTP, and adds up what came of it.
public final class Demo implements AutoCloseable {
    /// List prices in US dollars for a million tokens, as recorded with the answers.
    private static final Map<String, String> PRICES = prices();

    private static final long ENCODER_CACHE_BYTES = 32 << 20;
    static final double HELD_BACK = 0.3;
    private static final int RESAMPLES = 1000;

    private final Vertx vertx;
    private final DemoData data;
    private final ReplayUpstream upstream;
    private final BrokenModels broken;
    private final SignalboxServer box;
    private final EvaluationResult billed;

    private Demo(
            Vertx vertx,
            DemoData data,
            EvaluationResult billed,
            ReplayUpstream upstream,
            BrokenModels broken,
            SignalboxServer box) {
        this.vertx = vertx;
        this.data = data;
        this.billed = billed;
        this.upstream = upstream;
        this.broken = broken;
        this.box = box;
    }

    private static Map<String, String> prices() {
        var prices = new LinkedHashMap<String, String>();
        prices.put("google/gemini-2.5-pro", "{input: 1.25, output: 10}");
        prices.put("google/gemini-2.5-flash", "{input: 0.3, output: 2.5}");
        prices.put("mistralai/mistral-large-2512", "{input: 0.5, output: 1.5}");
        prices.put("meta-llama/llama-3.1-8b-instruct", "{input: 0.1, output: 0.1}");
        return prices;
    }

    /// @param prompts at most so many
    /// @param seed of what training leaves to chance
    public record Options(int prompts, long seed) {}

    /// What came of it.
    ///
    /// @param billed the same router on held-back outcomes of which the real cost is known, without any server
    /// @param routed the router at each place of the dial
    /// @param firstDecision from a request's arrival to its decision, where its prompt had not been seen
    /// @param laterDecision the same, where the prompt's embedding was in the cache
    /// @param broken what clients heard when models broke while they spoke
    public record Result(
            int learntFrom,
            EvaluationResult billed,
            Ledger ledger,
            List<Way> routed,
            List<Duration> firstDecision,
            List<Duration> laterDecision,
            BrokenModels.Result broken) {
        /// The part of the durations that is not longer than this one, such as 0.99.
        public static Duration quantile(List<Duration> durations, double part) {
            var sorted = durations.stream().sorted().toList();
            return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(part * sorted.size())));
        }

        /// What is to be said of it, as plain text.
        public String text() {
            return new DemoReport(this).text();
        }

        /// The same as a page with a plot.
        public String html() {
            return new DemoReport(this).html();
        }
    }

    /// The places of the dial that are shown.
    enum Place {
        COST(0.25),
        BALANCED(0.5),
        QUALITY(0.75);

        final double quality;

        Place(double quality) {
            this.quality = quality;
        }

        String title() {
            return "router, %s (%.2f)".formatted(name().toLowerCase(java.util.Locale.ROOT), quality);
        }
    }

    /// Learns, and starts upstream and gateway on free ports.
    ///
    /// @param folder for the files of this run
    public static Demo start(Path folder, SystemContext surroundings, Options options, Progress progress)
            throws IOException {
        var data = DemoData.unpack(Files.createDirectories(folder.resolve("outcomes")))
                .first(options.prompts());
        var snapshot = folder.resolve("router.safetensors");
        var training = new Trainer.Options(options.seed(), surroundings.clock().instant(), "judge", BuiltIns::lexical);
        EvaluationResult billed;
        try (var weights = new MiniLmEncoder(Runtime.getRuntime().availableProcessors())) {
            var encoder = new CachedEncoder(weights, ENCODER_CACHE_BYTES);
            SnapshotFile.write(snapshot, Trainer.train(data.outcomes(), encoder, training, progress));
            var split = Split.of(data.outcomes(), HELD_BACK, options.seed());
            billed = Evaluation.run(
                    split.train(), split.test(), encoder, new Evaluation.Options(training, RESAMPLES), progress);
        }
        var vertx = Vertx.vertx();
        var upstream = ReplayUpstream.start(
                vertx,
                data.recordings(),
                ReplayOptions.DEFAULT,
                surroundings.clock().instant());
        var broken = BrokenModels.start(vertx, data, surroundings.clock().instant());
        try {
            var reader = new SettingsReader(BuiltIns.vocabulary(), Catalogue.builtIn(), surroundings.environment());
            var settings = reader.read("(demo)", yaml(upstream.port(), broken), folder);
            return new Demo(vertx, data, billed, upstream, broken, SignalboxServer.start(settings, surroundings));
        } catch (SettingsException wrong) {
            upstream.close();
            broken.close();
            throw new IllegalStateException("the demo's own settings are wrong: " + wrong.getMessage(), wrong);
        } catch (IOException | RuntimeException failed) {
            upstream.close();
            broken.close();
            throw failed;
        }
    }

    private static String yaml(int upstreamPort, BrokenModels broken) {
        var models = new StringBuilder();
        PRICES.forEach(
                (model, price) -> models.append("  %s: {provider: replay, price: %s}\n".formatted(model, price)));
        return """
                server: {port: 0}
                journal: {path: journal.db}
                snapshot: router.safetensors
                encoder: {budget: 2s}
                providers:
                  replay: {url: "http://127.0.0.1:%d/v1"}
                %smodels:
                %s%sroutes:
                  default: {models: [%s]}
                %s""".formatted(
                        upstreamPort,
                        broken.provider(),
                        models,
                        BrokenModels.models(PRICES),
                        String.join(", ", PRICES.keySet()),
                        BrokenModels.routes());
    }

    public String gateway() {
        return box.url();
    }

    /// A line to try by hand, with a prompt of which there are answers.
    public String curl() {
        var prompt = data.prompts().stream()
                .map(DemoData.Prompt::text)
                .filter(text -> text.length() < 120 && text.matches("[A-Za-z0-9 ,.?]+"))
                .findFirst()
                .orElse(data.prompts().getFirst().text());
        return DemoClient.curl(box.url(), prompt);
    }

    /// Asks every model by its name and the router at three places of its dial.
    public Result run(Progress progress) throws IOException, InterruptedException {
        try (var client = new DemoClient(box.url())) {
            // First the router, so that it meets prompts whose embedding nobody has asked for yet.
            var replies = new LinkedHashMap<Place, List<Reply>>();
            for (var place : Place.values()) {
                replies.put(
                        place, ask(client, "auto", OptionalDouble.of(place.quality), "ask " + place.title(), progress));
            }
            var quality = new LinkedHashMap<String, double[]>();
            var cost = new LinkedHashMap<String, double[]>();
            for (var model : PRICES.keySet()) {
                var named = ask(client, model, OptionalDouble.empty(), "ask " + model, progress);
                quality.put(model, qualities(model));
                cost.put(model, costs(named));
            }
            var ledger = new Ledger(quality, cost);
            var routed = new ArrayList<Way>();
            replies.forEach((place, answers) -> routed.add(
                    ledger.way(place.title(), answers.stream().map(Reply::model).toList())));
            return new Result(
                    data.outcomes().size(),
                    billed,
                    ledger,
                    routed,
                    decisions(replies.getOrDefault(Place.COST, List.of())),
                    decisions(replies.getOrDefault(Place.QUALITY, List.of())),
                    broken.ask(client, this::costUsd));
        }
    }

    private List<Reply> ask(DemoClient client, String model, OptionalDouble quality, String stage, Progress progress)
            throws IOException, InterruptedException {
        int total = data.prompts().size();
        progress.at(stage, 0, total);
        var replies = client.ask(data.prompts(), model, quality, done -> progress.at(stage, done, total));
        for (int i = 0; i < total; i++) {
            var reply = replies.get(i);
            var recorded = data.prompts().get(i).answers().get(reply.model());
            if (!reply.text().equals(recorded)) {
                throw new IOException("the answer to `%s` is not what `%s` said when it was recorded"
                        .formatted(data.prompts().get(i).id(), reply.model()));
            }
        }
        return replies;
    }

    private double[] qualities(String model) {
        return data.prompts().stream()
                .mapToDouble(prompt -> prompt.quality().getOrDefault(model, Double.NaN))
                .toArray();
    }

    private double[] costs(List<Reply> replies) {
        return replies.stream().map(Reply::requestId).mapToDouble(this::costUsd).toArray();
    }

    /// What a request's calls cost, from the journal: a stream's headers go out too early to tell it.
    private double costUsd(String requestId) {
        return box.journal().events(requestId).stream()
                .filter(Event.Called.class::isInstance)
                .mapToDouble(event -> ((Event.Called) event).costUsd())
                .sum();
    }

    private List<Duration> decisions(List<Reply> replies) {
        return replies.stream()
                .map(reply -> decision(box.journal().events(reply.requestId())))
                .toList();
    }

    private static Duration decision(List<Event> story) {
        var asked =
                story.stream().filter(Event.Asked.class::isInstance).findFirst().orElseThrow();
        var decided = story.stream()
                .filter(Event.Decided.class::isInstance)
                .findFirst()
                .orElseThrow();
        return Duration.between(asked.at(), decided.at());
    }

    @Override
    public void close() {
        box.close();
        upstream.close();
        broken.close();
        vertx.close().await();
    }
}
