package dev.signalbox.chat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a client asked: what routing needs to know as typed values, and everything, known or not, as it came.
///
/// @param id names this request in the journal, in headers and in feedback
/// @param parent the request that this one is a part of
/// @param tenant for whom it is asked; nothing is shared between tenants
/// @param model what the client named: `auto`, `auto/ROUTE` or the id of a [dev.signalbox.model.Model]
/// @param wishes what the client wants of the router
/// @param fields every top-level field but `messages`, in the client's order and dialect
/// @param body the whole request as it came; absent where a plan made the request
/// @param tags the caller's own labels (the `metadata` of the wire)
/// @param headers of the client that may go to a provider, by their names in lower case; a provider takes those that
///     its settings name
/// @param deadline when an answer is no longer of use
public record Request(
        String id,
        Optional<String> parent,
        String tenant,
        String model,
        List<Message> messages,
        List<Tool> tools,
        Options options,
        Wishes wishes,
        Map<String, Json> fields,
        Optional<Body> body,
        Map<String, String> tags,
        Map<String, String> headers,
        Instant deadline) {

    /// Names one logical request, however often it is tried. A provider that honours it answers the second of two calls
    /// with the first one's answer, so it goes with the first call of a request alone.
    public static final String IDEMPOTENCY_KEY = "idempotency-key";

    public Request {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        tags = Map.copyOf(tags);
        headers = Map.copyOf(headers);
        if (messages.isEmpty()) throw new IllegalArgumentException("a request needs at least one message");
    }

    /// A request with no headers for a provider.
    public Request(
            String id,
            Optional<String> parent,
            String tenant,
            String model,
            List<Message> messages,
            List<Tool> tools,
            Options options,
            Wishes wishes,
            Map<String, Json> fields,
            Optional<Body> body,
            Map<String, String> tags,
            Instant deadline) {
        this(id, parent, tenant, model, messages, tools, options, wishes, fields, body, tags, Map.of(), deadline);
    }

    /// A plain question, for embedding and tests.
    public static Request of(String id, String model, String text, Instant deadline) {
        return new Request(
                id,
                Optional.empty(),
                "default",
                model,
                List.of(Message.of(Message.Role.USER, text)),
                List.of(),
                Options.DEFAULT,
                Wishes.NONE,
                Map.of(),
                Optional.empty(),
                Map.of(),
                deadline);
    }

    /// The same request with other messages. The client's body no longer says what is asked, so it is gone.
    public Request asking(List<Message> others) {
        return new Request(
                id,
                parent,
                tenant,
                model,
                others,
                tools,
                options,
                wishes,
                fields,
                Optional.empty(),
                tags,
                headers,
                deadline);
    }

    /// The same request with another limit of its answer's length, in tokens, under the name that the client used.
    public Request answeredWithin(int outputTokens) {
        var limited = new LinkedHashMap<>(fields);
        for (var name : List.of("max_tokens", "max_completion_tokens")) {
            limited.computeIfPresent(name, (_, _) -> Json.of(Integer.toString(outputTokens)));
        }
        return new Request(
                id,
                parent,
                tenant,
                model,
                messages,
                tools,
                options.within(outputTokens),
                wishes,
                limited,
                Optional.empty(),
                tags,
                headers,
                deadline);
    }

    /// The same request with at most this limit, where there is one. A client's own stays where it is lower.
    public Request costingAtMost(OptionalDouble limitUsd) {
        double wished = wishes.costUsdMax().orElse(Double.POSITIVE_INFINITY);
        if (limitUsd.isEmpty() || wished <= limitUsd.getAsDouble()) return this;
        var limited = new Wishes(wishes.quality(), limitUsd, wishes.late(), wishes.reuse());
        return new Request(
                id, parent, tenant, model, messages, tools, options, limited, fields, body, tags, headers, deadline);
    }

    /// A question that a plan asks on the way, as to a judge: nothing of how the client wants its answer holds for it.
    ///
    /// @param temperature how freely it shall be answered, from 0; empty leaves it to the model
    public Request aside(List<Message> messages, OptionalDouble temperature) {
        return new Request(
                id,
                parent,
                tenant,
                model,
                messages,
                List.of(),
                Options.DEFAULT.at(temperature),
                wishes,
                Map.of(),
                Optional.empty(),
                tags,
                headers,
                deadline);
    }

    /// The same request, whose answer shall come with the model's [Confidence].
    public Request wantingConfidence() {
        return new Request(
                id,
                parent,
                tenant,
                model,
                messages,
                tools,
                options.wantingConfidence(),
                wishes,
                fields,
                body,
                tags,
                headers,
                deadline);
    }

    /// The same request as a part of itself, which is routed by itself.
    public Request asPart(String partId) {
        return new Request(
                partId,
                Optional.of(id),
                tenant,
                model,
                messages,
                tools,
                options,
                wishes,
                fields,
                body,
                tags,
                headers,
                deadline);
    }

    /// The same request without one of its headers.
    public Request withoutHeader(String name) {
        if (!headers.containsKey(name)) return this;
        var others = new LinkedHashMap<>(headers);
        others.remove(name);
        return new Request(
                id, parent, tenant, model, messages, tools, options, wishes, fields, body, tags, others, deadline);
    }

    public Message last() {
        return messages.getLast();
    }

    /// The bytes of a request and whose format they are in.
    public record Body(String dialect, Json json) {
        public static final String OPENAI_CHAT = "openai-chat";
    }

    /// What the client wants of the router, and what the settings decide where it says nothing.
    ///
    /// @param quality its place on the dial from 0 (cost alone) to 1 (quality alone)
    /// @param costUsdMax the most that all calls for it may cost together
    /// @param late what may be done about words that are out already
    /// @param reuse whether its answer may be one that was given before
    public record Wishes(OptionalDouble quality, OptionalDouble costUsdMax, Late late, Reuse reuse) {
        public static final Wishes NONE = new Wishes(OptionalDouble.empty(), OptionalDouble.empty(), Late.PASS_ON);

        public Wishes(OptionalDouble quality, OptionalDouble costUsdMax, Late late) {
            this(quality, costUsdMax, late, Reuse.ALLOWED);
        }
    }

    /// Whether answers may be used again, where the settings allow it at all.
    public enum Reuse {
        ALLOWED,
        /// The answer must be a new one. It may be kept.
        NO_CACHE,
        /// The answer must be a new one and is not kept.
        NO_STORE;

        /// By its name as in HTTP's `cache-control`.
        public static Optional<Reuse> named(String name) {
            return switch (name) {
                case "no-cache" -> Optional.of(NO_CACHE);
                case "no-store" -> Optional.of(NO_STORE);
                default -> Optional.empty();
            };
        }
    }

    /// What may be done when an answer turns out bad after its first words have reached the client. They can't be taken
    /// back, so nothing is unless the client says that it can live with it.
    public enum Late {
        /// Pass the rest on. The story has what was found. An answer that goes round in circles is ended as by [#CUT].
        PASS_ON,
        /// End the answer there, with an error in the stream.
        CUT,
        /// Let another model go on from there, where one can; else end it as [#CUT].
        CONTINUE;

        /// By its name in lower case, as clients write it.
        public static Optional<Late> named(String name) {
            return Arrays.stream(values())
                    .filter(late -> late.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }
    }

    /// How the client wants its answer, and what a plan needs of it. A client's own temperature is among the fields.
    ///
    /// @param outputTokensMax the longest answer it takes, in tokens
    /// @param choices how many answers it wants (`n`)
    /// @param streaming whether it listens while the answer is being said
    /// @param usageWanted whether a stream shall end with its token usage
    /// @param temperature set by plans for what they ask themselves
    /// @param confidenceWanted set by plans that weigh answers by how sure the models were
    public record Options(
            OptionalInt outputTokensMax,
            int choices,
            boolean streaming,
            boolean usageWanted,
            Format format,
            OptionalDouble temperature,
            boolean confidenceWanted) {
        public static final Options DEFAULT = new Options(OptionalInt.empty(), 1, false, false, Format.TEXT);

        /// What a client can say.
        public Options(
                OptionalInt outputTokensMax, int choices, boolean streaming, boolean usageWanted, Format format) {
            this(outputTokensMax, choices, streaming, usageWanted, format, OptionalDouble.empty(), false);
        }

        Options at(OptionalDouble temperature) {
            return new Options(outputTokensMax, choices, streaming, usageWanted, format, temperature, confidenceWanted);
        }

        Options within(int outputTokens) {
            return new Options(
                    OptionalInt.of(outputTokens),
                    choices,
                    streaming,
                    usageWanted,
                    format,
                    temperature,
                    confidenceWanted);
        }

        Options wantingConfidence() {
            return new Options(outputTokensMax, choices, streaming, usageWanted, format, temperature, true);
        }
    }

    /// The shape the answer must have.
    public enum Format {
        TEXT,
        JSON,
        JSON_SCHEMA
    }
}
