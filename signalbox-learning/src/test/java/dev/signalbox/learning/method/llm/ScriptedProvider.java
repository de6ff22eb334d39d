package dev.signalbox.learning.method.llm;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Replies as a script says, and remembers what it was asked.
final class ScriptedProvider implements Provider {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Model MODEL = new Model(
            "guide",
            "scripted",
            "guide-1",
            Price.of(1, 2),
            OptionalInt.empty(),
            Set.of(),
            Optional.empty(),
            new Model.Prior(OptionalDouble.empty(), 100, 50));

    @FunctionalInterface
    interface Script {
        String reply(Request request) throws ProviderException;
    }

    final List<Request> asked = new CopyOnWriteArrayList<>();
    private final Script script;

    ScriptedProvider(Script script) {
        this.script = script;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Answer call(Model model, Request request, Sink sink) throws ProviderException {
        asked.add(request);
        return Answer.of(script.reply(request), Usage.of(500, 20));
    }

    LlmAdvisor adviser(Replies replies) {
        return new LlmAdvisor(this, MODEL, Duration.ofSeconds(3), InstantSource.fixed(NOW), replies);
    }
}
