package dev.signalbox.learning.method.llm;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whom the router chose, and how sure it is.
///
/// @param confidence 0..1; the middle where the reply does not say, or says what cannot be
/// @param asAgreed whether the reply was the line of JSON that was asked for
record AdvisedChoice(String expert, double confidence, boolean asAgreed) {
    private static final double UNSAID = 0.5;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern CHOSEN = Pattern.compile("\"expert_id\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    /// What a reply says. JSON alone is taken at its word. Else, in prose, a fence or JSON that was cut
    /// off, the id that stands as `expert_id` counts, and without one the only id that is named. A reply
    /// that names no expert, several, or one that there is not, says nothing: a guess from its reasons
    /// would turn it into its opposite.
    static Optional<AdvisedChoice> of(String reply, Collection<String> ids) {
        var whole = json(reply.strip());
        if (whole.isPresent()) {
            return expert(whole.get().path("expert_id").asString(""), ids)
                    .map(expert ->
                            new AdvisedChoice(expert, confidence(whole.get().path("confidence")), true));
        }
        var chosen = CHOSEN.matcher(reply);
        if (chosen.find()) {
            var id = chosen.group(1);
            // Two choices are none.
            if (chosen.find() && !chosen.group(1).equals(id)) return Optional.empty();
            return expert(id, ids).map(expert -> new AdvisedChoice(expert, UNSAID, false));
        }
        var named = named(reply, ids);
        return named.size() == 1 ? Optional.of(new AdvisedChoice(named.getFirst(), UNSAID, false)) : Optional.empty();
    }

    private static Optional<JsonNode> json(String reply) {
        try {
            var node = JSON.readTree(reply);
            return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> expert(String id, Collection<String> ids) {
        return ids.contains(id) ? Optional.of(id) : Optional.empty();
    }

    private static double confidence(JsonNode said) {
        double value = said.isNumber() ? said.asDouble() : Double.NaN;
        return value >= 0 && value <= 1 ? value : UNSAID;
    }

    /// The ids that stand in the reply as words of their own; not `gpt-4` where it says `gpt-4-mini`.
    private static List<String> named(String reply, Collection<String> ids) {
        return ids.stream()
                .filter(id -> Pattern.compile("(?<![\\w./-])" + Pattern.quote(id) + "(?![\\w/-]|\\.\\w)")
                        .matcher(reply)
                        .find())
                .toList();
    }
}
