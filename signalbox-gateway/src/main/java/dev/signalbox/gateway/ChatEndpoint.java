package dev.signalbox.gateway;

import dev.signalbox.Failure;
import dev.signalbox.Router;
import dev.signalbox.Router.Routed;
import dev.signalbox.RouterException;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Late;
import dev.signalbox.chat.Request.Reuse;
import dev.signalbox.chat.Request.Wishes;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.gateway.openai.ChatReader;
import dev.signalbox.gateway.openai.ChatReader.Arrival;
import dev.signalbox.gateway.openai.ChatStream;
import dev.signalbox.gateway.openai.ChatWriter;
import dev.signalbox.gateway.openai.ChatWriter.Naming;
import dev.signalbox.gateway.openai.UsageReporting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// `POST /v1/chat/completions`: reads the request, walks it through the router, writes the answer.
///
/// What an answer cost is in a header of a plain answer. A stream's head is out before its cost is known, and clients
/// do not read trailers: a stream tells it in a comment before its end, which every client passes over, and in its
/// usage chunk, where the client asked for one.
final class ChatEndpoint implements Endpoint {
    /// How the headers begin by which a client speaks to the router.
    static final String HEADERS = "x-signalbox-";
    /// A longer header is none of those that providers read.
    private static final int HEADER_CHARS_MAX = 1_024;

    private static final String QUALITY = "x-signalbox-quality";
    private static final String COST = "x-signalbox-cost-max-usd";
    private static final String LATE = "x-signalbox-late";
    private static final String CACHE = "x-signalbox-cache";
    private static final String TIMEOUT = "x-signalbox-timeout-ms";
    /// The headers that a client may send.
    static final Set<String> WISHES = Set.of(QUALITY, COST, LATE, CACHE, TIMEOUT);

    private static final String MODEL = "x-signalbox-model";
    private static final String ROUTE = "x-signalbox-route";

    private final Router router;
    private final InstantSource clock;
    private final Duration deadline;
    private final Set<String> forwardHeaders;

    /// @param deadline the longest that a chat may take
    /// @param forwardHeaders names of the client's headers that may go to a provider
    ChatEndpoint(Router router, InstantSource clock, Duration deadline, Set<String> forwardHeaders) {
        this.router = router;
        this.clock = clock;
        this.deadline = deadline;
        this.forwardHeaders = forwardHeaders;
    }

    @Override
    public void serve(HttpExchange httpExchange) throws InterruptedException {
        var request = ChatReader.read(httpExchange.body(), arrival(httpExchange));
        if (request.options().streaming()) stream(httpExchange, request);
        else plain(httpExchange, request);
    }

    private void plain(HttpExchange httpExchange, Request request) throws InterruptedException {
        var routed = router.route(request, new Sink() {
            @Override
            public void headers(Map<String, String> headers) {
                passBack(headers, request, httpExchange);
            }

            @Override
            public boolean isClosed() {
                return httpExchange.client().isGone();
            }

            @Override
            public void accept(Chunk chunk) {}
        });
        var headers = headers(httpExchange.id());
        headers.putAll(provenance(routed.route(), routed.model().orElse("")));
        headers.put("x-signalbox-cost-usd", decimal(routed.costUsd()));
        routed.recalled().ifPresent(how -> headers.put(CACHE, how));
        if (!routed.accepted()) headers.put("x-signalbox-accepted", "false");
        httpExchange
                .client()
                .reply(HttpReply.json(ChatWriter.answer(routed.answer(), naming(httpExchange, routed)))
                        .with(headers));
    }

    private void stream(HttpExchange httpExchange, Request request) throws InterruptedException {
        var client = httpExchange.client();
        var stream = new ChatStream(
                new Naming(httpExchange.id(), clock.instant(), request.model()), UsageReporting.of(request));
        var head = headers(httpExchange.id());
        head.put("content-type", "text/event-stream; charset=utf-8");
        head.put("cache-control", "no-cache");
        // Else nginx gathers the stream before it passes it on.
        head.put("x-accel-buffering", "no");
        client.openStream(head);
        var routed = router.route(request, new Sink() {
            @Override
            public void opening(String route, String model) {
                stream.opening(model);
                client.addHead(provenance(route, model));
            }

            @Override
            public void headers(Map<String, String> headers) {
                passBack(headers, request, httpExchange);
            }

            @Override
            public void recalled(String how) {
                client.addHead(Map.of(CACHE, how));
            }

            @Override
            public boolean isClosed() {
                return httpExchange.client().isGone();
            }

            @Override
            public void accept(Chunk chunk) throws InterruptedException {
                var event = stream.event(chunk);
                if (event.length > 0) client.say(event);
            }
        });
        client.addHead(provenance(routed.route(), routed.model().orElse("")));
        client.close(stream.ending(routed.answer(), decimal(routed.costUsd())));
    }

