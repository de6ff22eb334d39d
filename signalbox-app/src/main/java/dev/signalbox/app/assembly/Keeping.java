package dev.signalbox.app.assembly;

import dev.signalbox.Shelf;
import dev.signalbox.app.settings.CacheSettings;
import dev.signalbox.app.settings.CacheSettings.Exact;
import dev.signalbox.app.settings.Settings;
import dev.signalbox.app.settings.Settings.Encoder;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.standard.cache.AnswerShelf;
import dev.signalbox.standard.cache.AnswerShelf.Given;
import dev.signalbox.standard.cache.Fitness;
import dev.signalbox.standard.cache.KeepRules;
import dev.signalbox.standard.cache.KeepRules.Terms;
import dev.signalbox.standard.cache.ObservedFitness;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.function.Consumer;

/// Which answers are kept, out of the settings.
final class Keeping {
    private Keeping() {}

    /// How likely answers fit, before anything was observed.
    static ObservedFitness fitness(Encoder encoder) {
        return new ObservedFitness(
                encoder.kind() == Encoder.Kind.STATIC ? Fitness.STATIC : Fitness.MINILM, name(encoder));
    }

    /// What tells one encoder from another.
    static String name(Encoder encoder) {
        var kind = encoder.kind().name().toLowerCase(Locale.ROOT);
        return encoder.table().map(table -> kind + " " + table.path()).orElse(kind);
    }

    /// @param given is told of answers that were given again by their meaning
    static Shelf shelf(Settings settings, ObservedFitness fitness, Consumer<Given> given, InstantSource clock) {
        var usual = rules(settings.cache());
        var byRoute = new HashMap<String, KeepRules>();
        settings.routes().forEach((name, route) -> route.cache().ifPresent(cache -> byRoute.put(name, rules(cache))));
        boolean none = settings.cache().exact() == Exact.OFF && byRoute.isEmpty();
        if (none) return Shelf.NONE;
        return new AnswerShelf(
                route -> byRoute.getOrDefault(route, usual),
                settings.cacheBytes().value(),
                fitness,
                given,
                clock);
    }

    private static KeepRules rules(CacheSettings cache) {
        var classes = new HashMap<String, Terms>();
        cache.classes()
                .forEach((name, terms) -> classes.put(
                        name,
                        new Terms(
                                terms.threshold().orElse(cache.threshold()),
                                terms.keep().orElse(cache.keep()),
                                terms.never())));
        return new KeepRules(
                switch (cache.exact()) {
                    case OFF -> KeepRules.Requests.NONE;
                    case REPEATABLE -> KeepRules.Requests.REPEATABLE;
                    case ALL -> KeepRules.Requests.ALL;
                },
                cache.semantic(),
                new Terms(cache.threshold(), cache.keep(), false),
                cache.by().map(SignalKey::label),
                classes,
                cache.never());
    }
}
