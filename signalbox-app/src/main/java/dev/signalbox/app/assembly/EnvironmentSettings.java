package dev.signalbox.app.assembly;

import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.Environment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Settings for who has none: every provider of which the environment tells, with the models that are known of it. They
/// are written as a settings file, so that what is served without one can be shown, kept and changed.
public final class EnvironmentSettings {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final JsonMapper JSON = new JsonMapper();

    private final Environment environment;
    private final Catalogue catalogue;
    private final StringBuilder providers = new StringBuilder();
    private final StringBuilder models = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    private EnvironmentSettings(Environment environment, Catalogue catalogue) {
        this.environment = environment;
        this.catalogue = catalogue;
    }

    /// @param yaml a settings file
    /// @param said what was found, a line each
    public record Start(String yaml, List<String> said) {}

    /// Looks for `OPENAI_API_KEY`, `ANTHROPIC_API_KEY`, `OLLAMA_HOST`, `OLLAMA_BASE_URL` and `VLLM_BASE_URL`, and asks
    /// local servers for their models.
    ///
    /// @return empty where there is nothing to start on
    public static Optional<Start> in(Environment environment, Catalogue catalogue) throws InterruptedException {
        var found = new EnvironmentSettings(environment, catalogue);
        found.hosted("openai", "OPENAI_API_KEY", "https://api.openai.com/v1");
        // Anthropic serves its models in OpenAI's format, too.
        found.hosted("anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1");
        found.local("ollama", "OLLAMA_BASE_URL");
        if (environment.get("OLLAMA_BASE_URL").isEmpty()) found.local("ollama", "OLLAMA_HOST");
        found.local("vllm", "VLLM_BASE_URL");
        if (found.names.isEmpty()) return Optional.empty();
        var yaml = "providers:\n%smodels:\n%sroutes:\n  default: {models: [%s]}\n"
                .formatted(found.providers, found.models, String.join(", ", found.names));
        return Optional.of(new Start(yaml, List.copyOf(found.said)));
    }

    private void hosted(String provider, String variable, String url) {
        if (environment.get(variable).isEmpty()) return;
        providers.append("  %s: {url: \"%s\", key: \"${%s}\"}\n".formatted(provider, url, variable));
        var served = new ArrayList<String>();
        catalogue.models().forEach((name, entry) -> {
            if (!entry.start() || !entry.maker().equals(provider)) return;
            var can = entry.can().stream()
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .sorted()
                    .collect(Collectors.joining(", "));
            models.append("  %s: {provider: %s, can: [%s]}\n".formatted(name, provider, can));
            served.add(name);
        });
        names.addAll(served);
        said.add("%s (from %s): %s".formatted(provider, variable, String.join(", ", served)));
    }

    private void local(String provider, String variable) throws InterruptedException {
        var address = environment.get(variable);
        if (address.isEmpty()) return;
        var url = url(address.get());
        var served = served(url);
        if (served.isEmpty()) {
            said.add("%s (from %s): no models at %s; is it running?".formatted(provider, variable, url));
            return;
        }
        providers.append("  %s: {url: \"%s\"}\n".formatted(provider, url));
        for (var model : served) {
            var name = names.contains(model) ? provider + "/" + model : model;
            models.append("  %s: {provider: %s, upstream: %s, price: {input: 0, output: 0}, can: [unknown]}\n"
                    .formatted(quoted(name), provider, quoted(model)));
            names.add(quoted(name));
        }
        said.add("%s (from %s): %s".formatted(provider, variable, String.join(", ", served)));
    }

    /// Ollama's own variable may leave out the scheme and the port, and neither names the API's folder.
    private static String url(String address) {
        var url = address.contains("://") ? address : "http://" + address;
        while (url.endsWith("/")) url = url.substring(0, url.length() - 1);
        if (url.matches("https?://[^:/]+")) url += ":11434";
        return url.endsWith("/v1") ? url : url + "/v1";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static List<String> served(String url) throws InterruptedException {
        try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(URI.create(url + "/models"))
                    .timeout(PATIENCE)
                    .build();
            var reply = http.send(request, BodyHandlers.ofString());
            var ids = new ArrayList<String>();
            for (var model : JSON.readTree(reply.body()).path("data")) {
                if (model.path("id").isString()) ids.add(model.path("id").asString());
            }
            return ids;
        } catch (IOException | IllegalArgumentException | JacksonException nobodyThere) {
            return List.of();
        }
    }
}
