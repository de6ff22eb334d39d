package dev.signalbox.gateway;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.OPTIONS;
import static io.vertx.core.http.HttpMethod.POST;

import dev.signalbox.Failure;
import dev.signalbox.RouterException;
import dev.signalbox.gateway.Doors.Door;
import dev.signalbox.gateway.Gateway.Wiring;
import dev.signalbox.gateway.openai.ErrorReply;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets requests in: finds the endpoint, asks for the key, holds the limits, and sees every request out.
/// Thread-safe; `receive` runs on event loops and never blocks.
final class FrontDesk {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDesk.class);
    private static final Duration BODY_LIMIT = Duration.ofSeconds(60);
    private static final Duration COME_BACK = Duration.ofSeconds(1);
    private static final String API = "/api/";

    private final GatewayOptions options;
    private final Supplier<String> ids;
    private final Supplier<Readiness> readiness;
    private final Doors doors;
    private final Set<Handover> inside = ConcurrentHashMap.newKeySet();
    private final AtomicInteger chats = new AtomicInteger();
    private volatile boolean draining;

    FrontDesk(Wiring wiring, GatewayOptions options) {
        this.options = options;
        this.ids = wiring.ids();
        this.readiness = wiring.readiness();
        var models = new ModelsEndpoint(wiring.router().routes(), wiring.clock().instant());
        var stories = new StoryEndpoint(wiring.journal(), wiring.story());
        var feedback = new FeedbackEndpoint(wiring.journal(), wiring.clock());
        var chat = new ChatEndpoint(wiring.router(), wiring.clock(), options.deadline());
        this.doors = new Doors(List.of(
                new Door(POST, "/v1/chat/completions", false, false, true, chat),
                new Door(GET, ModelsEndpoint.PATH, false, false, false, Endpoint.plain(models::all)),
                new Door(GET, ModelsEndpoint.PATH, true, false, false, Endpoint.plain(models::one)),
                new Door(POST, FeedbackEndpoint.PATH, false, false, false, Endpoint.plain(feedback::rate)),
                new Door(GET, StoryEndpoint.PATH, true, false, false, Endpoint.plain(stories::story)),
                new Door(GET, "/healthz", false, true, false, Endpoint.plain(_ -> Reply.text(200, "ok\n"))),
                new Door(GET, "/readyz", false, true, false, Endpoint.plain(_ -> ready()))));
    }

    private Reply ready() {
        return draining ? Reply.text(503, "closing\n") : readiness.get().reply();
    }

    void receive(HttpServerRequest request, Context loop) {
        var id = ids.get();
        var path = request.path() == null ? "" : request.path();
        var door = doors.find(request.method(), path);
        var tenant = options.keys().tenant(Optional.ofNullable(request.getHeader("authorization")));
        if (door.isEmpty()) {
            refuse(request, loop, noDoor(request.method(), path).with("x-request-id", id));
        } else if (tenant.isEmpty() && !door.get().open()) {
            refuse(request, loop, noKey(path).with("x-request-id", id));
        } else if (door.get().limited() && !enter()) {
            refuse(request, loop, Reply.error(new Failure.Busy(COME_BACK)).with("x-request-id", id));
        } else {
            admit(request, loop, door.get(), id, tenant.orElse(""));
        }
    }

    /// Counts a chat in, where there is room.
    private boolean enter() {
        if (draining) return false;
        if (chats.incrementAndGet() <= options.requestsMax()) return true;
        chats.decrementAndGet();
        return false;
    }

    private void admit(HttpServerRequest request, Context loop, Door door, String id, String tenant) {
        var client = new Handover(request, loop, left -> {
            inside.remove(left);
            if (door.limited()) chats.decrementAndGet();
        });
        inside.add(client);
        var bug = new Failure.Broken();
        var broken = door.path().startsWith(API)
                ? Reply.problem(500, "Internal Server Error", bug.message())
                : Reply.error(bug);
        Incoming.read(
                request,
                options.bodyBytesMax(),
                body -> client.start(
                        _ -> serve(door.endpoint(), new Call(id, tenant, body, client)),
                        broken.with("x-request-id", id),
                        found -> log(id, found)),
                () -> client.refuse(Reply.error(new Failure.TooLarge(options.bodyBytesMax()))
                        .with("x-request-id", id)));
    }

    private static void serve(Endpoint endpoint, Call call) {
        try {
            endpoint.serve(call);
        } catch (RouterException failed) {
            var reply = Reply.error(failed.failure()).with(ChatEndpoint.headers(call));
            call.client().fail(reply, reply.event());
        } catch (InterruptedException stopped) {
            // The client has gone and hears nothing of this, or the gateway closes and it does.
            var reply = Reply.error(closed()).with(ChatEndpoint.headers(call));
            call.client().fail(reply, reply.event());
        }
    }

    /// Answers without having read the body.
    private static void refuse(HttpServerRequest request, Context loop, Reply reply) {
        new Handover(request, loop, _ -> {}).refuse(reply);
    }

    private Reply noDoor(HttpMethod method, String path) {
        var allowed = doors.allowed(path);
        if (allowed.isEmpty()) {
            var what = "There is nothing at this path. Chats go to POST /v1/chat/completions.";
            return path.startsWith(API)
                    ? Reply.problem(404, "Not Found", what)
                    : Reply.error(ErrorReply.of(404, "not_found", what));
        }
        if (method == OPTIONS) return Reply.text(204, "").with("allow", allowed);
        var what = "This path takes %s, not %s.".formatted(allowed, method.name());
        var reply = path.startsWith(API)
                ? Reply.problem(405, "Method Not Allowed", what)
                : Reply.error(ErrorReply.of(405, "method_not_allowed", what));
        return reply.with("allow", allowed);
    }

    private static Reply noKey(String path) {
        var what = "The key is missing or unknown. Send one of this gateway's own keys as `Authorization: Bearer KEY`.";
        var reply = path.startsWith(API)
                ? Reply.problem(401, "Unauthorized", what)
                : Reply.error(ErrorReply.of(401, "invalid_api_key", what));
        return reply.with("www-authenticate", "Bearer");
    }

    private static ErrorReply closed() {
        return new ErrorReply(
                503,
                "server_error",
                "shutting_down",
                "The router is closing. Try again in a moment.",
                Optional.empty(),
                Optional.of(COME_BACK),
                Optional.of(true));
    }

    /// Once in a while: tells silent streams' clients that they are alive, and drops who never sends its body.
    void tick() {
        for (var client : inside) {
            if (client.isLate(BODY_LIMIT)) client.disconnect();
            else client.keepAlive(options.keepAlive());
        }
    }

    /// Lets no chat in any more and waits for those inside.
    void drain(Duration limit) {
        draining = true;
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (var client : inside) {
                client.finish(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /// Where it broke, and nothing of what was said: an exception's message may quote a prompt.
    private static void log(String id, Throwable bug) {
        var frames = Arrays.stream(bug.getStackTrace())
                .map(frame -> "\n\tat " + frame)
                .collect(Collectors.joining());
        LOG.error("request {} broke: {}{}", id, bug.getClass().getName(), frames);
    }
}
