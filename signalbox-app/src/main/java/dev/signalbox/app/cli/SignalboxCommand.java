package dev.signalbox.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The program as a command of its own, which wants one of the others.
@Command(
        name = "signalbox",
        description = "An LLM router: chooses the model for each request, and records why.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Version.class,
        subcommands = HelpCommand.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox demo                    shows what routing gains, on recorded answers",
            "  signalbox serve signalbox.yaml    starts the gateway",
            "  signalbox explain req_…           tells a request's story",
            "",
            "`signalbox COMMAND --help` says more of each."
        })
final class SignalboxCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print where an error came from.")
    boolean debug;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
