package dev.signalbox.app.cli;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Shows everything at work on recorded answers, without a key or a network.
@Command(
        name = "demo",
        description =
                "Route recorded prompts over HTTP among four real models' recorded answers, and show what it gains.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox demo             learns, asks, and prints a table and the path of a report",
            "  signalbox demo --keep      the same, and leaves the gateway running to try by hand"
        })
final class DemoCommand implements Callable<Integer> {
    private final SystemContext surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--keep", description = "Keep the gateway running, and print an example request.")
    private boolean keep;

    @Option(
            names = "--prompts",
            defaultValue = "732",
            description = "The number of prompts to ask (${DEFAULT-VALUE}, all).")
    private int prompts;

    @Option(names = "--seed", defaultValue = "1", description = "The random seed (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "The folder for the files of the run. Default: a new temporary folder.")
    private Optional<Path> folder = Optional.empty();

    DemoCommand(SystemContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (prompts < 1) throw new ParameterException(spec.commandLine(), "`--prompts` must be 1 or more");
        if (folder.isPresent()) {
            run(Files.createDirectories(folder.get()), () -> {});
        } else {
            try (var temporary = Unfinished.folder("signalbox-demo-")) {
                run(temporary.path(), temporary::finish);
            }
        }
        return 0;
    }

    /// @param finished is run when the report is there
    private void run(Path place, Runnable finished) throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        try (var progress = new ProgressLine(spec.commandLine().getErr(), ProgressLine.onTerminal());
                var demo = Demo.start(place, surroundings, new Demo.Options(prompts, seed), progress)) {
            var result = demo.run(progress);
            progress.close();
            finished.run();
            var report = place.resolve("report.html");
            Files.writeString(report, result.html());
            out.println();
            out.print(result.text());
            out.println();
            out.println("Report: " + report.toAbsolutePath());
            if (keep) {
                out.println();
                out.println(
                        "The gateway keeps running on %s until you stop it (Ctrl-C). Try:".formatted(demo.gateway()));
                out.println("  " + demo.curl());
                out.println("  signalbox explain --journal %s"
                        .formatted(place.resolve("journal.db").toAbsolutePath()));
                out.flush();
                var stopped = new CountDownLatch(1);
                try (var _ = ShutdownSignal.onTermination(stopped)) {
                    stopped.await();
                }
            }
            out.flush();
        }
    }
}
