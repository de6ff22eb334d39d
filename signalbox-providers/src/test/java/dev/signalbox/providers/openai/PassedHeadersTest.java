package dev.signalbox.providers.openai;

import static dev.signalbox.providers.openai.Wire.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.PassedHeaders;
import dev.signalbox.providers.http.Secret;
import dev.signalbox.providers.http.UpstreamOptions;
import dev.signalbox.providers.http.UpstreamOptions.Timeouts;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassedHeadersTest {
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Request with(Map<String, String> headers) {
        var plain = Wire.plain();
        return new Request(
                plain.id(),
                plain.parent(),
                plain.tenant(),
                plain.model(),
                plain.messages(),
                plain.tools(),
                plain.options(),
                plain.wishes(),
                plain.fields(),
                plain.body(),
                plain.tags(),
                headers,
                plain.deadline());
    }

    /// Which headers a sink was told.
    private static final class Told implements Sink {
        final Map<String, String> headers = new HashMap<>();

        @Override
        public void headers(Map<String, String> told) {
            headers.putAll(told);
        }

        @Override
        public void accept(Chunk chunk) {}
    }

    private static String sent(Request request, PassedHeaders passed, Told told, SocketServer.Script script)
            throws Exception {
        try (var server = new SocketServer(script)) {
            var options = new UpstreamOptions(
                    "up",
                    URI.create(server.url() + "/v1"),
                    Map.of("authorization", new Secret("Bearer sk-ours"), "openai-project", new Secret("proj_ours")),
                    Timeouts.DEFAULT,
                    false,
                    Optional.empty(),
                    4,
                    1 << 20,
                    passed);
            try (var provider = new OpenAiProvider(
                    new HttpUpstream(vertx, options, InstantSource.system()), InstantSource.system())) {
                try {
                    provider.call(MODEL, request, told);
                } finally {
                    told.headers.put("sent", server.lastHead().toLowerCase(Locale.ROOT));
                }
            }
            return server.lastHead().toLowerCase(Locale.ROOT);
        }
    }

    @Test
    void theClientsHeadersThatTheSettingsNameAreSentAndNoOthers() throws Exception {
        var request = with(Map.of(
                "idempotency-key", "idem-1",
                "openai-organization", "org_theirs",
                "openai-project", "proj_theirs",
                "x-title", "An app",
                "authorization", "Bearer sk-theirs",
                "x-secret", "hidden"));

        var head = sent(request, PassedHeaders.DEFAULT, new Told(), client -> client.answer(200, Wire.answer("Hi")));

        assertThat(head)
                .contains("idempotency-key: idem-1", "openai-organization: org_theirs", "x-title: an app")
                .contains("authorization: bearer sk-ours", "openai-project: proj_ours")
                .doesNotContain("theirs\r\nauthorization", "proj_theirs", "sk-theirs", "x-secret");
        var none = new PassedHeaders(List.of(), List.of());
        assertThat(sent(request, none, new Told(), client -> client.answer(200, Wire.answer("Hi"))))
                .doesNotContain("idem-1", "org_theirs", "an app");
    }

    @Test
    void limitsAndTimesAreToldOfAnAnswerAndOfAFailure() throws Exception {
        var told = new Told();
        sent(
                Wire.plain(),
                PassedHeaders.DEFAULT,
                told,
                client -> client.answer(
                        200,
                        Wire.answer("Hi"),
                        "X-RateLimit-Remaining-Requests: 7",
                        "openai-processing-ms: 12",
                        "Set-Cookie: a=b",
                        "x-request-id: req_up"));
        told.headers.remove("sent");
        assertThat(told.headers)
                .containsOnly(
                        Map.entry("x-ratelimit-remaining-requests", "7"), Map.entry("openai-processing-ms", "12"));

        var refused = new Told();
        assertThatThrownBy(() -> sent(
                        Wire.plain(),
                        PassedHeaders.DEFAULT,
                        refused,
                        client -> client.answer(429, "{}", "x-ratelimit-reset-tokens: 6s")))
                .isInstanceOf(ProviderException.class);
        assertThat(refused.headers).containsEntry("x-ratelimit-reset-tokens", "6s");
    }

    /// Another body under the same key is a conflict to servers that honour it.
    @Test
    void aRequestThatIsWrittenAnewGoesWithoutItsIdempotencyKey() throws Exception {
        var heads = new java.util.concurrent.CopyOnWriteArrayList<Boolean>();
        var request =
                with(Map.of("idempotency-key", "idem-1")).aside(Wire.plain().messages(), OptionalDouble.of(0));
        var head = sent(request, PassedHeaders.DEFAULT, new Told(), client -> {
            boolean refused = client.asked().contains("temperature");
            heads.add(refused);
            if (refused) client.answer(400, "{\"error\":{\"message\":\"temperature is not supported\"}}");
            else client.answer(200, Wire.answer("Hi"));
        });

        assertThat(heads).containsExactly(true, false);
        assertThat(head).doesNotContain("idempotency-key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "cookie",
                "Host",
                "content-length",
                "x-forwarded-for",
                "x-signalbox-route",
                "a b",
                ""
            })
    void someHeadersNeverPass(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PassedHeaders(List.of(name), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new PassedHeaders(List.of(), List.of(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "co*", "x-*", "set-*", "x-forwarded-*"})
    void aStarCoversNoneOfThem(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PassedHeaders(List.of(), List.of(name)));
    }
}
