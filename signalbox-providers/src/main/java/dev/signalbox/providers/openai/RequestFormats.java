package dev.signalbox.providers.openai;

import dev.signalbox.model.Model;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The request format of each model: as set, until a refusal has shown another one. Thread-safe and lock-free; what is
/// learnt is bounded, and lost at a restart.
final class RequestFormats {
    private static final int LEARNT_MAX = 4_096;

    private final Map<String, RequestFormat> set;
    private final ConcurrentHashMap<String, RequestFormat> learnt = new ConcurrentHashMap<>();

    /// @param set by the model's id
    RequestFormats(Map<String, RequestFormat> set) {
        this.set = Map.copyOf(set);
    }

    RequestFormat of(Model model) {
        var found = learnt.get(model.id());
        return found != null ? found : set.getOrDefault(model.id(), RequestFormat.DEFAULT);
    }

    /// The model has taken a request in this format after it had refused another one.
    void learn(Model model, RequestFormat format) {
        // Beyond the bound, a model that is not known yet is asked twice each time.
        if (learnt.containsKey(model.id()) || learnt.mappingCount() < LEARNT_MAX) learnt.put(model.id(), format);
    }
}
