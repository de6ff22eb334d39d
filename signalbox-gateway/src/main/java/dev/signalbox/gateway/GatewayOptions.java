package dev.signalbox.gateway;

import dev.signalbox.chat.ByteBudget;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// How the gateway listens, and its limits.
///
/// @param port 0 takes any that is free
/// @param bodyBytesMax the largest request body
/// @param requestsMax the most chats at one time; more are told to come back
/// @param deadline when a chat is given up; a client can ask for less with `x-signalbox-timeout-ms`
/// @param keepAlive a stream that is silent for this long says so
/// @param idle how long a connection may be without a request, also while the head of one arrives
/// @param drain how long running requests may take to end when the gateway closes
/// @param keys who may ask
/// @param browserPolicy what pages in a browser may do
/// @param feedback what a tenant's ratings count as (`test`, `judge`, `proxy`); `user` where it is not named
/// @param budget for all that is buffered
/// @param forwardHeaders names of the clients' headers that may go to a provider
public record GatewayOptions(
        String host,
        int port,
        int bodyBytesMax,
        int requestsMax,
        Duration deadline,
        Duration keepAlive,
        Duration idle,
        Duration drain,
        ClientKeys keys,
        BrowserPolicy browserPolicy,
        Map<String, String> feedback,
        ByteBudget budget,
        Set<String> forwardHeaders) {
    private static final Duration IDLE = Duration.ofSeconds(75);

    public static final GatewayOptions DEFAULT = new GatewayOptions(
            "127.0.0.1",
            8080,
            32 * 1024 * 1024,
            1024,
            Duration.ofMinutes(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            ClientKeys.NONE);

    /// With the usual limit for idle connections, without rules for browsers and feedback, and without a limit of
    /// memory.
    public GatewayOptions(
            String host,
            int port,
            int bodyBytesMax,
            int requestsMax,
            Duration deadline,
            Duration keepAlive,
            Duration drain,
            ClientKeys keys) {
        this(
                host,
                port,
                bodyBytesMax,
                requestsMax,
                deadline,
                keepAlive,
                IDLE,
                drain,
                keys,
                BrowserPolicy.NONE,
                Map.of(),
                ByteBudget.UNLIMITED,
                Set.of());
    }

    public GatewayOptions {
        feedback = Map.copyOf(feedback);
        if (host.isBlank()) throw new IllegalArgumentException("`server.host` must not be empty");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("`server.port` must be from 0 to 65535, not " + port);
        }
        atLeast("server.body_bytes_max", 1024, bodyBytesMax);
        atLeast("server.requests_max", 1, requestsMax);
        positive("server.deadline", deadline);
        positive("server.keep_alive", keepAlive);
        positive("server.idle", idle);
        forwardHeaders = Set.copyOf(forwardHeaders);
        if (drain.isNegative()) throw new IllegalArgumentException("`server.drain` must not be negative");
    }

    private static void atLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException("`%s` must be at least %,d, not %,d".formatted(name, least, value));
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) throw new IllegalArgumentException("`%s` must be above zero".formatted(name));
    }

    public GatewayOptions withPort(int other) {
        return with(other, idle);
    }

    GatewayOptions withIdle(Duration other) {
        return with(port, other);
    }

    private GatewayOptions with(int port, Duration idle) {
        return new GatewayOptions(
                host,
                port,
                bodyBytesMax,
                requestsMax,
                deadline,
                keepAlive,
                idle,
                drain,
                keys,
                browserPolicy,
                feedback,
                budget,
                forwardHeaders);
    }
}
