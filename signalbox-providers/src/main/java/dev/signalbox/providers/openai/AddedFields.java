package dev.signalbox.providers.openai;

import dev.signalbox.chat.Request;
import dev.signalbox.model.Model;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The fields that a call has beyond the client's: how the model is asked, and what a plan wants to know. Where the
/// client has set a field itself, its word holds.
final class AddedFields {
    private static final String LOG_PROBABILITIES = "logprobs";
    private static final int ALTERNATIVES = 5;

    private AddedFields() {}

    /// Names and values, which are JSON.
    static Map<String, String> of(Request request, Model model, RequestFormat format) {
        var extras = new LinkedHashMap<String, String>();
        var effort = model.manner().effort();
        if (effort.isPresent()) extras.put("reasoning_effort", ChatBody.quoted(effort.get()));
        var temperature = request.options().temperature();
        if (temperature.isPresent() && !format.omits(AddedField.TEMPERATURE)) {
            extras.put("temperature", Double.toString(temperature.getAsDouble()));
        }
        if (logProbabilitiesAreOurs(request) && !format.omits(AddedField.LOGPROBS)) {
            extras.put(LOG_PROBABILITIES, "true");
            extras.put("top_logprobs", Integer.toString(ALTERNATIVES));
        }
        extras.keySet().removeAll(request.fields().keySet());
        return extras;
    }

    /// Which of them can be left out.
    static Set<AddedField> added(Map<String, String> extras) {
        var added = EnumSet.noneOf(AddedField.class);
        for (var field : AddedField.values()) {
            if (extras.containsKey(field.names().getFirst())) added.add(field);
        }
        return added;
    }

    /// True where log-probabilities are asked for, and not because the client wants to see them.
    static boolean logProbabilitiesAreOurs(Request request) {
        return request.options().confidenceWanted() && !request.fields().containsKey(LOG_PROBABILITIES);
    }
}
