package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import dev.signalbox.model.Model;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers as a function of model and request says, and remembers who was asked what.
final class AskedProvider implements Provider {
    /// One question that was asked.
    record Asked(Model model, Request request) {
        String text() {
            return request.last().text();
        }
    }

    @FunctionalInterface
    interface Answers {
        Answer of(String model, Request request) throws ProviderException, InterruptedException;
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Answers answers;

    AskedProvider(Answers answers) {
        this.answers = answers;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException {
        asked.add(new Asked(model, request));
        var answer = answers.of(model.id(), request);
        sink.accept(Chunk.text(answer.text()));
        return answer;
    }

    List<Asked> asked(String model) {
        return asked.stream().filter(one -> one.model().id().equals(model)).toList();
    }

    static Answer says(String text) {
        return Answer.of(text, Usage.of(1_000, 500));
    }
}
