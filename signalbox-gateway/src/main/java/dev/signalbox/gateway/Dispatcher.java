package dev.signalbox.gateway;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.OPTIONS;
import static io.vertx.core.http.HttpMethod.POST;

import dev.signalbox.Failure;
import dev.signalbox.Nearest;
import dev.signalbox.RouterException;
import dev.signalbox.gateway.Gateway.Wiring;
import dev.signalbox.gateway.HttpRoutes.HttpRoute;
import dev.signalbox.gateway.openai.ErrorReply;
import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets requests in: finds the endpoint, asks for the key, holds the limits, and sees every request out.
/// Thread-safe; `receive` runs on event loops and never blocks.
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    /// A body that has not come by then does not come.
    private static final Duration BODY_LIMIT = Duration.ofSeconds(30);
    private static final Duration COME_BACK = Duration.ofSeconds(1);
    private static final String API = "/api/";

    private final GatewayOptions options;
    private final Supplier<String> ids;
    private final Supplier<Readiness> readiness;
    private final HttpRoutes httpRoutes;
    private final Set<ResponseBridge> inside = ConcurrentHashMap.newKeySet();
    private final ConcurrencyLimit concurrencyLimit;
    private final Connections connections = new Connections();
    private volatile boolean draining;

    Dispatcher(Wiring wiring, GatewayOptions options) {
        this.options = options;
        this.ids = wiring.ids();
        this.readiness = wiring.readiness();
        this.concurrencyLimit =
                new ConcurrencyLimit(options.requestsMax(), options.keys().tenants());
        var models = new ModelsEndpoint(wiring.router().routes(), wiring.clock().instant());
        var stories = new RequestEventsEndpoint(wiring.journal(), wiring.story());
        var feedback = new FeedbackEndpoint(wiring.journal(), wiring.clock(), options.feedback());
        var chat = new ChatEndpoint(wiring.router(), wiring.clock(), options.deadline(), options.forwardHeaders());
        this.httpRoutes = new HttpRoutes(List.of(
                new HttpRoute(POST, "/v1/chat/completions", false, false, true, chat),
                new HttpRoute(GET, ModelsEndpoint.PATH, false, false, false, Endpoint.plain(models::all)),
                new HttpRoute(GET, ModelsEndpoint.PATH, true, false, false, Endpoint.plain(models::one)),
                new HttpRoute(POST, FeedbackEndpoint.PATH, false, false, false, Endpoint.plain(feedback::rate)),
                new HttpRoute(GET, RequestEventsEndpoint.PATH, true, false, false, Endpoint.plain(stories::story)),
                new HttpRoute(GET, "/healthz", false, true, false, Endpoint.plain(_ -> HttpReply.text(200, "ok\n"))),
                new HttpRoute(GET, "/health", false, true, false, Endpoint.plain(_ -> HttpReply.text(200, "ok\n"))),
                new HttpRoute(GET, "/readyz", false, true, false, Endpoint.plain(_ -> ready()))));
    }

    private HttpReply ready() {
        return draining ? HttpReply.text(503, "draining\n") : readiness.get().httpReply();
    }

    void connected(HttpConnection connection) {
        connections.opened(connection);
    }

    void receive(HttpServerRequest request, Context loop) {
        connections.begun(request);
        var id = ids.get();
        var path = request.path() == null ? "" : request.path();
        options.browserPolicy().headers(request).forEach(request.response()::putHeader);
        var door = httpRoutes.find(request.method(), path);
        var refusal = refusal(request, path, door);
        if (refusal.isPresent()) {
            if (draining) endAfterwards(request);
            refuse(request, loop, refusal.get().with("x-request-id", id));
            return;
        }
        var tenant = options.keys().tenant(request::getHeader).orElse("");
        if (door.orElseThrow().takesBody()) admit(request, loop, door.orElseThrow(), id, tenant);
        else answer(request, loop, door.orElseThrow(), id, tenant);
    }

    /// Why a request is not let in, as far as its head tells; nothing of its body is read for that.
    private Optional<HttpReply> refusal(HttpServerRequest request, String path, Optional<HttpRoute> door) {
        if (hosts(request) != 1) return Optional.of(bad("A request has one `Host`, neither none nor several."));
        if (!options.keys().areAsked()) {
            var foreign = options.browserPolicy().refusal(request, options.host());
            if (foreign.isPresent()) {
                return Optional.of(HttpReply.error(new Failure.Forbidden("forbidden_origin", foreign.get())));
            }
        }
        if (door.isEmpty()) return Optional.of(noDoor(request, path));
        if (!door.get().open() && options.keys().tenant(request::getHeader).isEmpty()) {
            return Optional.of(noKey(path));
        }
        if (!door.get().takesBody()) return Optional.empty();
        if (draining) return Optional.of(HttpReply.error(closed()));
        var encoding = request.getHeader("content-encoding");
        if (encoding != null && !CompressedBody.isKnown(encoding)) {
            return Optional.of(unsupported(
                    "unsupported_encoding",
                    "A body may be packed as `gzip` or `deflate` (`Content-Encoding`), and in no other way."));
        }
        if (!isJson(request)) {
            return Optional.of(unsupported(
                    "unsupported_media_type",
                    "The body must be JSON and say so: send the header `Content-Type: application/json`."));
        }
        return door.get().limited() ? unknownHeader(request) : Optional.empty();
    }

    /// HTTP/2 has no such header, and ends streams rather than connections.
    private static void endAfterwards(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) request.response().putHeader("connection", "close");
    }

    /// HTTP/2 has `:authority` in its place.
    private static int hosts(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) return 1;
        int given = request.headers().getAll("host").size();
        return request.version() == HttpVersion.HTTP_1_0 ? Math.max(1, given) : given;
    }

    /// A page in a browser can send other types without asking first. Who is no browser may leave the type out.
    private static boolean isJson(HttpServerRequest request) {
        var type = request.getHeader("content-type");
        if (type == null) return request.getHeader("origin") == null;
        int end = type.indexOf(';');
        var media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || media.endsWith("+json");
    }

    /// A misspelt header would be a wish that is silently ignored.
    private static Optional<HttpReply> unknownHeader(HttpServerRequest request) {
        for (var name : request.headers().names()) {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!lower.startsWith(ChatEndpoint.HEADERS) || ChatEndpoint.WISHES.contains(lower)) continue;
            var near = Nearest.to(lower, ChatEndpoint.WISHES)
                    .map(" Did you mean `%s`?"::formatted)
                    .orElse("");
            return Optional.of(HttpReply.error(new Failure.Malformed(
                    "unknown_header",
                    "There is no header `%s`.%s".formatted(lower.substring(0, Math.min(64, lower.length())), near),
                    Optional.of("x-signalbox-*"))));
        }
        return Optional.empty();
    }

    private static HttpReply unsupported(String code, String what) {
        return HttpReply.error(new Failure.Unsupported(code, what));
    }

    private static HttpReply bad(String what) {
        return HttpReply.error(ErrorReply.of(400, "bad_request", what));
    }

    /// A request to which no body belongs. One that comes all the same is not kept, and the connection ends with it.
    private void answer(HttpServerRequest request, Context loop, HttpRoute httpRoute, String id, String tenant) {
        var length = request.getHeader("content-length");
        boolean body = length != null && !length.equals("0") || request.getHeader("transfer-encoding") != null;
        if (body) endAfterwards(request);
        var client = new ResponseBridge(request, loop, inside::remove);
        inside.add(client);
        start(client, httpRoute, id, () -> new HttpExchange(id, tenant, new byte[0], client));
    }

    private void admit(HttpServerRequest request, Context loop, HttpRoute httpRoute, String id, String tenant) {
        var lease = options.budget().lease(tenant);
        var permit = concurrencyLimit.place(tenant);
        var client = new ResponseBridge(request, loop, left -> {
            inside.remove(left);
            permit.leave();
            lease.close();
        });
        inside.add(client);
        var header = request.getHeader("content-encoding");
        var encoding = header == null ? "" : header;
        BodyReader.read(
                request,
                options.bodyBytesMax(),
                lease,
                body -> {
                    // Only now: a body that never comes must not take another request's place.
                    if (httpRoute.limited() && !permit.enter()) {
                        client.refuse(
                                HttpReply.error(new Failure.Busy(COME_BACK)).with("x-request-id", id));
                        return;
                    }
                    start(client, httpRoute, id, () -> {
                        var unpacked = CompressedBody.unpacked(encoding, body, options.bodyBytesMax(), lease);
                        return new HttpExchange(id, tenant, unpacked, client);
                    });
                },
                why -> client.refuse(HttpReply.error(why).with("x-request-id", id)));
    }

    /// @param call made on the request's own thread, since unpacking its body takes time
    private void start(ResponseBridge client, HttpRoute httpRoute, String id, Supplier<HttpExchange> call) {
        var bug = new Failure.Broken();
        var broken = httpRoute.path().startsWith(API)
                ? HttpReply.problem(500, "Internal Server Error", bug.message())
                : HttpReply.error(bug);
        client.start(
                _ -> serve(httpRoute.endpoint(), call, client, id),
                broken.with("x-request-id", id),
                found -> log(id, found));
    }

    private static void serve(Endpoint endpoint, Supplier<HttpExchange> call, ResponseBridge client, String id) {
        try {
            endpoint.serve(call.get());
        } catch (RouterException failed) {
            var httpReply = HttpReply.error(failed.failure()).with(ChatEndpoint.headers(id));
            client.fail(httpReply, httpReply.event());
        } catch (InterruptedException stopped) {
            // The client has gone and hears nothing of this, or the gateway closes and it does.
            var httpReply = HttpReply.error(closed()).with(ChatEndpoint.headers(id));
            client.fail(httpReply, httpReply.event());
        }
    }

    /// Answers without having read the body.
    private static void refuse(HttpServerRequest request, Context loop, HttpReply httpReply) {
        new ResponseBridge(request, loop, _ -> {}).refuse(httpReply);
    }

    private HttpReply noDoor(HttpServerRequest request, String path) {
        var allowed = httpRoutes.allowed(path);
        if (allowed.isEmpty()) return UnservedApis.at(path, httpRoutes.paths());
        var method = request.method();
        if (method == OPTIONS) {
            return options.browserPolicy()
                    .preflight(request, allowed)
                    .orElseGet(() -> HttpReply.text(204, ""))
                    .with("allow", allowed);
        }
        var what = "This path takes %s, not %s.".formatted(allowed, method.name());
        var httpReply = path.startsWith(API)
                ? HttpReply.problem(405, "Method Not Allowed", what)
                : HttpReply.error(ErrorReply.of(405, "method_not_allowed", what));
        return httpReply.with("allow", allowed);
    }

    private static HttpReply noKey(String path) {
        var what =
                "The key is missing or unknown. Send one of this gateway's own keys as `Authorization: Bearer KEY`, `api-key` or `x-api-key`.";
        var httpReply = path.startsWith(API)
                ? HttpReply.problem(401, "Unauthorized", what)
                : HttpReply.error(ErrorReply.of(401, "invalid_api_key", what));
        return httpReply.with("www-authenticate", "Bearer");
    }

    private static ErrorReply closed() {
        return new ErrorReply(
                503,
                "server_error",
                "draining",
                "The router is draining: it closes and takes no more requests. Try again in a moment.",
                Optional.empty(),
                Optional.of(COME_BACK),
                Optional.of(true));
    }

    /// Once in a while: tells silent streams' clients that they are alive, and drops who never sends its body, or its
    /// head.
    void tick() {
        connections.closeIdle(options.idle());
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
