package dev.signalbox.app.cli;

import dev.signalbox.app.SystemContext;
import dev.signalbox.gateway.replay.Fault;
import dev.signalbox.gateway.replay.Recordings;
import dev.signalbox.gateway.replay.ReplayOptions;
import dev.signalbox.gateway.replay.ReplayOptions.FaultShare;
import dev.signalbox.gateway.replay.ReplayUpstream;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Runs the replay upstream on its own.
@Command(
        name = "upstream",
        description = "Serve recorded answers in OpenAI's chat format, at any speed and with failures on demand.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox upstream --answers answers.jsonl --port 9000",
            "  signalbox upstream --answers answers.jsonl --first-token-ms 300 --tokens-per-second 60",
            "  signalbox upstream --answers answers.jsonl --fault small=0.1:status=503 --fault '*=0.01:cut'",
            "",
            "A fault is MODEL=SHARE:FAULT[,FAULT...], with `*` for all models and the faults status=CODE, stall, cut,",
            "error-event, garbage, bad-utf8, loop, slow-first-token=MS, silence, reset, html, gzip-bomb, drip=MS.",
            "A line of the file is {\"id\", \"text\", \"answers\": {MODEL: {\"answer\", \"reasoning\", \"tool_calls\"}}}, the",
            "tool calls as in chat completions. After a tool's result, a line whose text is that result answers; without",
            "one, the answer to the last user message comes again, without its tool calls."
        })
final class UpstreamCommand implements Callable<Integer> {
    private final SystemContext surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--answers",
            required = true,
            paramLabel = "FILE",
            description = "The recorded answers (JSON lines).")
    private Path answers = Path.of("");

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "The address to listen on (${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "9000",
            description = "The port to listen on; 0 takes any that is free (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--first-token-ms",
            defaultValue = "0",
            description = "The delay before an answer (${DEFAULT-VALUE}).")
    private int firstTokenMs;

    @Option(
            names = "--tokens-per-second",
            description = "The speed of streams in tokens per second. Default: without delay.")
    private Optional<Double> tokensPerSecond = Optional.empty();

    @Option(names = "--unknown", paramLabel = "TEXT", description = "The answer to prompts that were not recorded.")
    private Optional<String> unknown = Optional.empty();

    @Option(
            names = "--fault",
            paramLabel = "MODEL=SHARE:FAULT",
            description =
                    "The share of a model's calls that fail, and how; several faults take turns by chance. May be repeated.")
    private Map<String, String> faults = Map.of();

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The random seed that picks those calls (${DEFAULT-VALUE}).")
    private long seed;

    UpstreamCommand(SystemContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var options = options();
        var recordings = Recordings.read(answers);
        var vertx = Vertx.vertx();
        var stopped = new CountDownLatch(1);
        try (var upstream = ReplayUpstream.start(
                        vertx, recordings, options, surroundings.clock().instant());
                var _ = ShutdownSignal.onTermination(stopped)) {
            var out = spec.commandLine().getOut();
            out.println("Replaying %d prompts of %s; listening on http://%s:%d/v1"
                    .formatted(recordings.prompts(), String.join(", ", recordings.models()), host, upstream.port()));
            out.flush();
            stopped.await();
        } finally {
            vertx.close().await();
        }
        return 0;
    }

    private ReplayOptions options() {
        try {
            var shares = new LinkedHashMap<String, FaultShare>();
            faults.forEach((model, written) -> shares.put(model, share(written)));
            return new ReplayOptions(
                    host,
                    port,
                    Duration.ofMillis(firstTokenMs),
                    tokensPerSecond.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                    unknown,
                    shares,
                    seed);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }

    private static FaultShare share(String written) {
        var parts = written.split(":", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("`--fault` must be MODEL=SHARE:FAULT, such as `small=0.1:stall`");
        }
        try {
            var faults = Arrays.stream(parts[1].split(",")).map(Fault::parse).toList();
            return new FaultShare(Double.parseDouble(parts[0]), faults);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(
                    "the share `%s` of `--fault` is no number".formatted(parts[0]), noNumber);
        }
    }
}
