package dev.signalbox.app.assembly;

import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.Settings;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.providers.openai.RequestFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// The models of the settings, with what they leave out taken from the catalogue.
final class ModelAssembly {
    private ModelAssembly() {}

    /// By their names, in the settings' order.
    static Map<String, Model> of(Map<String, Settings.ModelSettings> settings, Catalogue catalogue) {
        var models = new LinkedHashMap<String, Model>();
        settings.forEach((name, model) -> models.put(name, model(name, model, catalogue)));
        return models;
    }

    /// How requests to the models are written, by the models' names.
    static Map<String, RequestFormat> formats(Map<String, Settings.ModelSettings> settings, Catalogue catalogue) {
        var formats = new LinkedHashMap<String, RequestFormat>();
        settings.forEach((name, model) -> {
            var known = catalogue.find(name, model);
            formats.put(
                    name,
                    new RequestFormat(
                            model.omit()
                                    .or(() -> known.map(Catalogue.Entry::omit))
                                    .orElse(Set.of()),
                            model.outputLimit().or(() -> known.flatMap(Catalogue.Entry::outputLimit))));
        });
        return formats;
    }

    private static Model model(String name, Settings.ModelSettings model, Catalogue catalogue) {
        var upstream = model.upstream().orElse(name);
        var known = catalogue.find(upstream);
        var price = model.price()
                .or(() -> known.map(Catalogue.Entry::price))
                .orElseThrow(() -> new IllegalStateException("a model without a price: " + name));
        var prior = model.prior();
        return new Model(
                name,
                model.provider(),
                upstream,
                new Price(price.input(), price.cachedInput().orElse(price.input()), price.output()),
                model.contextTokens().isPresent()
                        ? model.contextTokens()
                        : known.map(Catalogue.Entry::contextTokens).orElse(OptionalInt.empty()),
                model.can().or(() -> known.map(Catalogue.Entry::can)).orElse(Set.of(Capability.UNKNOWN)),
                model.region(),
                new Model.Prior(prior.quality(), prior.firstToken().toMillis(), prior.tokensPerSecond()),
                new Model.Manner(model.effort(), model.instruction(), model.planFirst()));
    }
}
