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
        @Setting(about = "Where models are served, each under a name of your choice.", absent = "{}")
        Map<String, ProviderSettings> providers,

        @Setting(about = "The models that can answer, under the names that clients and routes use.", absent = "{}")
        Map<String, ModelSettings> models,

        @Setting(
                about = "How `model: auto` chooses. The first route whose `when` holds decides; `auto/NAME` names one.",
                absent = "{}")
        Map<String, RouteSettings> routes,

        @Setting(
                about = "Where the dial between cost (0) and quality (1) stands, where neither route nor client says.",
                absent = "0.5",
                least = 0,
                most = 1)
        double quality,

        @Setting(
                about =
                        "What is checked of every answer, where its route does not say. docs/checks.md says what each check looks at.",
                absent = "[]")
        List<CheckName> checks,

        @Setting(
                about = "How long the checks of an answer may take together; a check that is late says nothing.",
                absent = "15s",
                least = 1)
        Duration checkBudget,

        @Setting(about = "Words and `/expressions/` that the check `forbidden` allows in no answer.", absent = "[]")
        List<String> forbidden,

        @Setting(about = "How far an answer may go before a monitor that watches it stops it.", absent = "{}")
        MonitorSettings monitors,

        @Setting(about = "What `signalbox train` learnt. Without it, models are judged by their `prior` and price.")
        Optional<InputFile> snapshot,

        @Setting(
                about =
                        "A gate that `signalbox gate --out` wrote. It gives the signal `keep` and the flag `kept`: whether the request may stay with the cheap model.")
        Optional<InputFile> gate,

        @Setting(about = "The encoder that places a prompt near prompts like it.", absent = "{}")
        EncoderSettings encoder,

        @Setting(about = "Where requests, decisions and calls are remembered.", absent = "{}")
        JournalSettings journal,

        @Setting(about = "The HTTP server.", absent = "{}") ServerSettings server,

        @Setting(about = "Which answers are kept and given again. None, where left out.", absent = "{}")
        CacheSettings cache,

        @Setting(about = "How much memory kept answers may take.", absent = "64MiB", least = 1024)
        Bytes cacheBytes,

        @Setting(
                about =
                        "Measures how often answers fit that were given again by their meaning: `signalbox figures` tells. Left out, nothing is measured.")
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
                    about = "The share of them that is compared with a new answer of the same model.",
                    least = 0,
                    most = 1)
            double share,

            @Setting(
                    about =
                            "The model that compares, in both orders. Only what routes answer that have this model is shown to it.",
                    refersTo = "models")
            String judge,

            @Setting(about = "The most that it may cost for each day (UTC), in US dollars.", absent = "1", least = 0)
            double costMax) {}

    /// Any server that speaks OpenAI's chat API.
    public record ProviderSettings(
            @Setting(about = "Where its API begins, such as `https://api.openai.com/v1`.")
            URI url,

            @Setting(about = "The key it is asked with, best as `${NAME}` from the environment.")
            Optional<Secret> key,

            @Setting(about = "More headers for every request to it. Their values are never shown.", absent = "{}")
            Map<String, Secret> headers,

            @Setting(about = "How long to wait for it.", absent = "{}")
            TimeoutSettings timeouts,

            @Setting(about = "Whether to offer HTTP/2, over TLS.", absent = "true")
            boolean http2,

            @Setting(about = "Certificates (PEM) to trust instead of the system's.")
            Optional<InputFile> caFile,

            @Setting(about = "How many connections may be open at once.", absent = "1024", least = 1, most = 65536)
            int connectionsMax,

            @Setting(
                    about =
                            "The longest answer that is taken, unpacked: an upstream gone wild must not fill the memory.",
                    absent = "64MiB",
                    least = 1024,
                    most = 1073741824)
            Bytes answerBytesMax,

            @Setting(
                    about =
                            "How it is told to go on with an answer that was begun, for models that can `prefill`: `native` by ending with that answer, `flag` with `prefix` on it (Mistral, DeepSeek's beta address), `vllm` with `continue_final_message`.",
                    absent = "native")
            Prefill prefill,

            @Setting(
                    about =
                            "How it is asked for an answer that the client wants whole. A server that goes on with a plain call whose caller has gone is better asked as a `stream`, so that it stops; `auto` does so where the server calls itself llama.cpp; `plain` never does. What only exists whole (several choices, sound) is always asked plainly.",
                    absent = "auto")
            PlainCalls plainCalls,

            @Setting(
                    about =
                            "Names of headers that clients send and it gets, too. Keys, cookies and what belongs to a connection never pass. An `Idempotency-Key` goes with the first call of a request alone.",
                    absent =
                            "[Idempotency-Key, OpenAI-Organization, OpenAI-Project, X-Title, HTTP-Referer, traceparent]")
            List<String> forwardHeaders,

            @Setting(
                    about =
                            "Names of its headers that a client gets which asks one of its models by name; a `*` at the end stands for anything.",
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
            @Setting(about = "Until a connection is there.", absent = "5s", least = 1)
            Duration connect,

            @Setting(about = "From the request to the first byte of the answer.", absent = "2m", least = 1)
            Duration firstByte,

            @Setting(
                    about =
                            "The longest time without progress in the answer. Progress is a line or 256 bytes, so an answer that drips byte by byte has stalled.",
                    absent = "60s",
                    least = 1)
            Duration idle) {}

    /// What is left out of `price`, `context_tokens` and `can` comes from the catalogue of well-known models.
    public record ModelSettings(
            @Setting(about = "The provider that serves it.", refersTo = "providers")
            String provider,

            @Setting(about = "Its name at the provider, where that differs.")
            Optional<String> upstream,

            @Setting(about = "What it costs. Left out, the catalogue of well-known models must know it.")
            Optional<PriceSettings> price,

            @Setting(
                    about =
                            "The most tokens it takes, question and answer together. Left out, as in the catalogue, else unlimited.",
                    least = 1)
            OptionalInt contextTokens,

            @Setting(
                    about =
                            "What it can do beyond plain text; requests that need more go to other models. Default: what the catalogue says of the model, else `unknown`: the model is asked, and what it refuses is remembered for an hour.")
            Optional<Set<Capability>> can,

            @Setting(about = "Where it is served; kept with each decision in the journal.")
            Optional<String> region,

            @Setting(about = "What is assumed of it until something has been seen.", absent = "{}")
            PriorSettings prior,

            @Setting(about = "How long it shall think, in the provider's own word, such as `low` or `high`.")
            Optional<String> effort,

            @Setting(
                    about =
                            "Put before every conversation as a system message of its own: examples, or how to go about it.")
            Optional<String> instruction,

            @Setting(
                    about =
                            "Whether it is asked for a plan first, and then for the answer with that plan before it. Two calls, of which the second is heard.",
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
            @Setting(about = "For a million input tokens, in US dollars.", least = 0)
            double input,

            @Setting(about = "For a million output tokens, in US dollars.", least = 0)
            double output,

            @Setting(
                    about = "For a million input tokens that the provider has in its cache. As `input` where left out.",
                    least = 0)
            OptionalDouble cachedInput) {}

    public record PriorSettings(
            @Setting(about = "The share of questions it answers well.", least = 0, most = 1)
            OptionalDouble quality,

            @Setting(about = "Until its first token.", absent = "500ms", least = 0)
            Duration firstToken,

            @Setting(about = "How fast it speaks after that.", absent = "60", least = 0.1)
            double tokensPerSecond) {}

    public record RouteSettings(
            @Setting(about = "The models it chooses from.", refersTo = "models")
            List<String> models,

            @Setting(about = "For which requests it is; for all where left out.", absent = "\"true\"")
            Condition when,

            @Setting(about = "Where its dial between cost (0) and quality (1) stands.", least = 0, most = 1)
            OptionalDouble quality,

            @Setting(
                    about = "The share of requests that go to a model by chance, to learn what it would have said.",
                    absent = "0",
                    least = 0,
                    most = 1)
            double explore,

            @Setting(
                    about = "How many other models may be tried, best first, when the chosen one fails.",
                    absent = "2",
                    least = 0,
                    most = 16)
            int fallbacks,

            @Setting(
                    about =
                            "Which kinds of models are left out: those whose context is too small, that cannot see or hear what is sent, take tools, or answer in the wanted form, and those that fail now.",
                    absent = "[context, modality, tools, structured_output, health]")
            Set<RuleSettings> constraints,

            @Setting(about = "What is checked of its answers, in place of the `checks` for all routes.")
            Optional<List<CheckName>> checks,

            @Setting(
                    about =
                            "The most that all calls for one request may cost together, in US dollars. A call whose expected cost exceeds what is left is not made; 0 permits free models only. A client may allow less, not more.",
                    least = 0)
            OptionalDouble costMax,

            @Setting(
                    about =
                            "How surely a model's call must keep to the limit of cost, the route's or the client's, for the model to be asked. Left out, the limit only ends what has spent it.",
                    least = 0.5,
                    most = 0.99)
            OptionalDouble costConfidence,

            @Setting(
                    about =
                            "Ways to answer with more than one call, each under a name of your choice; the dial chooses among them. Without any, the route's models are asked one by one.",
                    absent = "{}")
            Map<String, PlanSettings> strategies,

            @Setting(about = "Which of its answers are kept and given again, in place of `cache` as a whole.")
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
                            "`static` adds up a table's token vectors in microseconds; `minilm` is a transformer and takes milliseconds; `none` decides without an encoder. A snapshot needs the one that it was trained with.",
                    absent = "minilm")
            Kind kind,

            @Setting(about = "For `static`: a table that `signalbox distill` made. Left out, Signalbox's own.")
            Optional<InputFile> table,

            @Setting(about = "For `minilm`: how much memory its cache may take.", absent = "64MiB")
            Bytes cacheBytes,

            @Setting(
                    about = "For `minilm`: how long a decision waits for it; after that it decides without.",
                    absent = "100ms",
                    least = 1)
            Duration budget,

            @Setting(about = "For `minilm`: how many prompts are encoded at once.", absent = "2", least = 1, most = 256)
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

            @Setting(
                    about = "Whether prompts and answers are kept. Without, only their lengths and hashes are.",
                    absent = "false")
            boolean capture,

            @Setting(about = "How long an event may wait before it is on disk.", absent = "100ms")
            Duration flush,

            @Setting(about = "How long requests are kept.", absent = "30d", least = 1)
            Duration keep,

            @Setting(
                    about = "How large the file may grow; then the oldest requests go first.",
                    absent = "4GiB",
                    least = 1048576)
            Bytes sizeMax) {}

    public record ServerSettings(
            @Setting(about = "The address to listen on.", absent = "127.0.0.1")
            String host,

            @Setting(
                    about = "The port to listen on; 0 takes any that is free.",
                    absent = "8080",
                    least = 0,
                    most = 65535)
            int port,

            @Setting(about = "The largest request body.", absent = "32MiB", least = 1024, most = 1073741824)
            Bytes bodyBytesMax,

            @Setting(about = "The most requests at one time; more are told to come back.", absent = "1024", least = 1)
            int requestsMax,

            @Setting(about = "When a request is given up. A client can ask for less.", absent = "10m", least = 1)
            Duration deadline,

            @Setting(about = "A stream that is silent for so long says that it still lives.", absent = "15s", least = 1)
            Duration keepAlive,

            @Setting(
                    about =
                            "How long a connection may be without a request: idle, or while the head of a request arrives. Then it is closed.",
                    absent = "75s",
                    least = 1)
            Duration idle,

            @Setting(about = "How long running requests may take to end when the server stops.", absent = "30s")
            Duration drain,

            @Setting(
                    about = "Who may ask: a name for each client, and its key. Everybody where left out.",
                    absent = "{}")
            Map<String, Secret> keys,

            @Setting(
                    about =
                            "Origins whose pages may call from a browser (CORS), such as `https://chat.example.com`, or `*`. Default: none.",
                    absent = "[]")
            List<String> cors,

            @Setting(
                    about =
                            "Names under which the gateway is reached, beside `localhost` and `host`. Without `keys` it answers under no other name that has a dot.",
                    absent = "[]")
            List<String> hosts,

            @Setting(
                    about =
                            "What a client's ratings count as: the client's name under `keys` (`default` without keys), and the source. Default: `user`.",
                    absent = "{}")
            Map<String, RatingSource> feedback,

            @Setting(
                    about =
                            "The most memory for buffered request bodies and upstream answers, over all requests; one of several clients gets at most half of it. When it is spent, requests are told to come back (503). Default: a quarter of the heap.")
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
