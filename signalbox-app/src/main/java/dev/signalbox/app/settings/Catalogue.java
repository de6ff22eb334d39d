package dev.signalbox.app.settings;

import dev.signalbox.app.condition.Conditions;
import dev.signalbox.app.condition.Vocabulary;
import dev.signalbox.model.Capability;
import dev.signalbox.providers.openai.AddedField;
import dev.signalbox.providers.openai.OutputLimit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What is publicly known of well-known models, so that settings need not say it. An extract of tokencost by
/// AgentOps-AI (MIT).
public record Catalogue(
        @Setting(about = "The models, by the name their maker gives them.")
        Map<String, Entry> models) {

    /// @param start the model is served where Signalbox starts without settings
    public record Entry(
            @Setting(about = "Who makes it.") String maker,
            @Setting(about = "Its list price.") Settings.PriceSettings price,

            @Setting(about = "The most tokens it takes.", least = 1)
            OptionalInt contextTokens,

            @Setting(about = "What it can do beyond plain text.", absent = "[]")
            Set<Capability> can,

            @Setting(about = "Whether it is served without settings.", absent = "false")
            boolean start,

            @Setting(about = "The field in which it takes the limit of an answer's length, where that matters.")
            Optional<OutputLimit> outputLimit,

            @Setting(about = "Fields that Signalbox must not add.", absent = "[]")
            Set<AddedField> omit) {}

    /// The catalogue that comes with Signalbox.
    public static Catalogue builtIn() {
        try (InputStream resource = Catalogue.class.getResourceAsStream("catalogue.yaml")) {
            if (resource == null) throw new IllegalStateException("`catalogue.yaml` is not in the jar");
            var file = new YamlFile("catalogue.yaml", new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            var none = new Conditions(List.of());
            var scalars = new Scalars(Path.of(""), new Vocabulary(none, none, Set.of(), Set.of()));
            var environment = new Environment(name -> Optional.empty());
            var catalogue = new Binder(file, scalars, environment).bind(Catalogue.class, file.root());
            if (!file.problems().isEmpty())
                throw new IllegalStateException(file.problems().toString());
            return catalogue.orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// @param name the model's name in the settings, which counts where it has no other upstream
    public Optional<Entry> find(String name, Settings.ModelSettings model) {
        return find(model.upstream().orElse(name));
    }

    /// @param upstream a model's name at its provider; a maker before a slash is passed over
    public Optional<Entry> find(String upstream) {
        return Optional.ofNullable(models.get(upstream))
                .or(() -> Optional.ofNullable(models.get(upstream.substring(upstream.lastIndexOf('/') + 1))));
    }

    Set<String> names() {
        return models.keySet();
    }
}
