package dev.signalbox.app.settings;

import dev.signalbox.app.condition.Vocabulary;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Reads a settings file and finds all that is wrong in it at once.
///
/// @param conditions reads each route's `when` and each stage's `accept`
/// @param catalogue what is known of models that say little
public record SettingsReader(Vocabulary conditions, Catalogue catalogue, Environment environment) {

    /// @throws SettingsException with every mistake in the file
    public Settings read(Path path) throws SettingsException, IOException {
        try {
            var folder = path.toAbsolutePath().normalize().getParent();
            return read(path.toString(), Files.readString(path), folder == null ? path : folder);
        } catch (NoSuchFileException missing) {
            throw new SettingsException(List.of(new Problem(path.toString(), 0, 0, "there is no such file")));
        } catch (CharacterCodingException unreadable) {
            throw new SettingsException(List.of(new Problem(path.toString(), 0, 0, "it is not UTF-8")));
        }
    }

    /// @param name of the file, for messages
    /// @param folder what relative paths start from
    public Settings read(String name, String text, Path folder) throws SettingsException {
        var file = new YamlFile(name, text);
        var root = file.root();
        if (!file.problems().isEmpty()) throw new SettingsException(file.problems());
        if (root.isEmpty()) file.wrong(null, "the file sets nothing: begin with `providers`, `models` and `routes`");
        var settings = new Binder(file, new Scalars(folder, conditions), environment).bind(Settings.class, root);
        settings.ifPresent(some -> whole(file, some));
        if (!file.problems().isEmpty()) throw new SettingsException(file.problems());
        return settings.orElseThrow();
    }

    private static boolean looksFurther(Settings settings) {
        return settings.cache().semantic()
                || settings.routes().values().stream()
                        .anyMatch(route ->
                                route.cache().filter(CacheSettings::semantic).isPresent());
    }

    private void cached(YamlFile file, String path, CacheSettings cache) {
        var labels = conditions.request().signals().values().stream()
                .filter(key -> key.type() == String.class)
                .map(key -> key.name())
                .sorted()
                .toList();
        cache.by()
                .filter(name -> !labels.contains(name))
                .ifPresent(name -> file.wrong(
                        null,
                        "`%s.by`: there is no label `%s`.%s".formatted(path, name, Wording.didYouMean(name, labels))));
    }

    /// What no single setting shows.
    private void whole(YamlFile file, Settings settings) {
        if (file.keys("models").isEmpty()) {
            file.wrong(null, "`models` is missing: name at least one model, such as `gpt-5-mini: {provider: openai}`");
        }
        file.keys("models").forEach((name, key) -> {
            if (!name.equals("auto") && !name.startsWith("auto/")) return;
            file.wrong(key, "a model can't be called `%s`: that name leaves the choice to a route".formatted(name));
        });
        settings.models().forEach((name, model) -> {
            if (model.price().isPresent() || catalogue.find(name, model).isPresent()) return;
            file.wrong(
                    file.keys("models").get(name),
                    "`models.%s` needs a `price`, since the catalogue does not know it. For a model of your own: `price: {input: 0, output: 0}`.%s"
                            .formatted(name, Wording.didYouMean(model.upstream().orElse(name), catalogue.names())));
        });
        keys(file, settings.server());
        cached(file, "cache", settings.cache());
        settings.routes().forEach((name, route) -> route.cache()
                .ifPresent(cache -> cached(file, "routes.%s.cache".formatted(name), cache)));
        if (looksFurther(settings) && settings.encoder().kind() == Settings.EncoderSettings.Kind.NONE) {
            file.wrong(
                    null, "`cache.semantic` needs an encoder, and `encoder.kind` is `none`: set `static` or `minilm`");
        }
        settings.routes().forEach((name, route) -> unheard(file, settings, name, route));
        settings.routes().forEach((name, route) -> {
            if (!route.models().isEmpty()) return;
            file.wrong(
                    file.keys("routes").get(name),
                    "`routes.%s.models` names no model that can be used".formatted(name));
        });
    }

    /// Two clients with one key would be one client, and an empty key would be everybody's.
    private static void keys(YamlFile file, Settings.ServerSettings server) {
        var places = file.names("server.keys", "").known();
        var owners = new HashMap<String, String>();
        server.keys().forEach((name, key) -> {
            if (key.value().isBlank()) {
                file.wrong(places.get(name), "`server.keys.%s` is empty: give the client a key".formatted(name));
                return;
            }
            var other = owners.putIfAbsent(key.value(), name);
            if (other == null) return;
            file.wrong(
                    places.get(name),
                    "`server.keys.%s` is the same key as `server.keys.%s`: give each client its own"
                            .formatted(name, other));
        });
    }

    private void unheard(YamlFile file, Settings settings, String name, Settings.RouteSettings route) {
        var checks = route.checks().orElse(settings.checks()).stream()
                .map(CheckName::name)
                .collect(Collectors.toSet());
        var rules = new UnsatisfiableConditions(conditions.checks(), checks);
        var path = "routes.%s.strategies".formatted(name);
        var places = file.names("routes.*.strategies", path).known();
        route.strategies().forEach((called, plan) -> rules.in(plan)
                .forEach(trouble -> file.wrong(places.get(called), "`%s.%s`: %s".formatted(path, called, trouble))));
        if (settings.gate().isEmpty()
                && (route.when().asks("kept") || route.when().asks("keep"))) {
            file.wrong(
                    file.keys("routes").get(name),
                    "`routes.%s.when` asks what a gate says, and there is none: set `gate`".formatted(name));
        }
    }
}
