package dev.signalbox.app.cli;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.checks.UnusableCheckException;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.standard.quality.SnapshotException;
import dev.signalbox.store.JournalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line as a whole: its commands, and how it says that something went wrong. The exit code is 0 where all
/// went well, 1 where a command failed, 2 where it was called wrongly.
public final class CommandLines {
    private CommandLines() {}

    public static CommandLine of(SystemContext surroundings) {
        var root = new SignalboxCommand();
        return new CommandLine(root)
                .addSubcommand(new ServeCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new TrainCommand(surroundings))
                .addSubcommand(new EvaluateCommand(surroundings))
                .addSubcommand(new BenchmarkCommand(surroundings))
                .addSubcommand(new OnboardCommand())
                .addSubcommand(new DistillCommand())
                .addSubcommand(new GateCommand(surroundings))
                .addSubcommand(new VerifierCommand())
                .addSubcommand(new ImportCommand())
                .addSubcommand(new ExplainCommand(surroundings))
                .addSubcommand(new FiguresCommand())
                .addSubcommand(new UpstreamCommand(surroundings))
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new VersionCommand())
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(28)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(CommandLines::run)
                .setParameterExceptionHandler(CommandLines::calledWrongly)
                .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command, root.debug));
    }

    /// Help for a command that there is not would be the help of another.
    private static int run(ParseResult parsed) {
        var last = parsed;
        while (last.hasSubcommand()) last = last.subcommand();
        if (!last.unmatched().isEmpty()) {
            throw new UnmatchedArgumentException(last.commandSpec().commandLine(), last.unmatched());
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int calledWrongly(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var error = command.getErr();
        error.println("signalbox: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, error);
        error.println(
                "`%s --help` says more.".formatted(command.getCommandSpec().qualifiedName()));
        return 2;
    }

    private static int failed(Exception failure, CommandLine command, boolean debug) {
        var error = command.getErr();
        error.println(sentence(failure));
        if (debug) failure.printStackTrace(error);
        return 1;
    }

    private static String sentence(Exception failure) {
        return switch (failure) {
            case SettingsException wrong -> String.valueOf(wrong.getMessage());
            case CommandException told -> "signalbox: " + told.getMessage();
            case OutcomeTableException told -> "signalbox: " + told.getMessage();
            case UnusableCheckException told -> "signalbox: " + told.getMessage();
            case SnapshotException told -> "signalbox: " + told.getMessage();
            case JournalException told -> "signalbox: " + told.reason();
            case FileSystemException failed -> "signalbox: " + Outputs.sentence(failed);
            case IOException failed -> "signalbox: " + failed.getMessage();
            case UncheckedIOException failed -> "signalbox: " + failed.getMessage();
            case InterruptedException _ -> "signalbox: stopped";
            default ->
                "signalbox: something broke that should not have (%s). `--debug` prints where; please report it."
                        .formatted(failure.getClass().getSimpleName());
        };
    }
}
