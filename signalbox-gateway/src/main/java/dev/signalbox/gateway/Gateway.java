package dev.signalbox.gateway;

import dev.signalbox.Router;
import dev.signalbox.chat.Json;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/// The HTTP server in front of the router. HTTP/1.1 and, without TLS, HTTP/2; one listener per processor, all on one
/// port. Thread-safe.
public final class Gateway implements AutoCloseable {
    private static final int HEADER_BYTES_MAX = 32 * 1024;
    private static final int LINE_BYTES_MAX = 8 * 1024;
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final Duration TICK_MAX = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final GatewayOptions options;
    private final Dispatcher desk;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private String deployment = "";
    private int port;
    private long ticks;

    /// What the gateway works with.
    ///
    /// @param story writes an event as a JSON object, for `GET /api/requests/{id}`
    /// @param readiness how the process is, for `GET /readyz`; may block
    /// @param ids new ids for requests, see [RequestIds]
    public record Wiring(
            Router router,
            Journal journal,
            Function<Event, Json> story,
            Supplier<Readiness> readiness,
            Supplier<String> ids,
            InstantSource clock) {}

    static {
        FirstHead.install();
    }

    private Gateway(Vertx vertx, Wiring wiring, GatewayOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.desk = new Dispatcher(wiring, options);
    }

    /// Blocks until the port is open; not for an event loop.
    ///
    /// @param vertx stays the caller's to close, after the gateway
    /// @throws RuntimeException when the port is taken
    public static Gateway start(Vertx vertx, Wiring wiring, GatewayOptions options) {
        var gateway = new Gateway(vertx, wiring, options);
        gateway.listen();
        return gateway;
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// Stops letting requests in, gives those that run until [GatewayOptions#drain] to end, then interrupts them and
    /// closes all connections. Blocks as long.
    @Override
    public void close() {
        if (closed.getAndSet(true)) return;
        desk.drain(options.drain());
        vertx.cancelTimer(ticks);
        for (var server : servers)
            server.shutdown(CLOSING.toMillis(), TimeUnit.MILLISECONDS).await();
        vertx.undeploy(deployment).await();
        FirstHead.forget(port);
    }

    /// One listener on each event loop: Vert.x lets them share the port, and gives them connections in turn.
    private void listen() {
        var everywhere =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        deployment = vertx.deployVerticle(() -> _ -> listenHere(), everywhere).await();
        port = servers.getFirst().actualPort();
        FirstHead.limit(port, options.idle());
        long tickMs =
                Math.max(1, Math.min(TICK_MAX.toMillis(), options.keepAlive().toMillis() / 4));
        ticks = vertx.setPeriodic(tickMs, _ -> desk.tick());
    }

    private Future<HttpServer> listenHere() {
        var address = options.port() == 0
                ? SocketAddress.sharedRandomPort(1, options.host())
                : SocketAddress.inetSocketAddress(options.port(), options.host());
        return vertx.createHttpServer(new HttpServerOptions()
                        .setTcpNoDelay(true)
                        // Nobody speaks WebSocket here; its compression would look at every response.
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setHandle100ContinueAutomatically(true)
                        .setMaxHeaderSize(HEADER_BYTES_MAX)
                        .setMaxInitialLineLength(LINE_BYTES_MAX)
                        // A plain request is silent until its answer: only what outlives every deadline is idle.
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setIdleTimeout((int)
                                Math.min(Integer.MAX_VALUE, options.deadline().toSeconds() + 60)))
                .connectionHandler(desk::connected)
                .requestHandler(request -> desk.receive(request, vertx.getOrCreateContext()))
                .listen(address)
                .onSuccess(servers::add);
    }
}
