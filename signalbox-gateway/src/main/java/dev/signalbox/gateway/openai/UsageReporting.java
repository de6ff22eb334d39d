package dev.signalbox.gateway.openai;

import dev.signalbox.chat.Request;
import tools.jackson.core.JacksonException;

/// Where in a stream the client wants to read its token usage.
public enum UsageReporting {
    NOWHERE,
    /// Once, in a chunk of its own at the end: `include_usage`.
    AT_THE_END,
    /// In every chunk in which the server tells it, and at the end: `continuous_usage_stats` beside `include_usage`, as
    /// vLLM and its load generators have it.
    IN_EVERY_CHUNK;

    public static UsageReporting of(Request request) {
        if (!request.options().usageWanted()) return NOWHERE;
        var options = request.fields().get("stream_options");
        try {
            boolean each = options != null
                    && ChatWriter.tree(options).path("continuous_usage_stats").asBoolean(false);
            return each ? IN_EVERY_CHUNK : AT_THE_END;
        } catch (JacksonException notJson) {
            return AT_THE_END;
        }
    }
}
