package dev.signalbox.providers.openai;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import dev.signalbox.model.Model;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Details;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.providers.http.Exchange;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.openai.AnswerReader.Said;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;

/// Calls any server that speaks OpenAI's chat API. Thread-safe.
///
/// An answer is whole or it is an error: a stream that ends without saying why, a body that is no answer, and an error
// in
/// the middle of a stream are all [Kind#BROKEN], never a short success.
public final class OpenAiProvider implements Provider, AutoCloseable {
    private static final String PATH = "/chat/completions";
    private static final String DONE = "[DONE]";

    private final HttpUpstream upstream;
    private final InstantSource clock;
    private final AnswerReader reader = new AnswerReader();

    public OpenAiProvider(HttpUpstream upstream, InstantSource clock) {
        this.upstream = upstream;
        this.clock = clock;
    }

    @Override
    public String name() {
        return upstream.options().name();
    }

    @Override
    public void close() {
        upstream.close();
    }

    @Override
    public Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException {
        boolean streaming = request.options().streaming();
        var body = ChatBody.of(request, model.upstream());
        try (var exchange = upstream.post(PATH, body, streaming, request.deadline())) {
            var head = exchange.head();
            if (head.status() != 200) {
                throw UpstreamError.of(exchange.rest()).ofStatus(head, upstream.options(), clock.instant());
            }
            return streaming && !head.contentType().contains("json")
                    ? stream(exchange, request, sink)
                    : whole(exchange.rest(), request, sink);
        }
    }

    private Answer whole(byte[] body, Request request, Sink sink) throws ProviderException, InterruptedException {
        var json = Json.of(body);
        Said said;
        try {
            said = reader.read(json);
        } catch (JacksonException unreadable) {
            throw broken("sent an answer that is not JSON", Usage.NONE);
        }
        if (said.error().isPresent()) throw said.error().get().inStream(upstream.options(), Usage.NONE);
        if (said.deltas().isEmpty()) throw broken("sent an answer without choices", Usage.NONE);
        var usage = said.usage()
                .orElseGet(() -> AnswerAssembly.estimate(
                        request,
                        said.deltas().stream()
                                .mapToLong(delta -> delta.text().length())
                                .sum()));
        var answer = AnswerReader.answer(said, json, usage);
        // Asked for a stream, it spoke at once: that is one long chunk, in no form that could be forwarded.
        if (request.options().streaming()) {
            sink.accept(new dev.signalbox.chat.Chunk(said.deltas(), Optional.of(usage), Optional.empty()));
            return new Answer(answer.choices(), usage, Optional.empty());
        }
        return answer;
    }

    private Answer stream(Exchange exchange, Request request, Sink sink)
            throws ProviderException, InterruptedException {
        var events = new EventStream();
        var assembly = new AnswerAssembly();
        List<Json> ready = new ArrayList<>();
        try {
            for (var bytes = exchange.next(); bytes.isPresent(); bytes = exchange.next()) {
                events.feed(bytes.get(), ready::add);
                if (say(ready, request, assembly, sink)) {
                    exchange.finish();
                    return assembly.answer(request);
                }
                ready.clear();
            }
        } catch (ProviderException failed) {
            throw withUsage(failed, spent(assembly, request));
        }
        events.finish(ready::add);
        if (say(ready, request, assembly, sink) || assembly.finished()) return assembly.answer(request);
        throw broken("ended its stream before the answer was whole", spent(assembly, request));
    }

    /// Says the events on. True when the last one was the stream's good end.
    private boolean say(List<Json> events, Request request, AnswerAssembly assembly, Sink sink)
            throws ProviderException, InterruptedException {
        for (var event : events) {
            if (event.length() == DONE.length() && event.toString().equals(DONE)) {
                if (assembly.empty()) throw broken("ended its stream without an answer", Usage.NONE);
                return true;
            }
            Said said;
            try {
                said = reader.read(event);
            } catch (JacksonException unreadable) {
                throw broken("sent an event that is not JSON", spent(assembly, request));
            }
            if (said.error().isPresent()) {
                throw said.error().get().inStream(upstream.options(), spent(assembly, request));
            }
            if (!said.choices() && said.usage().isEmpty()) continue;
            var chunk = AnswerReader.chunk(said, event);
            assembly.add(chunk);
            sink.accept(chunk);
        }
        return false;
    }

    private static Usage spent(AnswerAssembly assembly, Request request) {
        return assembly.empty() ? Usage.NONE : assembly.usage(request);
    }

    private static ProviderException withUsage(ProviderException failed, Usage usage) {
        var told = failed.details();
        return new ProviderException(
                failed.kind(),
                failed.reason(),
                new Details(told.status(), told.type(), told.code(), told.param(), told.retryAfter(), usage));
    }

    private ProviderException broken(String what, Usage spent) {
        return new ProviderException(
                Kind.BROKEN,
                "Provider `%s` %s.".formatted(name(), what),
                new Details(
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        spent));
    }
}
