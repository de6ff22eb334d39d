package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.gateway.replay.Fault;
import dev.signalbox.gateway.replay.Recordings;
import dev.signalbox.gateway.replay.ReplayOptions;
import dev.signalbox.gateway.replay.ReplayOptions.FaultShare;
import dev.signalbox.gateway.replay.ReplayUpstream;
import dev.signalbox.journal.Event;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What settings say of monitors, at work in a whole gateway.
class MonitorsTest {
    private static final String ASKED = "What is a signal box?";
    private static final String ANSWER = "A building from which the points and signals of a station are worked.";
    private static final Fault NONE = new Fault.SlowFirstToken(Duration.ZERO);

    /// More than it takes to know what is usual.
    private static final int STREAMS = 230;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        http.close();
        vertx.close().await();
    }

    @Test
    void anAnswerIsStoppedWhereTheSettingsSay() throws Exception {
        assertThat(stopped(NONE, "{too_long: {chars_max: 20}}", "too_long")).contains("more than 20 characters");
        assertThat(stopped(NONE, "{too_long: {chars_max: 2000}}", "too_long")).isEmpty();
        assertThat(stopped(new Fault.StallFault(), "{stall: {between: 300ms}}", "stall"))
                .contains("300 ms")
                .contains("set");
        assertThat(stopped(new Fault.SlowFirstToken(Duration.ofSeconds(2)), "{stall: {first: 200ms}}", "stall"))
                .contains("200 ms");
    }

    @Test
    void whatIsUsualIsKnownAfterARestartAndCountsOnlyWhereItMay() throws Exception {
        try (var upstream = upstream(NONE);
                var box = box(upstream, "{}", "stall")) {
            for (int i = 0; i < STREAMS; i++) assertThat(ask(box)).isEqualTo("small");
        }
        assertThat(stopped(new Fault.StallFault(), "{stall: {between: 1500ms}}", "stall"))
                .contains("learnt");
        assertThat(stopped(new Fault.StallFault(), "{learn: false, stall: {between: 1500ms}}", "stall"))
                .contains("1,500 ms")
                .contains("set");
    }

    /// Why the first model was stopped; empty where it was not.
    private String stopped(Fault fault, String monitors, String watching) throws Exception {
        try (var upstream = upstream(fault);
                var box = box(upstream, monitors, watching)) {
            var model = ask(box);
            var cuts = box.journal().events(id).stream()
                    .filter(Event.Cut.class::isInstance)
                    .map(event -> ((Event.Cut) event).finding().evidence())
                    .toList();
            assertThat(model).isEqualTo(cuts.isEmpty() ? "small" : "large");
            return String.join("", cuts);
        }
    }

    private String id = "";

    private String ask(SignalboxServer box) throws Exception {
        var reply = http.send(
                HttpRequest.newBuilder(URI.create(box.url() + "/v1/chat/completions"))
                        .POST(BodyPublishers.ofString(
                                "{\"model\":\"auto\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                                        .formatted(ASKED)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(reply.body()).endsWith("data: [DONE]\n\n");
        id = reply.headers().firstValue("x-signalbox-request").orElseThrow();
        return reply.headers().firstValue("x-signalbox-model").orElseThrow();
    }

    /// @param fault of every call of the first model
    private ReplayUpstream upstream(Fault fault) {
        var recordings =
                new Recordings(List.of(new Recordings.Recording("1", ASKED, Map.of("small", ANSWER, "large", ANSWER))));
        var options = new ReplayOptions(
                "127.0.0.1",
                0,
                Duration.ZERO,
                OptionalDouble.empty(),
                Optional.empty(),
                Map.of("small", new FaultShare(1, fault)),
                1);
        return ReplayUpstream.start(vertx, recordings, options, Instant.EPOCH);
    }

    private SignalboxServer box(ReplayUpstream upstream, String monitors, String watching) throws Exception {
        var yaml = """
                server: {port: 0}
                encoder: {kind: none}
                journal: {path: journal.db, flush: 1ms, capture: true}
                monitors: %s
                providers:
                  replay: {url: "http://127.0.0.1:%d/v1"}
                models:
                  small: {provider: replay, price: {input: 0.1, output: 0.2}}
                  large: {provider: replay, price: {input: 1, output: 2}}
                routes:
                  default:
                    models: [small, large]
                    strategies:
                      only: {cascade: [{call: small, watch: {monitors: [%s], hold: 1m, hold_tokens: 10000}}, large]}
                """.formatted(monitors, upstream.port(), watching);
        return SignalboxServer.start(Fixture.settings(yaml, folder), Fixture.surroundings(Map.of()));
    }
}
