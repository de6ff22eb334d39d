package dev.signalbox.providers.http;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An upstream's connections: kept alive and shared by all requests, HTTP/2 where TLS agrees on it. Thread-safe.
public final class HttpUpstream implements AutoCloseable {
    private final UpstreamOptions options;
    private final HttpClient client;
    private final List<Context> loops;
    private final AtomicInteger turn = new AtomicInteger();
    private final InstantSource clock;

    public HttpUpstream(Vertx vertx, UpstreamOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
        this.client = vertx.createHttpClient(
                client(options),
                new PoolOptions()
                        .setHttp1MaxSize(options.connectionsMax())
                        .setHttp2MaxSize(Math.max(1, options.connectionsMax() / 100)));
        this.loops = loops(vertx);
    }

    /// A context on each event loop, which only deploying gives.
    private static List<Context> loops(Vertx vertx) {
        var contexts = new CopyOnWriteArrayList<Context>();
        var instances =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        vertx.deployVerticle(
                        () -> new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                contexts.add(context);
                                return Future.succeededFuture();
                            }
                        },
                        instances)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return List.copyOf(contexts);
    }

    private static HttpClientOptions client(UpstreamOptions options) {
        boolean tls = "https".equals(options.url().getScheme());
        var client = new HttpClientOptions()
                .setSsl(tls)
                .setVerifyHost(true)
                .setKeepAlive(true)
                .setKeepAliveTimeout(60)
                .setTcpNoDelay(true)
                .setDecompressionSupported(true)
                .setConnectTimeout(Math.toIntExact(options.timeouts().connect().toMillis()));
        if (tls && options.http2()) {
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
    public Exchange post(String path, byte[] body, boolean streaming, Instant deadline) {
        return new Exchange(this, path, body, streaming, deadline);
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

    RequestOptions request(String path, boolean streaming) {
        var url = options.url();
        boolean tls = "https".equals(url.getScheme());
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(url.getHost())
                .setPort(url.getPort() > 0 ? url.getPort() : tls ? 443 : 80)
                .setURI(url.getRawPath().replaceAll("/+$", "") + path)
                .setConnectTimeout(options.timeouts().connect().toMillis())
                .setFollowRedirects(false)
                .putHeader("content-type", "application/json")
                .putHeader("accept", streaming ? "text/event-stream" : "application/json");
        options.headers().forEach(request::putHeader);
        return request;
    }

    @Override
    public void close() {
        client.close();
    }
}
