package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.cli.CommandLines;
import dev.signalbox.gateway.replay.Recordings;
import dev.signalbox.gateway.replay.ReplayOptions;
import dev.signalbox.gateway.replay.ReplayUpstream;
import dev.signalbox.journal.Event;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The cache with an encoder, over HTTP.
class SemanticCacheTest {
    private static final String ASKED = "How can I reset my password?";
    private static final String PARAPHRASED = "How do I reset my password?";

    private final Vertx vertx = Vertx.vertx();

    /// Slow enough that requests meet, and a judge that finds all answers alike.
    private final ReplayUpstream upstream = ReplayUpstream.start(
            vertx,
            new Recordings(List.of()),
            new ReplayOptions(
                    "127.0.0.1",
                    0,
                    Duration.ofMillis(200),
                    OptionalDouble.empty(),
                    Optional.of("Click on the link. [[A=B]]"),
                    Map.of(),
                    1),
            Instant.EPOCH);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        http.close();
        upstream.close();
        vertx.close().await();
    }

    private SignalboxServer box(String more) throws Exception {
        var yaml = """
                server: {port: 0}
                encoder: {kind: static}
                journal: {path: journal.db, flush: 1ms}
                providers:
                  replay: {url: "http://127.0.0.1:%d/v1"}
                models:
                  small: {provider: replay, price: {input: 0.1, output: 0.2}, prior: {quality: 0.6}}
                  large: {provider: replay, price: {input: 1, output: 2}, prior: {quality: 0.9}}
                routes:
                  default: {models: [small, large], quality: 0.1, checks: [forbidden]}
                %s
                """.formatted(upstream.port(), more);
        return SignalboxServer.start(Fixture.settings(yaml, folder), Fixture.surroundings(Map.of()));
    }

    private HttpRequest asking(SignalboxServer box, String text) {
        return HttpRequest.newBuilder(URI.create(box.url() + "/v1/chat/completions"))
                .POST(BodyPublishers.ofString(
                        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}".formatted(text)))
                .build();
    }

    private HttpResponse<String> ask(SignalboxServer box, String text) throws Exception {
        var reply = http.send(asking(box, text), BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return reply;
    }

    private static String cache(HttpResponse<String> reply) {
        return reply.headers().firstValue("x-signalbox-cache").orElse("none");
    }

    private static <T extends Event> List<T> events(SignalboxServer box, HttpResponse<String> reply, Class<T> kind) {
        var id = reply.headers().firstValue("x-signalbox-request").orElseThrow();
        return Stream.of(id, id + ".again")
                .flatMap(each -> box.journal().events(each).stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Test
    void aParaphraseIsAnsweredFromTheCacheAndAnotherQuestionIsNot() throws Exception {
        try (var box = box("cache: {exact: all, semantic: true, threshold: 0.8}")) {
            assertThat(cache(ask(box, ASKED))).isEqualTo("miss");
            var second = ask(box, PARAPHRASED);
            assertThat(cache(second)).isEqualTo("semantic");
            assertThat(second.headers().firstValue("x-signalbox-cost-usd")).contains("0");
            assertThat(cache(ask(box, "How can I delete my account?"))).isEqualTo("miss");
        }
    }

    @Test
    void whatIsNeverKeptAsksEachTimeAndSoDoesAnAnswerThatFailedACheck() throws Exception {
        try (var box = box("cache: {exact: all, semantic: true, by: language, classes: {en: {never: true}}}")) {
            assertThat(cache(ask(box, ASKED))).isEqualTo("none");
            assertThat(cache(ask(box, ASKED))).isEqualTo("none");
        }
        try (var box = box("cache: {exact: all, semantic: true, threshold: 0.8}\nforbidden: [link]")) {
            assertThat(cache(ask(box, ASKED))).isEqualTo("miss");
            assertThat(cache(ask(box, ASKED))).isEqualTo("miss");
            assertThat(cache(ask(box, PARAPHRASED))).isEqualTo("miss");
        }
    }

    @Test
    void sameRequestsAtOneTimeAskOnce() throws Exception {
        try (var box = box("cache: {exact: all}")) {
            var replies = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < 8; i++) replies.add(http.sendAsync(asking(box, ASKED), BodyHandlers.ofString()));
            var calls = replies.stream()
                    .map(CompletableFuture::join)
                    .flatMap(reply -> events(box, reply, Event.Called.class).stream())
                    .filter(called -> !called.ending().equals(Event.Called.RECALLED))
                    .toList();
            assertThat(calls).hasSize(1);
        }
    }

    @Test
    void aSampledHitIsComparedWithANewAnswerAndTheFiguresTellIt() throws Exception {
        var sampled = "cache: {exact: all, semantic: true, threshold: 0.8}\ncache_sample: {share: 1, judge: large}";
        try (var box = box(sampled)) {
            ask(box, ASKED);
            var second = ask(box, PARAPHRASED);
            assertThat(cache(second)).isEqualTo("semantic");
            while (events(box, second, Event.Rated.class).isEmpty()) Thread.sleep(20);
            assertThat(events(box, second, Event.Rated.class)).singleElement().satisfies(rated -> {
                assertThat(rated.source()).isEqualTo("cache_sample");
                assertThat(rated.rating()).isEqualTo(1);
            });
            assertThat(events(box, second, Event.Called.class))
                    .extracting(Event.Called::model)
                    .containsExactly("small", "small", "large", "large");
        }
        var out = new StringWriter();
        int code = CommandLines.of(Fixture.surroundings(Map.of()))
                .setOut(new PrintWriter(out, true))
                .execute("figures", "--journal", folder.resolve("journal.db").toString());
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("2 requests.", "0 to the same request, 1 to one that means the same.")
                .containsPattern("all +1 +1 +100\\.0 %")
                .containsPattern("large +1 +0\\.0 %");
    }

    @Test
    @Timeout(60)
    void whatACallHasCostCountsAlsoWhereTheJudgeWasNotHeardAndAfterARestart() throws Exception {
        var sampled =
                "cache: {exact: all, semantic: true, threshold: 0.8}\ncache_sample: {share: 1, judge: large, cost_max: %s}";
        try (var box = box(sampled.formatted("0.0001"))) {
            ask(box, ASKED);
            var second = ask(box, PARAPHRASED);
            // The new answer is expected to cost less than there is, and the judge more than is left.
            while (events(box, second, Event.Finished.class).size() < 2) Thread.sleep(20);
            assertThat(events(box, second, Event.Rated.class)).isEmpty();
            assertThat(events(box, second, Event.Called.class))
                    .extracting(Event.Called::model)
                    .containsExactly("small", "small");
        }
        try (var box = box(sampled.formatted("0.000000001"))) {
            ask(box, ASKED);
            var second = ask(box, PARAPHRASED);
            assertThat(cache(second)).isEqualTo("semantic");
            // More than this was spent before the restart, so nothing is begun.
            assertThat(events(box, second, Event.Asked.class)).hasSize(1);
        }
    }

    @Test
    void nothingIsSampledOnceTheBudgetOfTheDayIsSpent() throws Exception {
        var sampled =
                "cache: {exact: all, semantic: true, threshold: 0.8}\ncache_sample: {share: 1, judge: large, cost_max: 0}";
        try (var box = box(sampled)) {
            ask(box, ASKED);
            var second = ask(box, PARAPHRASED);
            assertThat(cache(second)).isEqualTo("semantic");
            assertThat(events(box, second, Event.Called.class)).hasSize(1);
        }
    }
}
