package dev.signalbox.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Which Signalbox this is.
@Command(
        name = "version",
        description = "Print the versions of Signalbox and of Java.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  signalbox version")
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion());
            return new String[] {"signalbox %s, Java %s".formatted(version.orElse("(from classes)"), Runtime.version())
            };
        }
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(new Version().getVersion()[0]);
        return 0;
    }
}
