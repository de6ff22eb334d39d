package dev.signalbox.app.cli;

import dev.signalbox.app.Main;
import java.io.IOException;
import java.util.Properties;
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
        public String[] getVersion() throws IOException {
            var properties = new Properties();
            try (var built = Main.class.getResourceAsStream("version.properties")) {
                if (built == null) throw new IOException("`version.properties` is not in the jar");
                properties.load(built);
            }
            return new String[] {"signalbox %s, Java %s".formatted(properties.getProperty("version"), Runtime.version())
            };
        }
    }

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().println(new Version().getVersion()[0]);
        return 0;
    }
}
