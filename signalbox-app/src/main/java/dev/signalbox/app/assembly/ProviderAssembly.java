package dev.signalbox.app.assembly;

import dev.signalbox.app.settings.InputFile;
import dev.signalbox.app.settings.Settings;
import dev.signalbox.chat.ByteBudget;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import dev.signalbox.providers.http.UpstreamOptions.Timeouts;
import dev.signalbox.providers.openai.OpenAiOptions;
import dev.signalbox.providers.openai.OpenAiProvider;
import dev.signalbox.providers.openai.RequestFormat;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The providers of the settings, each with its connections.
final class ProviderAssembly {
    private ProviderAssembly() {}

    /// @param budget for the answers that are buffered
    /// @param formats how requests to the models are written, by their names
    static List<OpenAiProvider> of(
            Map<String, Settings.ProviderSettings> providers,
            Map<String, RequestFormat> formats,
            TokenRates rates,
            Vertx vertx,
            InstantSource clock,
            ByteBudget budget) {
        return providers.entrySet().stream()
                .map(entry -> new OpenAiProvider(
                        new HttpUpstream(vertx, options(entry.getKey(), entry.getValue()), clock, budget),
                        clock,
                        new OpenAiOptions(
                                entry.getValue().prefill(),
                                formats,
                                entry.getValue().plainCalls(),
                                rates)))
                .toList();
    }

    static UpstreamOptions options(String name, Settings.ProviderSettings provider) {
        var timeouts = provider.timeouts();
        var options = new UpstreamOptions(
                name,
                provider.url(),
                provider.headers(),
                new Timeouts(timeouts.connect(), timeouts.firstByte(), timeouts.idle()),
                provider.http2(),
                provider.caFile().map(InputFile::path),
                provider.connectionsMax(),
                Math.toIntExact(provider.answerBytesMax().value()),
                provider.passed());
        return provider.key().map(options::withKey).orElse(options);
    }
}
