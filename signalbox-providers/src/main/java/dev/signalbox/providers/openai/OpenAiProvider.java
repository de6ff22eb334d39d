package dev.signalbox.providers.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.TokenTally;
import dev.signalbox.chat.Usage;
import dev.signalbox.model.Model;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Details;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.providers.http.Exchange;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.openai.AnswerReader.ReadAnswer;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/// Calls any server that speaks OpenAI's chat API. Thread-safe.
///
/// An answer is whole or it is an error: a stream that ends without saying why, a body that is no answer, and an error
/// in the middle of a stream are all [Kind#BROKEN] or worse, never a short success.
public final class OpenAiProvider implements Provider, AutoCloseable {
    private static final String PATH = "/chat/completions";
    private static final String DONE = "[DONE]";
    /// What the server of that name calls itself. It goes on with a plain call until its answer is whole, whoever
    /// waits.
    private static final String LLAMA_CPP = "llama.cpp";
    /// Fields whose answers only exist whole.
    private static final List<String> PLAIN_ONLY = List.of("audio", "modalities");

    private final HttpUpstream upstream;
    private final InstantSource clock;
    private final AtomicInteger calls = new AtomicInteger();
    private final OpenAiOptions options;
    private final RequestFormats formats;
    /// Whether the server has said that it is one which goes on with a plain call whose caller has gone.
    private volatile boolean goesOn;

    public OpenAiProvider(HttpUpstream upstream, InstantSource clock) {
        this(upstream, clock, OpenAiOptions.usual());
    }

    public OpenAiProvider(HttpUpstream upstream, InstantSource clock, OpenAiOptions options) {
        this.upstream = upstream;
        this.clock = clock;
        this.options = options;
        this.formats = new RequestFormats(options.formats());
    }

    @Override
    public String name() {
        return upstream.options().name();
    }

    /// The share of `connectionsMax` that is in use.
    @Override
    public double load() {
        return Math.min(1, (double) calls.get() / upstream.options().connectionsMax());
    }

    /// Closes the upstream's connections.
    @Override
    public void close() {
        upstream.close();
    }

    @Override
    public Answer call(Model model, Request request, Sink sink) throws ProviderException, InterruptedException {
        calls.incrementAndGet();
        try {
            return ask(model, request, sink);
        } finally {
            calls.decrementAndGet();
        }
    }

    /// Asks, and asks again in another format where the model refuses a field that Signalbox has added, or the name of
    /// the limit. The format that it takes is remembered.
    private Answer ask(Model model, Request request, Sink sink) throws ProviderException, InterruptedException {
        var refusals = new LinkedHashMap<RequestFormat, ProviderException>();
        for (var format = formats.of(model); ; ) {
            var used = format;
            var attempt = new Attempt(sink, () -> {
                if (!refusals.isEmpty()) formats.learn(model, used);
            });
            boolean streaming = request.options().streaming() || isBetterStreamed(request, format);
            var manner = new ChatBody.Manner(options.prefill(), format, streaming);
            var written = ChatBody.of(request, model, manner);
            try {
                // With another body it is another request.
                var asked = refusals.isEmpty() ? request : request.withoutHeader(Request.IDEMPOTENCY_KEY);
                var answer = ask(model, asked, written, streaming, attempt);
                attempt.begin();
                return answer;
            } catch (ProviderException refused) {
                refusals.put(new RequestFormat(format.omitted(), written.limit()), refused);
                var next = attempt.remedy(refused, written);
                if (next.isEmpty()) throw refused;
                format = next.get();
                if (refusals.containsKey(format)) throw refusals.firstEntry().getValue();
            }
        }
    }

    /// Whether an answer that is wanted whole is asked for as a stream, so that the server notices when nobody waits
    /// for it any more. What exists in plain answers alone, or needs a usage that a stream would not tell, is asked
    /// plainly.
    private boolean isBetterStreamed(Request request, RequestFormat format) {
        boolean wished =
                switch (options.plainCalls()) {
                    case AUTO -> goesOn;
                    case PLAIN -> false;
                    case STREAM -> true;
                };
        return wished
                && request.options().choices() <= 1
                && !format.omits(AddedField.STREAM_OPTIONS)
                && PLAIN_ONLY.stream().noneMatch(request.fields()::containsKey);
    }

    private Answer ask(Model model, Request request, ChatBody.Written written, boolean streaming, Attempt attempt)
            throws ProviderException, InterruptedException {
        try (var exchange = upstream.post(
                PATH, written.bytes(), request.headers(), streaming, request.deadline(), request.tenant())) {
            try {
                var head = exchange.head();
                if (head.server().contains(LLAMA_CPP)) goesOn = true;
                if (!head.returned().isEmpty()) attempt.headers(head.returned());
                if (head.status() != 200) {
                    attempt.refusal = exchange.rest();
                    throw UpstreamError.of(attempt.refusal).ofStatus(head, upstream.options(), clock.instant());
                }
                if (!streaming) return whole(Json.of(exchange.rest()), model, request);
                return request.options().streaming()
                        ? stream(exchange, model, request, attempt)
                        : streamed(exchange, model, request, attempt);
            } catch (ProviderException failed) {
                boolean ranOut = failed.kind() == Kind.TIMED_OUT || failed.kind() == Kind.LATE;
                if (!ranOut || !exchange.isSent()) throw failed;
                // It has read the question at least, and a plain call may have been answered in part.
                if (!failed.details().usage().equals(Usage.NONE)) throw failed;
                throw withUsage(
                        failed,
                        streaming
                                ? options.rates().estimated(model.id(), request, new TokenTally())
                                : options.rates().unheard(model, request, exchange.elapsedMs()));
            }
        }
    }

