package dev.signalbox.app.assembly;

import dev.signalbox.app.settings.InputFile;
import dev.signalbox.app.settings.Settings;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.Secret;
import dev.signalbox.providers.http.UpstreamOptions;
import dev.signalbox.providers.http.UpstreamOptions.Timeouts;
import dev.signalbox.providers.openai.OpenAiProvider;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The providers of the settings, each with its connections.
final class Upstreams {
    /// No chat's answer is longer, and an upstream gone wild must not fill the memory.
    private static final int ANSWER_BYTES_MAX = 64 * 1024 * 1024;

    private Upstreams() {}

    static List<OpenAiProvider> of(Map<String, Settings.Provider> providers, Vertx vertx, InstantSource clock) {
        return providers.entrySet().stream()
                .map(entry -> new OpenAiProvider(
                        new HttpUpstream(vertx, options(entry.getKey(), entry.getValue()), clock), clock))
                .toList();
    }

    static UpstreamOptions options(String name, Settings.Provider provider) {
        var headers = new LinkedHashMap<String, Secret>();
        provider.headers().forEach((header, value) -> headers.put(header, new Secret(value.reveal())));
        var timeouts = provider.timeouts();
        var options = new UpstreamOptions(
                name,
                provider.url(),
                headers,
                new Timeouts(timeouts.connect(), timeouts.firstByte(), timeouts.idle()),
                provider.http2(),
                provider.caFile().map(InputFile::path),
                provider.connectionsMax(),
                ANSWER_BYTES_MAX);
        return provider.key()
                .map(key -> options.withKey(new Secret(key.reveal())))
                .orElse(options);
    }
}
