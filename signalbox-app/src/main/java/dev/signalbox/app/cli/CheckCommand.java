package dev.signalbox.app.cli;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.assembly.SettingsReview;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.Environment;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.app.settings.SettingsReader;
import dev.signalbox.app.settings.SettingsReference;
import dev.signalbox.app.settings.SettingsSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Checks a settings file without starting anything.
@Command(
        name = "check",
        description =
                "Check a settings file and the snapshot that it names: all mistakes at once, each with its line and what was probably meant.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox check signalbox.yaml",
            "  signalbox check --without-secrets signalbox.yaml   where the keys are not set, as in CI",
            "  signalbox check --schema > settings.schema.json    for editors that complete and check"
        })
final class CheckCommand implements Callable<Integer> {
    private final SystemContext surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    static final class What {
        @Parameters(paramLabel = "FILE", description = "The settings file.")
        Path file = Path.of("");

        @Option(names = "--schema", description = "Print the JSON Schema of settings files instead.")
        boolean schema;

        @Option(names = "--reference", description = "Print the reference page of all settings instead (Markdown).")
        boolean reference;
    }

    @Option(
            names = "--without-secrets",
            description = "Accept unset environment variables, so that the check needs no keys.")
    private boolean withoutSecrets;

    CheckCommand(SystemContext surroundings) {
        this.surroundings = surroundings;
    }

    private Environment environment() {
        var given = surroundings.environment();
        if (!withoutSecrets) return given;
        // Each variable with a value of its own: two clients' keys are not one.
        return new Environment(name -> given.get(name).or(() -> Optional.of("not-set-" + name)));
    }

    @Override
    public Integer call() throws SettingsException, IOException {
        var out = spec.commandLine().getOut();
        if (what.schema) {
            out.print(SettingsSchema.json());
        } else if (what.reference) {
            out.print(SettingsReference.markdown(BuiltIns.vocabulary()));
        } else {
            var settings =
                    new SettingsReader(BuiltIns.vocabulary(), Catalogue.builtIn(), environment()).read(what.file);
            for (var warning : SettingsReview.of(settings)) out.println("Warning: " + warning);
            out.println("%s is right. Providers: %d, models: %d, routes: %d."
                    .formatted(
                            what.file,
                            settings.providers().size(),
                            settings.models().size(),
                            settings.routes().size()));
        }
        out.flush();
        return 0;
    }
}
