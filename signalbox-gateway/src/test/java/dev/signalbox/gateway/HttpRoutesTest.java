package dev.signalbox.gateway;

import static dev.signalbox.gateway.Fixture.asking;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.ByteBudget;
import dev.signalbox.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is let in, and what is not, by a request's head.
class HttpRoutesTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HI = asking("auto", "Hi", "");

    private static Fixture gateway(ClientKeys keys, BrowserPolicy browserPolicy, ByteBudget budget) {
        var usual = GatewayOptions.DEFAULT;
        var options = new GatewayOptions(
                usual.host(),
                0,
                usual.bodyBytesMax(),
                usual.requestsMax(),
                usual.deadline(),
                usual.keepAlive(),
                usual.idle(),
                usual.drain(),
                keys,
                browserPolicy,
                Map.of(),
                budget,
                Set.of());
        return new Fixture((_, _, _) -> Answer.of("Hello", Usage.of(1, 1)), options);
    }

    private static Fixture gateway() {
        return gateway(ClientKeys.NONE, BrowserPolicy.NONE, ByteBudget.UNLIMITED);
    }

    /// What is answered to bytes that no HTTP library would send.
    private static String raw(Fixture it, String head) throws IOException {
        try (var socket = new Socket("127.0.0.1", it.gateway.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(head.getBytes(UTF_8));
            var line = new StringBuilder();
            for (int next = socket.getInputStream().read(); next >= 0 && next != '\r'; ) {
                line.append((char) next);
                next = socket.getInputStream().read();
            }
            return line.toString();
        }
    }

    @Test
    void aKeyCountsWhereverItStands() throws Exception {
        var keys = ClientKeys.of(Map.of("key-a", "alice", "key-b", "bob"));
        try (var it = gateway(keys, BrowserPolicy.NONE, ByteBudget.UNLIMITED)) {
            for (var name : List.of("api-key", "x-api-key")) {
                assertThat(it.chat(HI, name, "key-a").statusCode()).as(name).isEqualTo(200);
                assertThat(it.chat(HI, name, "key-x").statusCode()).as(name).isEqualTo(401);
            }
            assertThat(it.chat(HI, "authorization", "Bearer key-a", "api-key", "key-a")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(it.chat(HI, "authorization", "Bearer key-a", "api-key", "key-b")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(it.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPackedBodyIsUnpacked() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(HI.getBytes(UTF_8));
        }
        try (var it = gateway()) {
            var request = HttpRequest.newBuilder(it.uri(CHAT)).POST(BodyPublishers.ofByteArray(packed.toByteArray()));
            assertThat(it.send(request, "content-encoding", "gzip").statusCode())
                    .isEqualTo(200);
            assertThat(it.chat(HI, "content-encoding", "gzip").statusCode()).isEqualTo(400);
            assertThat(it.chat(HI, "content-encoding", "rot13").statusCode()).isEqualTo(415);
        }
    }

    @Test
    void aBodyThatUnpacksWithoutEndIsRefused() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) gzip.write(zeros);
        }
        try (var it = gateway(ClientKeys.NONE, BrowserPolicy.NONE, new ByteBudget(4 << 20, 1))) {
            var request = HttpRequest.newBuilder(it.uri(CHAT)).POST(BodyPublishers.ofByteArray(packed.toByteArray()));
            assertThat(it.send(request, "content-encoding", "gzip").statusCode())
                    .isEqualTo(503);
            // What it took is given back.
            assertThat(it.chat(HI).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void bodiesBeyondTheBudgetAreToldToComeBack() throws Exception {
        try (var it = gateway(ClientKeys.NONE, BrowserPolicy.NONE, new ByteBudget(64 << 10, 1))) {
            var large = it.chat(asking("auto", "x".repeat(100_000), ""));
            assertThat(large.statusCode()).isEqualTo(503);
            assertThat(large.headers().firstValue("retry-after")).isPresent();
            assertThat(it.chat(HI).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, 415",
        "application/x-www-form-urlencoded, 415",
        "application/json, 200",
        "application/json; charset=utf-8, 200"
    })
    void aBodyIsJsonAndSaysSo(String type, int status) throws Exception {
        try (var it = gateway()) {
            assertThat(it.chat(HI, "content-type", type).statusCode()).isEqualTo(status);
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefusedUnlessItIsPermitted() throws Exception {
        var page = "https://chat.example.com";
        try (var it = gateway()) {
            assertThat(it.chat(HI, "origin", page, "content-type", "application/json")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(it.get("/v1/models", "origin", "null").statusCode()).isEqualTo(403);
        }
        try (var it = gateway(ClientKeys.NONE, new BrowserPolicy(List.of(page), Set.of()), ByteBudget.UNLIMITED)) {
            var asked = it.chat(HI, "origin", page, "content-type", "application/json");
            assertThat(asked.statusCode()).isEqualTo(200);
            assertThat(asked.headers().firstValue("access-control-allow-origin"))
                    .contains(page);
            var preflight = it.send(
                    HttpRequest.newBuilder(it.uri(CHAT)).method("OPTIONS", BodyPublishers.noBody()),
                    "origin",
                    page,
                    "access-control-request-method",
                    "POST");
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight
                            .headers()
                            .firstValue("access-control-allow-methods")
                            .orElse(""))
                    .contains("POST");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Host: localhost, 200",
        "Host: 127.0.0.1:8080, 200",
        "Host: x, 200",
        "Host: evil.example.com, 403",
        "X-None: 1, 400",
        "Host: localhost~Host: localhost, 400"
    })
    void aGatewayWithoutKeysAnswersToItsOwnNames(String headers, int status) throws Exception {
        try (var it = gateway()) {
            var line = raw(it, "GET /v1/models HTTP/1.1\r\n" + headers.replace("~", "\r\n") + "\r\n\r\n");
            assertThat(line).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void aBodyWhereNoneBelongsIsNotKept() throws Exception {
        try (var it = gateway(ClientKeys.NONE, BrowserPolicy.NONE, new ByteBudget(1, 1))) {
            var line = raw(it, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30000000\r\n\r\n");
            assertThat(line).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/responses, Responses API, \"invalid_request_error\"",
        "/v1/messages, Messages API, \"not_found_error\"",
        "/v1beta/models/x:generateContent, Gemini API, \"NOT_FOUND\"",
        "/api/chat, Ollama's API, \"error\"",
        "/v1/chat/completion, Did you mean `/v1/chat/completions`, \"invalid_request_error\""
    })
    void anApiThatIsNotServedIsNamedInItsOwnForm(String path, String said, String form) throws Exception {
        try (var it = gateway()) {
            var reply = it.post(path, "{}");
            assertThat(reply.statusCode()).isEqualTo(404);
            assertThat(reply.body()).contains(said).contains(form);
        }
    }

    @Test
    void aMisspeltHeaderIsRefusedWithASuggestion() throws Exception {
        try (var it = gateway()) {
            var reply = it.chat(HI, "x-signalbox-qualty", "1");
            assertThat(reply.statusCode()).isEqualTo(400);
            assertThat(reply.body()).contains("Did you mean `x-signalbox-quality`");
        }
    }

    @Test
    void noTenantOfSeveralTakesAllPlaces() {
        var concurrencyLimit = new ConcurrencyLimit(4, 2);
        for (int i = 0; i < 3; i++)
            assertThat(concurrencyLimit.place("a").enter()).isTrue();
        assertThat(concurrencyLimit.place("a").enter()).isFalse();
        var other = concurrencyLimit.place("b");
        assertThat(other.enter()).isTrue();
        other.leave();
        other.leave();
        assertThat(concurrencyLimit.place("b").enter()).isTrue();
        assertThat(concurrencyLimit.place("b").enter()).isFalse();
    }
}
