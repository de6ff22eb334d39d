package dev.signalbox.providers.http;

import dev.signalbox.chat.ByteBudget;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// An upstream's connections: kept alive and shared by all requests, HTTP/2 where TLS agrees on it. Thread-safe; to be
/// made and closed on a thread that may block.
public final class HttpUpstream implements AutoCloseable {
    /// As many requests as one HTTP/2 connection usually carries at once.
    private static final int HTTP2_STREAMS = 100;

    private final Vertx vertx;
    private final UpstreamOptions options;
    private final InstantSource clock;
    private final HttpClient client;
    private final MultiMap plainHeaders;
    private final MultiMap streamHeaders;
    private final List<Context> loops = new CopyOnWriteArrayList<>();
    private final ByteBudget budget;
    private final String deployment;
    private final AtomicInteger turn = new AtomicInteger();
    /// Connections that carried a request. A closed one stays as long as somebody has it: it may be found closed only
    /// when it is used again.
    private final Set<HttpConnection> used =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final AtomicBoolean closed = new AtomicBoolean();

    public HttpUpstream(Vertx vertx, UpstreamOptions options, InstantSource clock) {
        this(vertx, options, clock, ByteBudget.UNLIMITED);
    }

    /// @param budget for the answers that are buffered
    public HttpUpstream(Vertx vertx, UpstreamOptions options, InstantSource clock, ByteBudget budget) {
        this.vertx = vertx;
        this.budget = budget;
        this.options = options;
        this.clock = clock;
        this.plainHeaders = headers("application/json", "gzip");
        // Packing a stream makes servers hold it back until there is enough to pack.
        this.streamHeaders = headers("text/event-stream", "identity");
        this.client = vertx.createHttpClient(
                client(options),
                new PoolOptions()
                        .setHttp1MaxSize(options.connectionsMax())
                        .setHttp2MaxSize(Math.ceilDiv(options.connectionsMax(), HTTP2_STREAMS)));
        this.deployment = loops();
    }

    /// Collects a context on each event loop, which only deploying gives.
    private String loops() {
        var instances =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        return vertx.deployVerticle(
                        () -> new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                loops.add(context);
                                return Future.succeededFuture();
                            }
                        },
                        instances)
                .await();
    }

    private MultiMap headers(String accept, String encoding) {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .set("content-type", "application/json")
                .set("accept", accept)
                .set("accept-encoding", encoding);
        options.headers().forEach((name, secret) -> headers.set(name, secret.value()));
        return headers;
    }

    private static HttpClientOptions client(UpstreamOptions options) {
        var client = new HttpClientOptions()
                .setSsl(options.tls())
                .setVerifyHost(true)
                .setKeepAlive(true)
                .setKeepAliveTimeout(60)
                .setTcpNoDelay(true)
                .setConnectTimeout(Math.toIntExact(options.timeouts().connect().toMillis()));
        if (options.tls() && options.http2()) {
            client.setUseAlpn(true)
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
        }
        options.caFile().ifPresent(file -> client.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        return client;
    }

    public UpstreamOptions options() {
        return options;
    }

    /// Sends a JSON body by POST and returns the exchange, of which the answer can then be awaited.
    ///
    /// @param path what follows the path of the upstream's URL
    /// @param headers of the client, by their names in lower case; those that pass are sent
    /// @param tenant for whom the answer is buffered
    public Exchange post(
            String path, byte[] body, Map<String, String> headers, boolean streaming, Instant deadline, String tenant) {
        return new Exchange(this, request(path, headers, streaming), body, streaming, deadline, budget.lease(tenant));
    }

    HttpClient client() {
        return client;
    }

    InstantSource clock() {
        return clock;
    }

    /// The event loop for the next exchange.
    Context loop() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    /// Notes that a connection carries a request. True when it has carried one before: then the upstream may have
    /// closed it in the meantime.
    boolean isReused(HttpConnection connection) {
        if (!used.add(connection)) return true;
        // What breaks a connection fails its exchange, which says so; without a handler it would be logged as nobody's.
        connection.exceptionHandler(_ -> {});
        return false;
    }

    private RequestOptions request(String path, Map<String, String> headers, boolean streaming) {
        var url = options.url();
        var base = url.getRawPath();
        int end = base.length();
        while (end > 0 && base.charAt(end - 1) == '/') end--;
        var uri = base.substring(0, end) + path;
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(url.getHost())
                .setPort(url.getPort() > 0 ? url.getPort() : options.tls() ? 443 : 80)
                .setURI(url.getRawQuery() == null ? uri : uri + "?" + url.getRawQuery())
                .setConnectTimeout(options.timeouts().connect().toMillis())
                .setFollowRedirects(false)
                .setHeaders(with(headers, streaming ? streamHeaders : plainHeaders));
    }

    /// What the settings say of a header goes before what the client says.
    private MultiMap with(Map<String, String> clients, MultiMap own) {
        if (clients.isEmpty()) return own;
        var all = MultiMap.caseInsensitiveMultiMap().addAll(own);
        for (var name : options.passed().forwarded()) {
            var value = clients.get(name);
            if (value != null && !own.contains(name)) all.set(name, value);
        }
        return all;
    }

    /// To be called before the Vertx is closed. Calls that are under way fail.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        client.close().await();
        vertx.undeploy(deployment).await();
    }
}