    /// An answer that is asked for as a stream and wanted whole.
    private Answer streamed(Exchange exchange, Model model, Request request, Attempt attempt)
            throws ProviderException, InterruptedException {
        var whole = new WholeAnswer(attempt);
        var answer = stream(exchange, model, request, whole);
        var body = answer.body().or(() -> Optional.of(new Body(Body.OPENAI_CHAT, whole.json())));
        return new Answer(answer.choices(), answer.usage(), body, answer.confidence());
    }

    /// One attempt, until the model has begun to answer.
    private static final class Attempt implements Sink {
        private final Sink sink;
        private final Runnable beginning;
        private boolean begun;
        private byte[] refusal = {};

        /// @param beginning is run once, when the model begins to answer
        Attempt(Sink sink, Runnable beginning) {
            this.sink = sink;
            this.beginning = beginning;
        }

        @Override
        public boolean joins() {
            return sink.joins();
        }

        @Override
        public void headers(Map<String, String> headers) {
            sink.headers(headers);
        }

        @Override
        public void accept(Chunk chunk) throws InterruptedException {
            begin();
            sink.accept(chunk);
        }

        @Override
        public void overhear(Chunk chunk) {
            if (!chunk.deltas().isEmpty()) begin();
            sink.overhear(chunk);
        }

        void begin() {
            if (begun) return;
            begun = true;
            beginning.run();
        }

        /// As [Refusal#remedy]; empty also where words are out.
        Optional<RequestFormat> remedy(ProviderException refused, ChatBody.Written written) {
            return begun ? Optional.empty() : Refusal.remedy(refused, refusal, written);
        }
    }

    private Answer whole(Json json, Model model, Request request) throws ProviderException {
        var assembly = new AnswerAssembly(request, model, options.rates());
        var normal = answer(json, assembly, new AnswerNormalizer(assembly, false));
        assembly.add(normal.readAnswer());
        return assembly.answer(Optional.of(shown(normal.json(), request)));
    }

    /// What a server said, in OpenAI's own form.
    private record Heard(ReadAnswer readAnswer, Json json) {}

    /// What the client shall see: what it asked for.
    private static Body shown(Json json, Request request) {
        boolean ours = AddedFields.logProbabilitiesAreOurs(request);
        return new Body(Body.OPENAI_CHAT, ours ? LogprobStripper.withoutLogProbabilities(json) : json);
    }

    private Heard answer(Json json, AnswerAssembly assembly, AnswerNormalizer normalizer) throws ProviderException {
        var readAnswer = heard(AnswerReader.read(json), assembly);
        var heard = readAnswer.oddWhole() ? normal(json, assembly, normalizer) : new Heard(readAnswer, json);
        refuseBareError(json, heard.readAnswer(), assembly);
        if (filtered(heard.readAnswer())) throw filtered(assembly);
        if (readAnswer.empty()) throw broken("sent an answer without a word in it", assembly);
        return heard;
    }

    private Heard normal(Json json, AnswerAssembly assembly, AnswerNormalizer normalizer) throws ProviderException {
        var normal = normalizer.normal(json);
        return new Heard(heard(AnswerReader.read(normal), assembly), normal);
    }

    /// Whether the server's filter has ended a choice.
    private static boolean filtered(ReadAnswer readAnswer) {
        return !readAnswer.deltas().isEmpty()
                && readAnswer.deltas().stream()
                        .allMatch(delta -> delta.finish().equals(Optional.of(Finish.FILTERED))
                                && delta.text().isEmpty()
                                && delta.toolCalls().isEmpty());
    }

    /// A filter that let nothing through is this model's own; another may answer.
    private ProviderException filtered(AnswerAssembly assembly) {
        var message =
                "The content filter of provider `%s` let nothing of the answer through. Ask differently, or ask another model."
                        .formatted(name());
        var details = new Details(
                OptionalInt.of(400),
                Optional.empty(),
                Optional.of("content_filter"),
                Optional.empty(),
                Optional.empty(),
                assembly.usage());
        return new ProviderException(Kind.DECLINED, message, details);
    }

