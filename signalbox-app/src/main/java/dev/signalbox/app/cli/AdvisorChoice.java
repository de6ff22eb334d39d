package dev.signalbox.app.cli;

import dev.signalbox.Nearest;
import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.assembly.OpenModel;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.app.settings.SettingsReader;
import dev.signalbox.learning.method.Methods;
import dev.signalbox.learning.method.llm.LlmAdvisor;
import dev.signalbox.learning.method.llm.Replies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of the methods that ask a large language model: which one, and for how long.
final class AdvisorChoice {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "For `llm-router` and `llm-router-distilled`: the settings that have `--router`.")
    private Optional<Path> settings = Optional.empty();

    @Option(names = "--router", paramLabel = "MODEL", description = "The model of the settings that they ask.")
    private Optional<String> router = Optional.empty();

    @Option(
            names = "--router-seconds",
            defaultValue = "10",
            paramLabel = "N",
            description = "The time limit for one query (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--replies",
            paramLabel = "FILE",
            description = "A cache file for its replies, so that another run does not repeat the calls.")
    private Optional<Path> replies = Optional.empty();

    /// Says what is wrong before anything is opened.
    void check(List<String> methods) {
        boolean asking = methods.stream().anyMatch(Methods.ASKING::contains);
        if (asking && (settings.isEmpty() || router.isEmpty())) {
            throw wrong(
                    "`%s` asks a large language model: name a settings file and one of its models (`--settings FILE --router MODEL`)"
                            .formatted(methods.stream()
                                    .filter(Methods.ASKING::contains)
                                    .findFirst()
                                    .orElseThrow()));
        }
        if (!asking && (settings.isPresent() || router.isPresent() || replies.isPresent())) {
            throw wrong("`--settings`, `--router` and `--replies` go with `--methods %s`"
                    .formatted(String.join(",", Methods.ASKING)));
        }
        if (!(seconds > 0 && seconds <= 3600)) throw wrong("`--router-seconds` must lie between 0 and 3600");
    }

    /// What is asked, and what ends when nobody asks it any more; nothing where no model was named.
    record Open(Optional<LlmAdvisor> adviser, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    Open open(SystemContext surroundings) throws IOException, SettingsException {
        if (settings.isEmpty() || router.isEmpty()) return new Open(Optional.empty(), () -> {});
        var known = replies.isPresent() ? Replies.in(replies.get()) : Replies.inMemory();
        var read = new SettingsReader(BuiltIns.vocabulary(), Catalogue.builtIn(), surroundings.environment())
                .read(settings.get());
        var asked = OpenModel.of(read, router.get(), surroundings.clock())
                .orElseThrow(() ->
                        missing(settings.get(), router.get(), read.models().keySet()));
        var limit = Duration.ofMillis(Math.round(1000 * seconds));
        var llmAdvisor = new LlmAdvisor(asked.provider(), asked.model(), limit, surroundings.clock(), known);
        return new Open(Optional.of(llmAdvisor), asked::close);
    }

    private static CommandException missing(Path settings, String model, Set<String> models) {
        return new CommandException("`%s` has no model `%s`.%s"
                .formatted(
                        settings,
                        model,
                        Nearest.to(model, models)
                                .map(" Did you mean `%s`?"::formatted)
                                .orElseGet(() -> " It has: " + String.join(", ", models))));
    }

    private ParameterException wrong(String why) {
        return new ParameterException(command.commandLine(), why);
    }
}