    /// Limits and times of one model mean something to a client that asked for it by name, and to no other.
    private void passBack(Map<String, String> headers, Request request, HttpExchange httpExchange) {
        if (router.routes().isModel(request.model())) httpExchange.client().passBack(headers);
    }

    private Map<String, String> forwarded(HttpExchange httpExchange) {
        var headers = new LinkedHashMap<String, String>();
        for (var name : forwardHeaders) {
            httpExchange
                    .client()
                    .header(name)
                    .filter(value -> value.length() <= HEADER_CHARS_MAX)
                    .ifPresent(value -> headers.put(name, value));
        }
        return headers;
    }

    private Arrival arrival(HttpExchange httpExchange) {
        var wishes = new Wishes(
                number(httpExchange, QUALITY, 0, 1),
                number(httpExchange, COST, 0, Double.MAX_VALUE),
                late(httpExchange),
                reuse(httpExchange));
        var timeout = number(httpExchange, TIMEOUT, 1, Long.MAX_VALUE);
        var limit = timeout.isPresent() ? Duration.ofMillis((long) timeout.getAsDouble()) : deadline;
        var until = SteadyTime.now(clock).plus(limit.compareTo(deadline) < 0 ? limit : deadline);
        return new Arrival(httpExchange.id(), httpExchange.tenant(), until, wishes, forwarded(httpExchange));
    }

    private static OptionalDouble number(HttpExchange httpExchange, String header, double least, double most) {
        var text = httpExchange.client().header(header);
        if (text.isEmpty()) return OptionalDouble.empty();
        try {
            double value = Double.parseDouble(text.get());
            if (value >= least && value <= most) return OptionalDouble.of(value);
        } catch (NumberFormatException notOne) {
            // Said below, as for a number that is out of range.
        }
        throw wrong(
                header,
                switch (header) {
                    case QUALITY -> "a number from 0 to 1";
                    case COST -> "a number of US dollars, 0 or more";
                    default -> "a whole number of milliseconds, at least 1";
                });
    }

    private static RouterException wrong(String header, String range) {
        return new RouterException(new Failure.Malformed(
                "invalid_value", "The header `%s` must be %s.".formatted(header, range), Optional.of(header)));
    }

    private static Late late(HttpExchange httpExchange) {
        var text = httpExchange.client().header(LATE);
        if (text.isEmpty()) return Late.PASS_ON;
        return Late.named(text.get()).orElseThrow(() -> wrong(LATE, "`pass_on`, `cut` or `continue`"));
    }

    private static Reuse reuse(HttpExchange httpExchange) {
        var text = httpExchange.client().header(CACHE);
        if (text.isEmpty()) return Reuse.ALLOWED;
        return Reuse.named(text.get()).orElseThrow(() -> wrong(CACHE, "`no-cache` or `no-store`"));
    }

    static Map<String, String> headers(String id) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("x-request-id", id);
        headers.put("x-signalbox-request", id);
        return headers;
    }

    private static Map<String, String> provenance(String route, String model) {
        // Of a reply that no model gave there is none to name.
        return model.isEmpty() ? Map.of(ROUTE, route) : Map.of(ROUTE, route, MODEL, model);
    }

    private Naming naming(HttpExchange httpExchange, Routed routed) {
        return new Naming(httpExchange.id(), clock.instant(), routed.model().orElse("signalbox"));
    }

    /// To a ten-billionth of a dollar, without an exponent: a client may read it as it likes.
    private static String decimal(double usd) {
        return BigDecimal.valueOf(Math.round(usd * 1e10), 10)
                .stripTrailingZeros()
                .toPlainString();
    }
}
