package dev.signalbox.app.settings;

import dev.signalbox.model.Capability;
import dev.signalbox.providers.http.PassedHeaders;
import dev.signalbox.providers.http.Secret;
import dev.signalbox.providers.openai.AddedField;
import dev.signalbox.providers.openai.OutputLimit;
import dev.signalbox.providers.openai.PlainCalls;
import dev.signalbox.providers.openai.Prefill;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.SignalKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// All that can be set: the settings file as values.
public record Settings(
        @Setting(about = "The services that models are called at, each under a name of your choice.", absent = "{}")
        Map<String, ProviderSettings> providers,

        @Setting(about = "The models that can answer, under the names that clients and routes use.", absent = "{}")
        Map<String, ModelSettings> models,

        @Setting(
                about =
                        "How a model is chosen for `model: auto`. The first route whose `when` holds is used; `auto/NAME` selects one by name.",
                absent = "{}")
        Map<String, RouteSettings> routes,

        @Setting(
                about =
                        "The position of the dial between cost (0) and quality (1) when neither the route nor the client sets it.",
                absent = "0.5",
                least = 0,
                most = 1)
        double quality,

        @Setting(
                about = "The checks of every answer, unless its route names its own. See docs/checks.md.",
                absent = "[]")
        List<CheckName> checks,

        @Setting(
                about = "Time budget for all checks of one answer. A check that exceeds it has no result.",
                absent = "15s",
                least = 1)
        Duration checkBudget,

        @Setting(about = "Words and `/regular expressions/` that fail the check `forbidden`.", absent = "[]")
        List<String> forbidden,

        @Setting(about = "Limits of the monitors that watch answers as they stream.", absent = "{}")
        MonitorSettings monitors,

        @Setting(
                about =
                        "A snapshot from `signalbox train`. Default: models are estimated from their `prior` and price.")
        Optional<InputFile> snapshot,

        @Setting(
                about =
                        "A gate from `signalbox gate --out`. It sets the signal `keep` and the flag `kept`: whether the cheap model is good enough for the request.")
        Optional<InputFile> gate,

        @Setting(about = "The encoder that turns a prompt into an embedding.", absent = "{}")
        EncoderSettings encoder,

        @Setting(about = "The log of requests, decisions and calls.", absent = "{}")
        JournalSettings journal,

        @Setting(about = "The HTTP server.", absent = "{}") ServerSettings server,

        @Setting(about = "The response cache. Default: no caching.", absent = "{}")
        CacheSettings cache,

        @Setting(about = "The memory that cached answers may use.", absent = "64MiB", least = 1024)
        Bytes cacheBytes,

        @Setting(
                about =
                        "Measures how often semantic cache hits are right; `signalbox figures` prints the result. Default: no measurement.")
        Optional<CacheSampleSettings> cacheSample) {
    /// The same settings with another server.
    public Settings with(ServerSettings other) {
        return new Settings(
                providers,
                models,
                routes,
                quality,
                checks,
                checkBudget,
                forbidden,
                monitors,
                snapshot,
                gate,
                encoder,
                journal,
                other,
                cache,
                cacheBytes,
                cacheSample);
    }

    /// Whether any condition asks for a signal.
    public boolean ask(SignalKey<?> signal) {
        var caches = Stream.concat(Stream.of(cache), routes.values().stream().flatMap(route -> route.cache().stream()));
        return Stream.concat(
                        caches.flatMap(cached -> cached.never().stream()),
                        routes.values().stream().flatMap(RouteSettings::conditions))
                .anyMatch(condition -> condition.asks(signal.name()));
    }

    /// Some answers are asked for once more, and compared with those that were kept.
    public record CacheSampleSettings(
            @Setting(
                    about = "The share of semantic hits that is compared with a new answer of the same model.",
                    least = 0,
                    most = 1)
            double share,

            @Setting(
                    about =
                            "The model that compares the two, in both orders. It sees only requests of routes that include it.",
                    refersTo = "models")
            String judge,

            @Setting(about = "The most US dollars a day (UTC) for these comparisons.", absent = "1", least = 0)
            double costMax) {}

    /// Any server that speaks OpenAI's chat API.
    public record ProviderSettings(
            @Setting(about = "The base URL of its API, such as `https://api.openai.com/v1`.")
            URI url,

            @Setting(about = "The API key. Use `${NAME}` to read it from the environment.")
            Optional<Secret> key,

            @Setting(about = "Extra headers for every request to it. Their values are never printed.", absent = "{}")
            Map<String, Secret> headers,

            @Setting(about = "Timeouts.", absent = "{}") TimeoutSettings timeouts,

            @Setting(about = "Whether to offer HTTP/2, over TLS.", absent = "true")
            boolean http2,

            @Setting(about = "Trusted certificates (PEM). Default: those of the system.")
            Optional<InputFile> caFile,

            @Setting(about = "The most connections open at the same time.", absent = "1024", least = 1, most = 65536)
            int connectionsMax,

            @Setting(
                    about = "The largest answer that is accepted, after decompression.",
                    absent = "64MiB",
                    least = 1024,
                    most = 1073741824)
            Bytes answerBytesMax,

            @Setting(
                    about =
                            "How a model that can `prefill` is asked to continue an answer: `native` sends the answer as the last message, `flag` adds `prefix` to it (Mistral, DeepSeek's beta endpoint), `vllm` sets `continue_final_message`.",
                    absent = "native")
            Prefill prefill,

            @Setting(
                    about =
                            "How it is asked for an answer that the client wants whole. A server that goes on with a plain call whose caller has gone is better asked as a `stream`, so that it stops; `auto` does so where the server calls itself llama.cpp; `plain` never does. What only exists whole (several choices, sound) is always asked plainly.",
                    absent = "auto")
            PlainCalls plainCalls,

            @Setting(
                    about =
                            "Client headers that are forwarded to it. Keys, cookies and connection headers are never forwarded. An `Idempotency-Key` is sent with the first call of a request only.",
                    absent =
                            "[Idempotency-Key, OpenAI-Organization, OpenAI-Project, X-Title, HTTP-Referer, traceparent]")
            List<String> forwardHeaders,

            @Setting(
                    about =
                            "Its response headers that are returned to clients that name one of its models. A `*` at the end matches any suffix.",
                    absent = "[\"x-ratelimit-*\", openai-processing-ms, x-envoy-upstream-service-time]")
            List<String> returnHeaders) {
        public ProviderSettings {
            // Says what is wrong with them.
            var _ = new PassedHeaders(forwardHeaders, returnHeaders);
        }

        public PassedHeaders passed() {
            return new PassedHeaders(forwardHeaders, returnHeaders);
        }
    }

    public record TimeoutSettings(
            @Setting(about = "Time to connect.", absent = "5s", least = 1)
            Duration connect,

            @Setting(about = "Time from the request to the first byte of the answer.", absent = "2m", least = 1)
            Duration firstByte,

            @Setting(
                    about =
                            "The longest time without progress in the answer. Progress is a line or 256 bytes, so an answer that drips byte by byte has stalled.",
                    absent = "60s",
                    least = 1)
            Duration idle) {}

    /// What is left out of `price`, `context_tokens` and `can` comes from the catalogue of well-known models.
    public record ModelSettings(
            @Setting(about = "The provider of the model.", refersTo = "providers")
            String provider,

            @Setting(about = "The model's name at the provider. Default: the name here.")
            Optional<String> upstream,

            @Setting(about = "The price. Required unless the built-in catalogue knows the model.")
            Optional<PriceSettings> price,

            @Setting(
                    about =
                            "The context window in tokens, input and output together. Default: from the catalogue, else unlimited.",
                    least = 1)
            OptionalInt contextTokens,

            @Setting(
                    about =
                            "What it can do beyond plain text. Requests that need more go to other models. Default: from the catalogue, else `unknown`: the model is asked, and what it refuses is remembered for an hour.")
            Optional<Set<Capability>> can,

            @Setting(about = "The region where the model is served. Recorded with each decision in the journal.")
            Optional<String> region,

            @Setting(about = "Assumptions about the model until there are observations.", absent = "{}")
            PriorSettings prior,

            @Setting(about = "The reasoning effort, in the provider's own term, such as `low` or `high`.")
            Optional<String> effort,

            @Setting(
                    about = "A system message that is put before every conversation, for example with worked examples.")
            Optional<String> instruction,

            @Setting(
                    about =
                            "Asks the model for a plan first, then for the answer with that plan. Two calls; the client gets the second answer.",
                    absent = "false")
            boolean planFirst,

            @Setting(
                    about =
                            "The field in which it takes the limit of an answer's length. A client's limit is sent under this name. Left out, as in the catalogue, else under the name that the client used, until the model refuses it by name.")
            Optional<OutputLimit> outputLimit,

            @Setting(
                    about =
                            "Fields that Signalbox must not add to requests for it: `temperature` (of judges and verifiers), `stream_options` (to learn a stream's usage) and `logprobs` (to learn how sure a model is). What a client sends is sent in any case. Left out, as in the catalogue, else none; a field that the model refuses by name is left out from then on.")
            Optional<Set<AddedField>> omit) {}

    /// US dollars for a million tokens.
    public record PriceSettings(
            @Setting(about = "US dollars for a million input tokens.", least = 0)
            double input,

            @Setting(about = "US dollars for a million output tokens.", least = 0)
            double output,

            @Setting(about = "US dollars for a million cached input tokens. Default: as `input`.", least = 0)
            OptionalDouble cachedInput) {}

    public record PriorSettings(
            @Setting(about = "The share of requests that it answers well.", least = 0, most = 1)
            OptionalDouble quality,

            @Setting(about = "Time to the first token.", absent = "500ms", least = 0)
            Duration firstToken,

            @Setting(about = "Output tokens for each second after the first.", absent = "60", least = 0.1)
            double tokensPerSecond) {}

    public record RouteSettings(
            @Setting(about = "The models to choose from.", refersTo = "models")
            List<String> models,

            @Setting(about = "The requests that use this route. Default: all.", absent = "\"true\"")
            Condition when,

            @Setting(
                    about =
                            "The position of the dial between cost (0) and quality (1). Default: the setting `quality` for all routes.",
                    least = 0,
                    most = 1)
            OptionalDouble quality,

            @Setting(
                    about = "The share of requests that are sent to a random model, so that the estimates improve.",
                    absent = "0",
                    least = 0,
                    most = 1)
            double explore,

            @Setting(
                    about = "How many other models are tried, best first, when the chosen one fails.",
                    absent = "2",
                    least = 0,
                    most = 16)
            int fallbacks,

            @Setting(
                    about =
                            "Which rules exclude models: too small a context window, missing modalities, tools or structured output, and current failures.",
                    absent = "[context, modality, tools, structured_output, health]")
            Set<RuleSettings> constraints,

            @Setting(about = "The checks of its answers, instead of the `checks` for all routes.")
            Optional<List<CheckName>> checks,

            @Setting(
                    about =
                            "The most that all calls for one request may cost together, in US dollars. A call whose expected cost exceeds what is left is not made; 0 permits free models only. A client may allow less, not more.",
                    least = 0)
            OptionalDouble costMax,

            @Setting(
                    about =
                            "The probability with which a call must stay within the cost limit of the route or the client. Default: the expected cost must.",
                    least = 0.5,
                    most = 0.99)
            OptionalDouble costConfidence,

            @Setting(
                    about =
                            "Ways to answer with more than one call, each under a name of your choice; the dial chooses among them. Default: one model answers, with fallbacks.",
                    absent = "{}")
            Map<String, PlanSettings> strategies,

            @Setting(about = "The response cache of this route, instead of `cache`.")
            Optional<CacheSettings> cache) {
        private Stream<Condition> conditions() {
            var stages = strategies.values().stream().flatMap(UnsatisfiableConditions::stages);
            return Stream.concat(
                    Stream.of(when),
                    stages.flatMap(stage -> Stream.of(
                            stage.accept().condition(), stage.hopeless().condition())));
        }
    }

    /// The constraints a route can have.
    public enum RuleSettings {
        CONTEXT,
        MODALITY,
        TOOLS,
        STRUCTURED_OUTPUT,
        HEALTH
    }

    public record EncoderSettings(
            @Setting(
                    about =
                            "`static` sums token vectors in microseconds; `minilm` is a transformer and takes milliseconds; `none` disables embeddings. A snapshot needs the encoder that it was trained with.",
                    absent = "minilm")
            Kind kind,

            @Setting(about = "For `static`: a table from `signalbox distill`. Default: the built-in table.")
            Optional<InputFile> table,

            @Setting(about = "For `minilm`: the memory of its embedding cache.", absent = "64MiB")
            Bytes cacheBytes,

            @Setting(
                    about =
                            "For `minilm`: time budget for the embedding. When it expires, the decision is made without it.",
                    absent = "100ms",
                    least = 1)
            Duration budget,

            @Setting(
                    about = "For `minilm`: how many prompts are encoded in parallel.",
                    absent = "2",
                    least = 1,
                    most = 256)
            int threads) {
        public EncoderSettings {
            if (table.isPresent() && kind != Kind.STATIC) {
                throw new IllegalArgumentException(
                        "a `table` goes with `kind: static` only, not with `kind: %s`; leave it out"
                                .formatted(kind.name().toLowerCase(Locale.ROOT)));
            }
        }

        public enum Kind {
            STATIC,
            MINILM,
            NONE
        }
    }

    public record JournalSettings(
            @Setting(about = "The SQLite file.", absent = "signalbox.db")
            Path path,

            @Setting(about = "Records prompts and answers. Default: only their lengths and hashes.", absent = "false")
            boolean capture,

            @Setting(about = "The longest time until an event is on disk.", absent = "100ms")
            Duration flush,

            @Setting(about = "How long requests stay in the journal.", absent = "30d", least = 1)
            Duration keep,

            @Setting(
                    about = "The largest size of the file. Beyond it the oldest requests are deleted.",
                    absent = "4GiB",
                    least = 1048576)
            Bytes sizeMax) {}

    public record ServerSettings(
            @Setting(about = "The address to listen on.", absent = "127.0.0.1")
            String host,

            @Setting(about = "The port to listen on; 0 picks a free one.", absent = "8080", least = 0, most = 65535)
            int port,

            @Setting(about = "The largest request body.", absent = "32MiB", least = 1024, most = 1073741824)
            Bytes bodyBytesMax,

            @Setting(
                    about = "The most concurrent requests. More are answered with 503 and `Retry-After`.",
                    absent = "1024",
                    least = 1)
            int requestsMax,

            @Setting(about = "The longest time for a request. A client can ask for less.", absent = "10m", least = 1)
            Duration deadline,

            @Setting(about = "Sends an SSE keep-alive comment after this much silence.", absent = "15s", least = 1)
            Duration keepAlive,

            @Setting(
                    about = "Closes a connection that has no complete request head for this long.",
                    absent = "75s",
                    least = 1)
            Duration idle,

            @Setting(about = "How long running requests may continue when the server stops.", absent = "30s")
            Duration drain,

            @Setting(
                    about = "API keys of clients: a name for each client, and its key. Default: no authentication.",
                    absent = "{}")
            Map<String, Secret> keys,

            @Setting(
                    about =
                            "Allowed browser origins (CORS), such as `https://chat.example.com`, or `*`. Default: none.",
                    absent = "[]")
            List<String> cors,

            @Setting(
                    about =
                            "Host names of the gateway besides `localhost` and `host`. Without `keys`, requests for any other name with a dot are refused.",
                    absent = "[]")
            List<String> hosts,

            @Setting(
                    about =
                            "What a client's ratings count as: the client's name under `keys` (`default` without keys), and the source. Default: `user`.",
                    absent = "{}")
            Map<String, RatingSource> feedback,

            @Setting(
                    about =
                            "Memory for buffered request bodies and upstream answers, over all requests. One of several clients gets at most half of it. When it is used up, requests are answered with 503. Default: a quarter of the heap.")
            Optional<Bytes> bufferBytesMax) {
        /// The same server at another address.
        public ServerSettings at(Optional<String> otherHost, OptionalInt otherPort) {
            return new ServerSettings(
                    otherHost.orElse(host),
                    otherPort.orElse(port),
                    bodyBytesMax,
                    requestsMax,
                    deadline,
                    keepAlive,
                    idle,
                    drain,
                    keys,
                    cors,
                    hosts,
                    feedback,
                    bufferBytesMax);
        }
    }

    /// Whose word a rating is.
    public enum RatingSource {
        USER,
        TEST,
        JUDGE,
        PROXY
    }
}
