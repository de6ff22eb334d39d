package dev.signalbox.gateway;

import static dev.signalbox.gateway.ChatTest.error;
import static dev.signalbox.gateway.Fixture.asking;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Usage;
import dev.signalbox.gateway.Fixture.Script;
import dev.signalbox.journal.Event;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class GatewayTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Script SAYS_HELLO = (model, request, sink) -> Answer.of("Hello.", Usage.of(1, 1));

    @Test
    void listsEveryNameThatCanBeAskedFor() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            var list = JSON.readTree(it.get("/v1/models").body());

            assertThat(list.path("object").asString()).isEqualTo("list");
            assertThat(list.path("data")
                            .valueStream()
                            .map(model -> model.path("id").asString() + " "
                                    + model.path("object").asString() + " "
                                    + model.path("owned_by").asString()))
                    .containsExactly(
                            "auto model signalbox",
                            "auto/default model signalbox",
                            "small model fake",
                            "large model fake");
            assertThat(JSON.readTree(it.get("/v1/models/auto/default").body()))
                    .isEqualTo(list.path("data").get(1));
            assertThat(JSON.readTree(it.get("/v1/models/auto%2Fdefault").body()))
                    .isEqualTo(list.path("data").get(1));
            var unknown = it.get("/v1/models/smal");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(error(unknown.body()).path("message").asString()).contains("Did you mean `small`?");
        }
    }

    @Test
    void isAliveAndReadyUntilThereIsTrouble() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            assertThat(it.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(it.get("/readyz").statusCode()).isEqualTo(200);
            it.readiness = Readiness.troubled("the journal's disk is full");
            assertThat(it.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(it.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(it.get("/readyz").body()).contains("disk is full");
            it.readiness = new Readiness(Optional.empty(), List.of("The journal was deleted.", "7 events were lost."));
            assertThat(it.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(it.get("/readyz").body()).isEqualTo("ready\nThe journal was deleted.\n7 events were lost.\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404, not_found",
        "GET, /v1/chat, 404, not_found",
        "GET, /v1/modelsx, 404, not_found",
        "GET, /v1/chat/completions, 405, method_not_allowed",
        "DELETE, /v1/models, 405, method_not_allowed"
    })
    void whatIsNotThereIsSaidInTheEnvelope(String method, String path, int status, String code)
            throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            var response = it.send(HttpRequest.newBuilder(it.uri(path)).method(method, BodyPublishers.noBody()));

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(error(response.body()).path("code").asString()).isEqualTo(code);
        }
    }

    @Test
    void saysWhichMethodsAPathTakes() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            var wrong = it.get("/v1/chat/completions");
            assertThat(wrong.headers().firstValue("allow")).contains("OPTIONS, POST");
            var options =
                    it.send(HttpRequest.newBuilder(it.uri("/v1/models")).method("OPTIONS", BodyPublishers.noBody()));
            assertThat(options.statusCode()).isEqualTo(204);
            assertThat(options.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
            var head = it.send(HttpRequest.newBuilder(it.uri("/v1/models")).HEAD());
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValueAsLong("content-length"))
                    .hasValue(it.get("/v1/models").body().length());
        }
    }

    @Test
    void tellsTheStoryOfARequest() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            it.chat(asking("auto", "x", ""));

            var story = JSON.readTree(it.get("/api/requests/req_1").body());
            assertThat(story.path("id").asString()).isEqualTo("req_1");
            assertThat(story.path("events").valueStream().map(event -> event.path("event")
                            .asString()))
                    .containsExactly("Asked", "Sensed", "Decided", "Called", "Finished");
            var unknown = it.get("/api/requests/req_0");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(JSON.readTree(unknown.body()).path("status").intValue()).isEqualTo(404);
            assertThat(it.post("/api/requests/req_1", "").headers().firstValue("content-type"))
                    .contains("application/problem+json");
        }
    }

    @Test
    void aStoryThatCanNotBeToldIsAProblem() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            it.chat(asking("auto", "x", ""));
            it.storyBreaks = true;
            var response = it.get("/api/requests/req_1");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        }
    }

    @Test
    void takesFeedbackIntoTheJournal() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            it.chat(asking("auto", "x", ""));
            var rated = it.post("/v1/feedback", "{\"request_id\":\"req_1\",\"rating\":0.25,\"comment\":\"meh\"}");
            it.post("/v1/feedback", "{\"request_id\":\"req_1\",\"thumbs\":\"up\",\"source\":\"user\"}");
            var claimed = it.post("/v1/feedback", "{\"request_id\":\"req_1\",\"rating\":1,\"source\":\"judge\"}");

            assertThat(rated.statusCode()).isEqualTo(200);
            assertThat(claimed.statusCode()).isEqualTo(403);
            assertThat(claimed.body()).contains("server.feedback.default: judge");
            assertThat(it.journal.events("req_1").subList(5, 7))
                    .containsExactly(
                            new Event.Rated("req_1", Fixture.NOON.instant(), 0.25, "user", Optional.of("meh")),
                            new Event.Rated("req_1", Fixture.NOON.instant(), 1, "user", Optional.empty()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"request_id\":\"req_9\",\"rating\":1} | 404 | request_not_found | ",
                "{\"rating\":1} | 400 | missing_required_parameter | request_id",
                "{\"request_id\":\"req_1\"} | 400 | missing_required_parameter | rating",
                "{\"request_id\":\"req_1\",\"rating\":2} | 400 | invalid_value | rating",
                "{\"request_id\":\"req_1\",\"thumbs\":\"sideways\"} | 400 | invalid_value | thumbs",
                "{\"request_id\":\"req_1\",\"rating\":1,\"source\":\"usr\"} | 400 | invalid_value | source",
                "{\"request_id\":\"req_1\" | 400 | invalid_json | "
            })
    void refusesFeedbackThatSaysNothing(String body, int status, String code, String param)
            throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            it.chat(asking("auto", "x", ""));
            var response = it.post("/v1/feedback", body);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(error(response.body()).path("code").asString()).isEqualTo(code);
            assertThat(error(response.body()).path("param").stringValue(null)).isEqualTo(param);
            assertThat(it.journal.events).noneMatch(Event.Rated.class::isInstance);
        }
    }

    @Test
    void asksForAKeyWhereKeysAreSetAndKeepsTenantsApart() throws IOException, InterruptedException {
        var keys = ClientKeys.of(Map.of("sk-a", "acme", "sk-b", "bolt"));
        assertThat(keys.toString()).doesNotContain("sk-a");
        try (var it = new Fixture(SAYS_HELLO, options(32 * 1024 * 1024, 10, keys))) {
            for (var headers : List.of(new String[0], bearer("sk-c"), new String[] {"authorization", "Basic sk-a"})) {
                var response = it.chat(asking("auto", "x", ""), headers);
                assertThat(response.statusCode()).isEqualTo(401);
                assertThat(error(response.body()).path("code").asString()).isEqualTo("invalid_api_key");
            }
            assertThat(it.get("/api/requests/req_1").statusCode()).isEqualTo(401);
            assertThat(it.get("/healthz").statusCode()).isEqualTo(200);

            var id = it.chat(asking("auto", "x", ""), bearer("sk-a"))
                    .headers()
                    .firstValue("x-request-id")
                    .orElseThrow();
            assertThat(it.journal.events(id)).first().isInstanceOfSatisfying(Event.Asked.class, asked -> assertThat(
                            asked.request().tenant())
                    .isEqualTo("acme"));
            assertThat(it.get("/api/requests/" + id, bearer("sk-a")).statusCode())
                    .isEqualTo(200);
            assertThat(it.get("/api/requests/" + id, bearer("sk-b")).statusCode())
                    .isEqualTo(404);
            var rating = "{\"request_id\":\"%s\",\"rating\":1}".formatted(id);
            assertThat(it.post("/v1/feedback", rating, bearer("sk-b")).statusCode())
                    .isEqualTo(404);
        }
    }

    private static String[] bearer(String key) {
        return new String[] {"authorization", "Bearer " + key};
    }

    private static GatewayOptions options(int bodyBytesMax, int requestsMax, ClientKeys keys) {
        return new GatewayOptions(
                "127.0.0.1",
                0,
                bodyBytesMax,
                requestsMax,
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                keys);
    }

    @Test
    void refusesABodyThatIsTooLargeAndServesOn() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO, options(4_096, 10, ClientKeys.NONE))) {
            var body = asking("auto", "x".repeat(1_000_000), "");
            var declared = it.chat(body);
            assertThat(declared.statusCode()).isEqualTo(413);
            assertThat(error(declared.body()).path("code").asString()).isEqualTo("request_too_large");
            var chunked = it.send(HttpRequest.newBuilder(it.uri("/v1/chat/completions"))
                    .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body.getBytes(UTF_8)))));
            assertThat(chunked.statusCode()).isEqualTo(413);
            assertThat(it.chat(asking("auto", "x", "")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void takesALargeBodyAndGivesALargeAnswer() throws IOException, InterruptedException {
        Script echo = (model, request, sink) -> Answer.of(request.last().text(), Usage.NONE);
        try (var it = new Fixture(echo)) {
            var text = "zwölf ".repeat(500_000);
            var response = it.chat(asking("auto", text, ""));

            assertThat(JSON.readTree(response.body())
                            .at("/choices/0/message/content")
                            .asString())
                    .isEqualTo(text);
        }
    }

    @Test
    void tellsOneTooManyToComeBack() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        Script waits = (model, request, sink) -> {
            entered.countDown();
            leave.await();
            return Answer.of("Hello.", Usage.NONE);
        };
        try (var it = new Fixture(waits, options(4_096, 1, ClientKeys.NONE));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> it.chat(asking("auto", "x", "")));
            entered.await();
            var second = it.chat(asking("auto", "x", ""));
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("retry-after")).contains("1");
            assertThat(second.headers().firstValue("x-should-retry")).contains("true");
            assertThat(it.get("/healthz").statusCode()).isEqualTo(200);
            leave.countDown();
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(it.chat(asking("auto", "x", "")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void speaksHttp2WithoutTls() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            for (int i = 0; i < 3; i++) {
                var response = it.send(HttpRequest.newBuilder(it.uri("/v1/chat/completions"))
                        .version(Version.HTTP_2)
                        .POST(BodyPublishers.ofString(asking("auto", "x", ",\"stream\":true"))));
                assertThat(response.version()).isEqualTo(Version.HTTP_2);
                assertThat(response.body()).endsWith("data: [DONE]\n\n");
            }
        }
    }
}
