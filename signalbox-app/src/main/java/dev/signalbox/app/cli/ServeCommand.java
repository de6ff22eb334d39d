package dev.signalbox.app.cli;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.assembly.EnvironmentSettings;
import dev.signalbox.app.assembly.SignalboxServer;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.Settings;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.app.settings.SettingsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs the gateway until it is asked to end.
@Command(
        name = "serve",
        description = "Start the gateway: an OpenAI-compatible server that chooses the model for each request.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox serve signalbox.yaml",
            "  signalbox serve --port 9000 signalbox.yaml",
            "  OPENAI_API_KEY=sk-… signalbox serve       without a file: serves what the environment tells of",
            "",
            "Without a file it looks for OPENAI_API_KEY, ANTHROPIC_API_KEY, OLLAMA_HOST or OLLAMA_BASE_URL, and",
            "VLLM_BASE_URL."
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final SystemContext surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The settings file. Default: settings derived from environment variables.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "Listen on this port instead of `server.port`.")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--host", paramLabel = "HOST", description = "Listen on this address instead of `server.host`.")
    private Optional<String> host = Optional.empty();

    ServeCommand(SystemContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws SettingsException, IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        var read = settings(out);
        var settings =
                read.with(read.server().at(host, port.map(OptionalInt::of).orElse(OptionalInt.empty())));
        var stopped = new CountDownLatch(1);
        ShutdownSignal.outliveHangup(
                () -> LOG.info("SIGHUP: goes on with the same settings. Restart it to read changed settings."));
        try (var _ = ShutdownSignal.onTermination(stopped);
                var box = start(settings)) {
            out.println("Listening on %s. Models: %s"
                    .formatted(box.url(), String.join(", ", box.routes().names())));
            out.flush();
            stopped.await();
            out.println("Ending: running requests may finish.");
            out.flush();
        }
        return 0;
    }

    private SignalboxServer start(Settings settings) throws IOException {
        try {
            return SignalboxServer.start(settings, surroundings);
        } catch (IOException | RuntimeException failed) {
            if (!isBinding(failed)) throw failed;
            var server = settings.server();
            throw new CommandException(
                    "cannot listen on `%s:%d`: the port is in use, or the address is not this machine's. Choose another with `--port` or `server.port`, or end what listens there."
                            .formatted(server.host(), server.port()));
        }
    }

    private static boolean isBinding(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) return true;
        }
        return false;
    }

    private Settings settings(PrintWriter out) throws SettingsException, IOException, InterruptedException {
        var catalogue = Catalogue.builtIn();
        var reader = new SettingsReader(BuiltIns.vocabulary(), catalogue, surroundings.environment());
        if (file.isPresent()) return reader.read(file.get());
        var found = EnvironmentSettings.in(surroundings.environment(), catalogue)
                .orElseThrow(() -> new CommandException("""
                        there is nothing to serve yet. Begin in one of three ways:
                          - set OPENAI_API_KEY or ANTHROPIC_API_KEY, and run `signalbox serve` again;
                          - set OLLAMA_HOST or VLLM_BASE_URL to a local server that runs;
                          - write a settings file (see examples/ and docs/reference/settings.md): `signalbox serve FILE`.
                        `signalbox demo` shows what it does without any of them."""));
        out.println("No settings file; found in the environment:");
        found.said().forEach(line -> out.println("  " + line));
        out.println("The same as a settings file:");
        found.yaml().lines().forEach(line -> out.println("  " + line));
        out.flush();
        return reader.read("(environment)", found.yaml(), Path.of("").toAbsolutePath());
    }
}
