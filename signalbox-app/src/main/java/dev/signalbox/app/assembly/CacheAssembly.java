package dev.signalbox.app.assembly;

import dev.signalbox.AnswerCache;
import dev.signalbox.app.settings.CacheSettings;
import dev.signalbox.app.settings.CacheSettings.ExactCacheSettings;
import dev.signalbox.app.settings.Settings;
import dev.signalbox.app.settings.Settings.EncoderSettings;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.standard.cache.CacheRules;
import dev.signalbox.standard.cache.CacheRules.CacheTerms;
import dev.signalbox.standard.cache.HitValidity;
import dev.signalbox.standard.cache.MemoryAnswerCache;
import dev.signalbox.standard.cache.MemoryAnswerCache.Given;
import dev.signalbox.standard.cache.ObservedHitValidity;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.function.Consumer;

/// Which answers are kept, out of the settings.
final class CacheAssembly {
    private CacheAssembly() {}

    /// How likely answers fit, before anything was observed.
    static ObservedHitValidity fitness(EncoderSettings encoder) {
        return new ObservedHitValidity(
                encoder.kind() == EncoderSettings.Kind.STATIC ? HitValidity.STATIC : HitValidity.MINILM, name(encoder));
    }

    /// What tells one encoder from another.
    static String name(EncoderSettings encoder) {
        var kind = encoder.kind().name().toLowerCase(Locale.ROOT);
        return encoder.table().map(table -> kind + " " + table.path()).orElse(kind);
    }

    /// @param given is told of answers that were given again by their meaning
    static AnswerCache cache(
            Settings settings, ObservedHitValidity fitness, Consumer<Given> given, InstantSource clock) {
        var usual = rules(settings.cache());
        var byRoute = new HashMap<String, CacheRules>();
        settings.routes().forEach((name, route) -> route.cache().ifPresent(cache -> byRoute.put(name, rules(cache))));
        boolean none = settings.cache().exact() == ExactCacheSettings.OFF && byRoute.isEmpty();
        if (none) return AnswerCache.NONE;
        return new MemoryAnswerCache(
                route -> byRoute.getOrDefault(route, usual),
                settings.cacheBytes().value(),
                fitness,
                given,
                clock);
    }

    private static CacheRules rules(CacheSettings cache) {
        var classes = new HashMap<String, CacheTerms>();
        cache.classes()
                .forEach((name, terms) -> classes.put(
                        name,
                        new CacheTerms(
                                terms.threshold().orElse(cache.threshold()),
                                terms.keep().orElse(cache.keep()),
                                terms.never())));
        return new CacheRules(
                switch (cache.exact()) {
                    case OFF -> CacheRules.Requests.NONE;
                    case REPEATABLE -> CacheRules.Requests.REPEATABLE;
                    case ALL -> CacheRules.Requests.ALL;
                },
                cache.semantic(),
                new CacheTerms(cache.threshold(), cache.keep(), false),
                cache.by().map(SignalKey::label),
                classes,
                cache.never());
    }
}
