package dev.signalbox.app.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Headers between a client and an upstream, through a whole gateway.
class PassedHeadersTest {
    private static final String ANSWER = "{\"id\":\"1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Headers> heads = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer upstream;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                heads.add(exchange.getRequestHeaders());
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.getResponseHeaders().add("x-ratelimit-limit-requests", "60");
                exchange.getResponseHeaders().add("openai-processing-ms", "31");
                exchange.getResponseHeaders().add("set-cookie", "a=b");
                var bytes = (status == 200 ? ANSWER : "{\"error\":{\"message\":\"slow down\"}}").getBytes(UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        upstream.start();
    }

    @AfterEach
    void close() {
        http.close();
        upstream.stop(0);
    }

    private String yaml(String provider) {
        return """
                server: {port: 0}
                encoder: {kind: none}
                providers: {up: {url: "http://127.0.0.1:%d/v1"%s}}
                models:
                  one: {provider: up, price: {input: 1, output: 1}, can: []}
                  two: {provider: up, price: {input: 1, output: 1}, can: []}
                routes:
                  default: {models: [one]}
                  both:
                    models: [one, two]
                    strategies: {best: {vote: [one, two, one]}}
                """.formatted(upstream.getAddress().getPort(), provider);
    }

    private SignalboxServer box(String yaml) throws Exception {
        return SignalboxServer.start(Fixture.settings(yaml, folder), Fixture.surroundings(Map.of()));
    }

    private HttpResponse<String> ask(SignalboxServer box, String model) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(box.url() + "/v1/chat/completions"))
                        .header("authorization", "Bearer theirs")
                        .header("idempotency-key", "idem-7")
                        .header("OpenAI-Organization", "org-7")
                        .header("X-Title", "Seven")
                        .header("x-own", "mine")
                        .POST(BodyPublishers.ofString("{\"model\":\"" + model
                                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private List<Optional<String>> sent(String name) {
        return heads.stream()
                .map(head -> Optional.ofNullable(head.getFirst(name)))
                .toList();
    }

    @Test
    void theUsualHeadersReachTheUpstreamAndItsLimitsTheClientThatNamedTheModel() throws Exception {
        try (var box = box(yaml(""))) {
            var named = ask(box, "one");
            var routed = ask(box, "auto");

            assertThat(sent("idempotency-key"))
                    .containsOnly(Optional.of("idem-7"))
                    .hasSize(2);
            assertThat(sent("openai-organization")).containsOnly(Optional.of("org-7"));
            assertThat(sent("x-title")).containsOnly(Optional.of("Seven"));
            assertThat(sent("x-own")).containsOnly(Optional.empty());
            assertThat(sent("authorization")).containsOnly(Optional.empty());
            assertThat(named.headers().firstValue("x-ratelimit-limit-requests")).contains("60");
            assertThat(named.headers().firstValue("openai-processing-ms")).contains("31");
            assertThat(named.headers().firstValue("set-cookie")).isEmpty();
            assertThat(routed.headers().firstValue("x-ratelimit-limit-requests"))
                    .isEmpty();
        }
    }

    @Test
    void aRefusedClientHearsTheLimitsToo() throws Exception {
        status = 429;
        try (var box = box(yaml(""))) {
            var refused = ask(box, "one");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("x-ratelimit-limit-requests"))
                    .contains("60");
        }
    }

    @Test
    void ofSeveralCallsOneCarriesTheIdempotencyKey() throws Exception {
        try (var box = box(yaml(""))) {
            ask(box, "auto/both");

            assertThat(heads).hasSize(3);
            assertThat(sent("idempotency-key")).containsOnlyOnce(Optional.of("idem-7"));
            assertThat(sent("x-title")).containsOnly(Optional.of("Seven"));
        }
    }

    @Test
    void theSettingsSayWhatPasses() throws Exception {
        try (var box = box(yaml(", forward_headers: [X-Own], return_headers: [\"openai-*\"]"))) {
            var named = ask(box, "one");

            assertThat(sent("x-own")).containsOnly(Optional.of("mine"));
            assertThat(sent("x-title")).containsOnly(Optional.empty());
            assertThat(named.headers().firstValue("openai-processing-ms")).contains("31");
            assertThat(named.headers().firstValue("x-ratelimit-limit-requests")).isEmpty();
        }
    }
}
