package dev.signalbox.providers.openai;

import java.util.List;

/// A field that Signalbox adds to a request because it needs what the field brings, not because the client sent it. A
/// model that does not take it can be asked without.
public enum AddedField {
    /// How freely a judge or verifier answers.
    TEMPERATURE("temperature"),
    /// The wish that a stream ends with its token usage.
    STREAM_OPTIONS("stream_options", "include_usage"),
    /// The wish for log-probabilities, from which a plan reads how sure a model is.
    LOGPROBS("logprobs", "top_logprobs");

    private final List<String> names;

    AddedField(String... names) {
        this.names = List.of(names);
    }

    /// The names by which a refusal may call it, the field's own first.
    List<String> names() {
        return names;
    }
}
