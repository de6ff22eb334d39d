package dev.signalbox.standard.cache;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/// Which answers of a route are kept and given again.
///
/// @param requests which requests have to do with it
/// @param semantic whether the answer to a request that means the same will do
/// @param usual what holds where no class says otherwise
/// @param by the label that names a request's class
/// @param classes what holds for each of them
/// @param never when answers are neither kept nor given again; where it is not known, they are not
public record CacheRules(
        Requests requests,
        boolean semantic,
        CacheTerms usual,
        Optional<SignalKey<String>> by,
        Map<String, CacheTerms> classes,
        Optional<Condition> never) {
    public enum Requests {
        NONE,
        /// Those whose answer does not hang on chance: `temperature` is 0 and there is a `seed`.
        REPEATABLE,
        ALL
    }

    /// @param threshold the least cosine at which two requests mean the same
    /// @param keepFor how long an answer stays right
    /// @param never whether it never is
    public record CacheTerms(double threshold, Duration keepFor, boolean never) {}

    /// Fields of which the answer is not in the request: state at the provider, a search, sound, log-probabilities,
    /// which a stream's kept answer would lack.
    private static final Set<String> OUTSIDE = Set.of(
            "previous_response_id",
            "conversation",
            "web_search_options",
            "audio",
            "logprobs",
            "top_logprobs",
            "plugins");

    public CacheRules {
        classes = Map.copyOf(classes);
    }

    /// What holds for a request; empty where its answer is not to be kept.
    Optional<CacheTerms> terms(Request request, Signals signals) {
        if (requests == Requests.NONE || !permits(signals) || !isSelfContained(request)) return Optional.empty();
        if (requests == Requests.REPEATABLE && !isRepeatable(request)) return Optional.empty();
        var cacheTerms =
                named(signals).map(name -> classes.getOrDefault(name, usual)).orElse(usual);
        return cacheTerms.never() ? Optional.empty() : Optional.of(cacheTerms);
    }

    /// True where answers to requests that mean the same are looked for: never while it is not known of which class
    /// this one is.
    boolean looksFurther(Signals signals) {
        return semantic && (by.isEmpty() || named(signals).isPresent());
    }

    boolean permits(Signals signals) {
        return never.isEmpty() || never.get().holds(signals) == Truth.NO;
    }

    private Optional<String> named(Signals signals) {
        return by.flatMap(signals::get);
    }

    /// True for an answer that ended by itself, calls no tool, and against which no check spoke.
    static boolean isWhole(Answer answer, Signals known) {
        boolean failed =
                known.all().stream().anyMatch(signal -> signal.value() instanceof Finding finding && finding.failed());
        return !failed
                && answer.choices().stream()
                        .allMatch(choice -> choice.finish() == Finish.DONE
                                && choice.toolCalls().isEmpty()
                                && !choice.text().isBlank());
    }

    private static boolean isSelfContained(Request request) {
        if (request.last().role() != Role.USER) return false;
        if (isTrue(request.fields().get("store"))) return false;
        for (var name : OUTSIDE) {
            var value = request.fields().get(name);
            if (value != null && !isNothing(value)) return false;
        }
        for (var tool : request.tools()) {
            // A tool that the provider runs looks at the world as it is now.
            if (!isFunction(tool.definition())) return false;
        }
        return request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .allMatch(CacheRules::isHere);
    }

    /// True where the part's whole content is in the request.
    private static boolean isHere(Part part) {
        return switch (part) {
            case Part.Text _ -> true;
            case Part.Media media ->
                media.location().filter(place -> place.startsWith("data:")).isPresent();
            case Part.Other _ -> false;
        };
    }

    private static boolean isRepeatable(Request request) {
        var temperature = request.fields().get("temperature");
        var seed = request.fields().get("seed");
        if (temperature == null || seed == null || isNothing(seed)) return false;
        try {
            var read = Fingerprint.read(temperature);
            return read.isNumber() && read.doubleValue() == 0;
        } catch (JacksonException unreadable) {
            return false;
        }
    }

    private static boolean isTrue(@org.jspecify.annotations.Nullable Json json) {
        return json != null && !isNothing(json);
    }

    private static boolean isNothing(Json json) {
        var text = json.toString().strip();
        return text.equals("null") || text.equals("false");
    }

    private static boolean isFunction(Json definition) {
        try {
            return Fingerprint.read(definition)
                    .path("type")
                    .asString("function")
                    .equals("function");
        } catch (JacksonException unreadable) {
            return false;
        }
    }
}