    /// Some servers answer a wish for a stream with a plain answer; a stream never begins with a brace.
    private Answer stream(Exchange exchange, Model model, Request request, Sink sink)
            throws ProviderException, InterruptedException {
        var first = exchange.next();
        while (first.isPresent() && new String(first.get(), ISO_8859_1).isBlank()) {
            first = exchange.next();
        }
        var assembly = new AnswerAssembly(request, model, options.rates());
        if (first.isPresent() && isObject(first.get())) return atOnce(first.get(), exchange, assembly, request, sink);
        try {
            return events(first, exchange, assembly, request, sink);
        } catch (ProviderException failed) {
            throw withUsage(failed, assembly.usage());
        }
    }

    private static boolean isObject(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at] >= 0 && Character.isWhitespace(bytes[at])) at++;
        return at < bytes.length && bytes[at] == '{';
    }

    /// A plain answer where a stream was asked for is one long chunk, in no form that could be forwarded.
    private Answer atOnce(byte[] begun, Exchange exchange, AnswerAssembly assembly, Request request, Sink sink)
            throws ProviderException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(begun);
        bytes.writeBytes(exchange.rest());
        var heard = answer(Json.of(bytes.toByteArray()), assembly, new AnswerNormalizer(assembly, false));
        assembly.add(heard.readAnswer());
        sink.accept(new Chunk(heard.readAnswer().deltas(), Optional.of(assembly.usage()), Optional.empty()));
        boolean whole = !request.options().streaming();
        return assembly.answer(whole ? Optional.of(shown(heard.json(), request)) : Optional.empty());
    }

    private Answer events(
            Optional<byte[]> first, Exchange exchange, AnswerAssembly assembly, Request request, Sink sink)
            throws ProviderException, InterruptedException {
        var events = new EventStream();
        var reader = new EventReader();
        var normalizer = new AnswerNormalizer(assembly, true);
        var ready = new ArrayDeque<Json>();
        for (var bytes = first; bytes.isPresent(); bytes = exchange.next()) {
            events.feed(bytes.get(), ready::add);
            if (say(ready, reader, normalizer, assembly, request, sink)) {
                exchange.finish();
                return assembly.answer(Optional.empty());
            }
        }
        events.finish(ready::add);
        if (!say(ready, reader, normalizer, assembly, request, sink) && !assembly.finished()) {
            throw broken("ended its stream before the answer was whole", assembly);
        }
        return assembly.answer(Optional.empty());
    }

    /// Says the events on. True when the last one was the stream's good end.
    private boolean say(
            Deque<Json> events,
            EventReader reader,
            AnswerNormalizer normalizer,
            AnswerAssembly assembly,
            Request request,
            Sink sink)
            throws ProviderException, InterruptedException {
        while (!events.isEmpty()) {
            var event = sink.joins() ? reader.joined(events) : events.remove();
            if (event.length() == DONE.length() && event.toString().equals(DONE)) {
                // The server's word that the answer is whole: the reason is supplied where it gave none.
                if (!assembly.hasBegun()) throw broken("ended its stream without an answer", assembly);
                return true;
            }
            var heard = heard(event, reader, normalizer, assembly);
            var readAnswer = heard.readAnswer();
            refuseBareError(event, readAnswer, assembly);
            if (!readAnswer.choices() && readAnswer.usage().isEmpty()) continue;
            if (filtered(readAnswer) && assembly.isMute()) throw filtered(assembly);
            assembly.add(readAnswer);
            var usage = readAnswer.usage().map(_ -> assembly.usage());
            sink.accept(new Chunk(readAnswer.deltas(), usage, Optional.of(shown(heard.json(), request))));
        }
        return false;
    }

    /// Some servers tell an error without wrapping it: then it stands where an answer should.
    private void refuseBareError(Json json, ReadAnswer readAnswer, AnswerAssembly assembly) throws ProviderException {
        if (readAnswer.choices() || readAnswer.usage().isPresent()) return;
        var error = UpstreamError.of(Arrays.copyOfRange(json.array(), json.offset(), json.offset() + json.length()));
        if (error.isBare()) throw error.inAnswer(upstream.options(), assembly.usage(), assembly.hasBegun());
    }

    private Heard heard(Json event, EventReader reader, AnswerNormalizer normalizer, AnswerAssembly assembly)
            throws ProviderException {
        var readAnswer = heard(reader.read(event), assembly);
        boolean odd = readAnswer.oddEvent() || !normalizer.follows(readAnswer) || normalizer.repeats(readAnswer);
        return odd ? normal(event, assembly, normalizer) : new Heard(readAnswer, event);
    }

    private ReadAnswer heard(Optional<ReadAnswer> said, AnswerAssembly assembly) throws ProviderException {
        if (said.isEmpty()) throw broken("sent something that is not JSON", assembly);
        var error = said.get().error();
        if (error.isPresent()) throw error.get().inAnswer(upstream.options(), assembly.usage(), assembly.hasBegun());
        return said.get();
    }

    private static ProviderException withUsage(ProviderException failed, Usage usage) {
        return new ProviderException(
                failed.kind(), failed.reason(), failed.details().withUsage(usage));
    }

    private ProviderException broken(String what, AnswerAssembly assembly) {
        var broken = new ProviderException(Kind.BROKEN, "Provider `%s` %s.".formatted(name(), what));
        return withUsage(broken, assembly.usage());
    }
}
