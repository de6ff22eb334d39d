package dev.signalbox.providers.openai;

import static dev.signalbox.providers.openai.Wire.MODEL;
import static dev.signalbox.providers.openai.Wire.event;
import static dev.signalbox.providers.openai.Wire.plain;
import static dev.signalbox.providers.openai.Wire.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.chat.Sink;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import dev.signalbox.providers.http.UpstreamOptions.Timeouts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS and HTTP/2, against a server whose certificate was made for this test.
class SecureUpstreamTest {
    private static final String PASSWORD = "changeit";

    /// Far more than one connection carries at once.
    private static final int CALLS = 500;

    @TempDir
    static Path folder;

    private static Vertx vertx;
    private static Path store;
    private static Path certificate;

    private final BlockingQueue<HttpServerRequest> asked = new LinkedBlockingQueue<>();
    private final List<OpenAiProvider> providers = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        store = folder.resolve("server.p12");
        certificate = folder.resolve("server.pem");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost");
        keytool("-exportcert", "-rfc", "-file", certificate.toString());
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "server", "-storepass", PASSWORD, "-keystore", store.toString()));
        var tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(tool.getInputStream().readAllBytes());
        assertThat(tool.waitFor()).as(said).isZero();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @AfterEach
    void close() {
        providers.forEach(OpenAiProvider::close);
        server.close().await();
    }

    private void serve(boolean http2) {
        var options = new HttpServerOptions()
                .setSsl(true)
                .setHttp2RstFloodMaxRstFramePerWindow(2 * CALLS)
                .setUseAlpn(http2)
                .setAlpnVersions(http2 ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1) : List.of())
                .setKeyCertOptions(new PfxOptions().setPath(store.toString()).setPassword(PASSWORD));
        server = vertx.createHttpServer(options)
                .requestHandler(request -> {
                    asked.add(request);
                    request.bodyHandler(body -> answer(request, body.toString().contains("\"stream\":true")));
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    private static void answer(HttpServerRequest request, boolean streaming) {
        var response = request.response();
        if (!streaming) {
            response.end(Wire.answer("Hello"));
            return;
        }
        response.setChunked(true);
        response.write(event("{\"content\":\"Hello\"}", "null"));
        // The test that interrupts hangs up here; the others are told the rest by [#finish].
    }

    private static void finish(HttpServerRequest request) {
        request.response().end(event("{}", "\"stop\"") + Wire.DONE);
    }

    private OpenAiProvider provider(String host, boolean http2, boolean trusting) {
        return provider(host, server.actualPort(), http2, trusting);
    }

    private OpenAiProvider provider(String host, int port, boolean http2, boolean trusting) {
        var options = new UpstreamOptions(
                "up",
                URI.create("https://%s:%d/v1".formatted(host, port)),
                Map.of(),
                Timeouts.DEFAULT,
                http2,
                trusting ? Optional.of(certificate) : Optional.empty(),
                8,
                1_000_000);
        var provider =
                new OpenAiProvider(new HttpUpstream(vertx, options, InstantSource.system()), InstantSource.system());
        providers.add(provider);
        return provider;
    }

    @Test
    void http2IsSpokenWhereBothSidesCan() throws Exception {
        serve(true);
        var provider = provider("localhost", true, true);
        assertThat(provider.call(MODEL, plain(), Sink.NONE).text()).isEqualTo("Hello");
        var first = asked.take();
        assertThat(first.version()).isEqualTo(HttpVersion.HTTP_2);
        var answer = provider.call(MODEL, streaming(), chunk -> {
            var request = asked.poll();
            if (request != null) vertx.runOnContext(_ -> finish(request));
        });
        assertThat(answer.text()).isEqualTo("Hello");
    }

    @Test
    void http1IsSpokenWhereItIsWanted() throws Exception {
        serve(true);
        provider("localhost", false, true).call(MODEL, plain(), Sink.NONE);
        assertThat(asked.take().version()).isEqualTo(HttpVersion.HTTP_1_1);
    }

    @Test
    void http1IsSpokenWhereTheUpstreamKnowsNoOther() throws Exception {
        serve(false);
        provider("localhost", true, true).call(MODEL, plain(), Sink.NONE);
        assertThat(asked.take().version()).isEqualTo(HttpVersion.HTTP_1_1);
    }

    @Test
    void anInterruptEndsOneStreamAndNotTheConnection() throws Exception {
        serve(true);
        var provider = provider("localhost", true, true);
        var heard = new CountDownLatch(1);
        var call = Thread.ofVirtual().start(() -> {
            try {
                provider.call(MODEL, streaming(), _ -> heard.countDown());
            } catch (ProviderException | InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        heard.await();
        var request = asked.take();
        var gone = new CountDownLatch(1);
        request.response().exceptionHandler(_ -> gone.countDown());
        request.response().closeHandler(_ -> gone.countDown());
        call.interrupt();
        assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
        call.join();
        provider.call(MODEL, plain(), Sink.NONE);
        assertThat(asked.take().connection()).isSameAs(request.connection());
    }

    /// A connection carries a hundred streams at once; those that were given up before it was there must not count.
    @Test
    void callsThatAreGivenUpBeforeTheyAreSentLeaveRoomForOthers() throws Exception {
        serve(true);
        var open = new CountDownLatch(1);
        try (var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> relay(door, open));
            var provider = provider("localhost", door.getLocalPort(), true, true);
            var calls = new ArrayList<Thread>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(Thread.ofVirtual().start(() -> {
                    var unused = catchThrowable(() -> provider.call(MODEL, plain(), Sink.NONE));
                }));
            }
            for (var call : calls) {
                while (call.getState() != Thread.State.TIMED_WAITING) Thread.onSpinWait();
            }
            for (var call : calls) call.interrupt();
            for (var call : calls) call.join();
            open.countDown();
            assertThat(provider.call(MODEL, plain(), Sink.NONE).text()).isEqualTo("Hello");
        }
    }

    /// Passes one connection on to the server, once the door is open.
    private void relay(ServerSocket door, CountDownLatch open) {
        try (var client = door.accept();
                var upstream = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            open.await();
            var back = Thread.ofVirtual().start(() -> pump(upstream, client));
            pump(client, upstream);
            back.join();
        } catch (IOException | InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            // One side has closed the connection, and the test is over.
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        serve(true);
        var failed = failure(provider("localhost", true, false));
        assertThat(failed.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failed.reason()).contains("certificate", "`up`", "ca_file");
        assertThat(asked).isEmpty();
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        serve(true);
        var failed = failure(provider("127.0.0.1", true, true));
        assertThat(failed.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failed.reason()).contains("certificate", "127.0.0.1");
        assertThat(asked).isEmpty();
    }

    @Test
    void aServerWithoutTlsIsNoSecureUpstream() {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(Wire.answer("Hello")))
                .listen(0, "127.0.0.1")
                .await();
        var failed = failure(provider("localhost", true, true));
        assertThat(failed.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failed.reason()).contains("TLS", "`url`");
    }

    private static ProviderException failure(OpenAiProvider provider) {
        return catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, plain(), Sink.NONE));
    }
}
