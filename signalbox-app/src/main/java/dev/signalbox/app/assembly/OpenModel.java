package dev.signalbox.app.assembly;

import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.Settings;
import dev.signalbox.chat.ByteBudget;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.model.Model;
import dev.signalbox.provider.Provider;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// A model of the settings that can be asked without a gateway, and what ends when nobody asks it any more.
public record OpenModel(Model model, Provider provider, Runnable end) implements AutoCloseable {
    /// @param name as the settings have it; empty where they have none of this name
    public static Optional<OpenModel> of(Settings settings, String name, InstantSource clock) {
        var catalogue = Catalogue.builtIn();
        var found = Optional.ofNullable(
                ModelAssembly.of(settings.models(), catalogue).get(name));
        return found.map(model -> {
            var its = model.provider();
            var vertx = Vertx.vertx();
            var upstream = ProviderAssembly.of(
                            Map.of(
                                    its,
                                    Optional.ofNullable(settings.providers().get(its))
                                            .orElseThrow()),
                            ModelAssembly.formats(settings.models(), catalogue),
                            new TokenRates(),
                            vertx,
                            clock,
                            ByteBudget.UNLIMITED)
                    .getFirst();
            return new OpenModel(model, upstream, () -> {
                upstream.close();
                vertx.close().await();
            });
        });
    }

    @Override
    public void close() {
        end.run();
    }
}
