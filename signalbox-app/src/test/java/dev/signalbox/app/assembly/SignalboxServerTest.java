package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.chat.ByteBudget;
import dev.signalbox.journal.Event;
import dev.signalbox.store.JournalReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// A box does what its settings say, over real sockets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalboxServerTest {
    private final Fixture fixture = new Fixture();

    @TempDir
    private Path folder;

    @AfterAll
    void close() {
        fixture.close();
    }

    private static String model(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return reply.headers().firstValue("x-signalbox-model").orElseThrow();
    }

    private static String route(HttpResponse<String> reply) {
        return reply.headers().firstValue("x-signalbox-route").orElseThrow();
    }

    private String answers(String routes) throws Exception {
        try (var box = fixture.box(fixture.yaml(routes), folder)) {
            return model(fixture.ask(box, "auto", ""));
        }
    }

    @Test
    void theDialOfARouteTurnsFromCostToQuality() throws Exception {
        assertThat(answers("default: {models: [small, large], quality: 0}")).isEqualTo("small");
        assertThat(answers("default: {models: [small, large], quality: 1}")).isEqualTo("large");
    }

    @Test
    void theGlobalDialHoldsWhereARouteSaysNothingAndAClientMayTurnIt() throws Exception {
        var yaml = fixture.yaml("default: {models: [small, large]}");
        try (var box = fixture.box(yaml + "quality: 0", folder)) {
            assertThat(model(fixture.ask(box, "auto", ""))).isEqualTo("small");
            assertThat(model(fixture.ask(box, "auto", ",\"signalbox\":{\"quality\":1}")))
                    .isEqualTo("large");
        }
        try (var box = fixture.box(yaml + "quality: 1", folder)) {
            assertThat(model(fixture.ask(box, "auto", ""))).isEqualTo("large");
        }
    }

    @Test
    void theFirstRouteWhoseConditionHoldsDecides() throws Exception {
        try (var box = fixture.box(
                fixture.yaml(
                        "long: {models: [large], when: tokens > 1000}\nshort: {models: [small], when: tokens < 1000}"),
                folder)) {
            assertThat(route(fixture.ask(box, "auto", ""))).isEqualTo("short");
            assertThat(route(fixture.ask(box, "auto/long", ""))).isEqualTo("long");
            assertThat(model(fixture.ask(box, "large", ""))).isEqualTo("large");
        }
    }

    @Test
    void aModelThatFailsIsReplacedUnlessThereAreNoFallbacks() throws Exception {
        assertThat(answers("default: {models: [faulty, small], quality: 0}")).isEqualTo("small");
        try (var box =
                fixture.box(fixture.yaml("default: {models: [faulty, small], quality: 0, fallbacks: 0}"), folder)) {
            assertThat(fixture.ask(box, "auto", "").statusCode()).isGreaterThanOrEqualTo(500);
        }
    }

    @Test
    void aConstraintCanBeLeftOut() throws Exception {
        var tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]";
        try (var box = fixture.box(
                fixture.yaml(
                        "strict: {models: [small, large], quality: 0}\nlax: {models: [small, large], quality: 0, constraints: [context]}"),
                folder)) {
            assertThat(model(fixture.ask(box, "auto/strict", tools))).isEqualTo("large");
            assertThat(model(fixture.ask(box, "auto/lax", tools))).isEqualTo("small");
        }
    }

    /// A usual answer of `large` costs some six hundredths of a cent, and may cost several times that, until its first
    /// answers have been seen.
    @Test
    void aModelThatMayCostMoreThanTheLimitIsNotAskedWhereItMustBeSure() throws Exception {
        var routes = """
                plain: {models: [small, large], quality: 1, cost_max: 0.001}
                sure: {models: [small, large], quality: 1, cost_max: 0.001, cost_confidence: 0.95}
                half: {models: [small, large], quality: 1, cost_max: 0.001, cost_confidence: 0.5}
                client: {models: [small, large], quality: 1, cost_confidence: 0.95}""";
        var limit = ",\"signalbox\":{\"cost_max_usd\":%s}";
        try (var box = fixture.box(fixture.yaml(routes), folder)) {
            assertThat(model(fixture.ask(box, "auto/sure", ""))).isEqualTo("small");
            assertThat(model(fixture.ask(box, "auto/client", limit.formatted(0.001))))
                    .isEqualTo("small");
            assertThat(model(fixture.ask(box, "auto/half", ""))).isEqualTo("large");
            assertThat(model(fixture.ask(box, "auto/plain", ""))).isEqualTo("large");
            assertThat(model(fixture.ask(box, "auto/client", ""))).isEqualTo("large");
            var refused = fixture.ask(box, "auto/client", limit.formatted(0.0000001));
            assertThat(refused.statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(refused.body()).contains("the request may cost at most $1.00e-07");
        }
    }

    @Test
    void aStageThatIsNotAcceptedHandsOnAndTheDialChoosesAmongStrategies() throws Exception {
        assertThat(answers("""
                default:
                  models: [small, large]
                  checks: [empty]
                  strategies:
                    cheap_first: {cascade: [{call: small, accept: checks_failed > 0}, large]}""")).isEqualTo("large");
        var both = """
                default:
                  models: [small, large]
                  quality: %s
                  strategies: {one: small, other: large}""";
        assertThat(answers(both.formatted(0))).isEqualTo("small");
        assertThat(answers(both.formatted(1))).isEqualTo("large");
    }

    @Test
    void whenNoStageIsAcceptedTheRequestFailsOrGetsTheBestAndIsTold() throws Exception {
        var never = """
                default:
                  models: [small]
                  checks: [empty]
                  strategies: {picky: {cascade: [{call: small, accept: checks_failed > 0}]%s}}""";
        try (var box = fixture.box(fixture.yaml(never.formatted("")), folder)) {
            assertThat(fixture.ask(box, "auto", "").statusCode()).isEqualTo(502);
        }
        try (var box = fixture.box(fixture.yaml(never.formatted(", exhausted: best_so_far")), folder)) {
            var reply = fixture.ask(box, "auto", "");
            assertThat(model(reply)).isEqualTo("small");
            assertThat(reply.headers().firstValue("x-signalbox-accepted")).contains("false");
        }
    }

    @Test
    void checksLookAtTheAnswersOfTheirRoutes() throws Exception {
        var routes = """
                strict: {models: [small, large], checks: [forbidden], strategies: {s: {cascade: [{call: large, accept: check_forbidden}, small]}}}
                usual: {models: [small, large], strategies: {s: {cascade: [{call: large, accept: check_empty}, small]}}}""";
        try (var box = fixture.box(fixture.yaml(routes) + "checks: [empty]\nforbidden: [\"It is\"]", folder)) {
            assertThat(model(fixture.ask(box, "auto/strict", ""))).isEqualTo("small");
            assertThat(model(fixture.ask(box, "auto/usual", ""))).isEqualTo("large");
        }
    }

    @Test
    void threeThatAgreeAreTakenAndWhoDisagreeAreNot() throws Exception {
        var gate = """
                default: {models: [small, large], strategies: {s: {cascade: [{vote: [small, %s], accept: agreement >= 1.0}, large]}}}""";
        assertThat(answers(gate.formatted("small"))).isEqualTo("small");
        assertThat(answers(gate.formatted("large"))).isEqualTo("large");
    }

    @Test
    void aRouteLimitsTheCostOfARequest() throws Exception {
        var limited = "default: {models: [faulty, small], quality: 0, cost_max: 0}";
        try (var box = fixture.box(fixture.yaml(limited), folder)) {
            var reply = fixture.ask(box, "auto", "");
            assertThat(reply.statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(reply.body()).contains("cost_max");
        }
    }

    @Test
    void exploringAsksOthersToo() throws Exception {
        try (var box = fixture.box(fixture.yaml("default: {models: [small, large], quality: 0, explore: 1}"), folder)) {
            Set<String> asked = new HashSet<>();
            for (int i = 0; i < 50 && asked.size() < 2; i++) asked.add(model(fixture.ask(box, "auto", "")));
            assertThat(asked).containsExactlyInAnyOrder("small", "large");
        }
    }

    @Test
    void aClientNeedsAKeyWhereKeysAreSetAndItsNameIsKept() throws Exception {
        var yaml = fixture.yaml("default: {models: [small]}")
                .replace("server: {port: 0}", "server: {port: 0, keys: {team: \"${CLIENT_KEY}\"}}");
        try (var box = fixture.box(yaml, folder)) {
            assertThat(fixture.ask(box, "auto", "").statusCode()).isEqualTo(401);
            var reply = fixture.ask(box, "auto", "", "Bearer sk-client");
            assertThat(events(box, reply).getFirst()).isInstanceOfSatisfying(Event.Asked.class, asked -> assertThat(
                            asked.request().tenant())
                    .isEqualTo("team"));
        }
    }

    @Test
    void listeningBeyondThisMachineWithoutKeysIsWarnedOf() throws Exception {
        var logger = (Logger) LoggerFactory.getLogger("dev.signalbox.app.assembly.Assembly");
        var said = new ListAppender<ILoggingEvent>();
        said.start();
        logger.addAppender(said);
        try {
            for (var server : List.of("host: 127.0.0.1", "host: 0.0.0.0, keys: {one: secret}", "host: 0.0.0.0")) {
                var yaml = fixture.yaml("default: {models: [small]}").replace("server: {", "server: {" + server + ", ");
                fixture.box(yaml, folder).close();
                assertThat(said.list.stream()
                                .map(ILoggingEvent::getFormattedMessage)
                                .filter(line -> line.contains("CAN USE YOUR MODELS AT YOUR COST")))
                        .as(server)
                        .hasSize(server.equals("host: 0.0.0.0") ? 1 : 0);
            }
        } finally {
            logger.detachAppender(said);
        }
    }

    @Test
    void whatHappenedIsInTheJournalAfterTheBoxIsClosedAndTextsOnlyWhereTheyAreCaptured() throws Exception {
        for (boolean capture : List.of(false, true)) {
            var file = "journal-%s.db".formatted(capture);
            String id;
            try (var box = fixture.box(
                    fixture.yaml("default: {models: [small]}")
                            + "journal: {path: %s, capture: %s}".formatted(file, capture),
                    folder)) {
                id = fixture.ask(box, "auto", "")
                        .headers()
                        .firstValue("x-signalbox-request")
                        .orElseThrow();
            }
            try (var journal = JournalReader.open(folder.resolve(file))) {
                var events = journal.events(id);
                assertThat(events).last().isInstanceOf(Event.Finished.class);
                assertThat(events.toString().contains(Fixture.PROMPT)).isEqualTo(capture);
            }
        }
    }

    private static List<Event> events(SignalboxServer box, HttpResponse<String> reply) {
        return box.journal()
                .events(reply.headers().firstValue("x-signalbox-request").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder: {kind: minilm, budget: 20s}", "encoder: {kind: static}"})
    void anEncoderAddsAnEmbedding(String encoder) throws Exception {
        var yaml = fixture.yaml("default: {models: [small]}").replace("encoder: {kind: none}", encoder)
                + "journal: {path: embedded.db, capture: true}";
        try (var box = fixture.box(yaml, folder)) {
            var reply = fixture.ask(box, "auto", "");
            assertThat(events(box, reply))
                    .filteredOn(Event.Sensed.class::isInstance)
                    .first()
                    .extracting(event -> ((Event.Sensed) event)
                            .signals().stream()
                                    .map(signal -> signal.key().name())
                                    .toList())
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .contains("embedding", "lexical", "tokens");
        }
    }

    @Test
    void aTableThatIsNoneIsTold() throws IOException {
        Files.writeString(folder.resolve("own.bin"), "nothing");
        var yaml = fixture.yaml("default: {models: [small]}")
                .replace("encoder: {kind: none}", "encoder: {kind: static, table: own.bin}");
        assertThatThrownBy(() -> fixture.box(yaml, folder)).hasMessageContaining("no token table");
    }

    @Test
    void aPortThatIsTakenAndAFileThatIsNoSnapshotAreToldAndLeaveNothingRunning() throws Exception {
        try (var box = fixture.box(fixture.yaml("default: {models: [small]}"), folder)) {
            var taken = fixture.yaml("default: {models: [small]}")
                            .replace("port: 0", "port: " + box.url().replaceAll(".*:", ""))
                    + "journal: {path: other.db}";
            assertThatThrownBy(() -> fixture.box(taken, folder)).hasMessageContaining("in use");
        }
        Files.writeString(folder.resolve("no.safetensors"), "nothing");
        assertThatThrownBy(() ->
                        fixture.box(fixture.yaml("default: {models: [small]}") + "snapshot: no.safetensors", folder))
                .hasMessageContaining("is not a sound snapshot");
    }

    @Test
    void theSettingsReachTheServerTheJournalAndTheProviders() throws SettingsException, IOException {
        Files.writeString(folder.resolve("ca.pem"), "x");
        var settings = Fixture.settings("""
                server: {host: 0.0.0.0, port: 1, body_bytes_max: 4096, requests_max: 3, deadline: 4s, keep_alive: 5s, drain: 6s}
                journal: {path: j.db, capture: true, flush: 7ms, keep: 8d, size_max: 9MiB}
                providers:
                  p:
                    url: https://example.org/v1
                    key: "${CLIENT_KEY}"
                    headers: {x-team: blue}
                    timeouts: {connect: 10ms, first_byte: 11ms, idle: 12ms}
                    http2: false
                    ca_file: ca.pem
                    connections_max: 13
                models:
                  gpt-5: {provider: p, context_tokens: 14, region: eu, prior: {quality: 0.5, first_token: 15ms, tokens_per_second: 16}}
                  own: {provider: p, upstream: gpt-5, price: {input: 1, output: 2}, can: [audio], effort: high, instruction: Be brief., plan_first: true}
                """, folder);
        var server = Assembly.gateway(settings, ByteBudget.UNLIMITED);
        assertThat(List.of(server.host(), server.port(), server.bodyBytesMax(), server.requestsMax()))
                .isEqualTo(List.of("0.0.0.0", 1, 4096, 3));
        assertThat(List.of(
                        server.deadline().toSeconds(),
                        server.keepAlive().toSeconds(),
                        server.drain().toSeconds()))
                .isEqualTo(List.of(4L, 5L, 6L));
        var journal = Assembly.journal(settings.journal());
        assertThat(journal.path()).isEqualTo(folder.resolve("j.db"));
        assertThat(journal.capture()).isTrue();
        assertThat(List.of(journal.flushInterval().toMillis(), journal.keepFor().toDays(), journal.keepBytes()))
                .isEqualTo(List.of(7L, 8L, 9L << 20));
        var provider = ProviderAssembly.options(
                "p", Optional.ofNullable(settings.providers().get("p")).orElseThrow());
        assertThat(provider.url()).hasToString("https://example.org/v1");
        assertThat(provider.headers()).containsOnlyKeys("authorization", "x-team");
        assertThat(provider.timeouts().connect()).hasMillis(10);
        assertThat(provider.timeouts().firstByte()).hasMillis(11);
        assertThat(provider.timeouts().idle()).hasMillis(12);
        assertThat(provider.http2()).isFalse();
        assertThat(provider.caFile()).contains(folder.resolve("ca.pem"));
        assertThat(provider.connectionsMax()).isEqualTo(13);
        var models = ModelAssembly.of(settings.models(), dev.signalbox.app.settings.Catalogue.builtIn());
        assertThat(models.get("gpt-5")).satisfies(model -> {
            assertThat(model.price().output()).isEqualTo(10);
            assertThat(model.contextTokens()).hasValue(14);
            assertThat(model.region()).contains("eu");
            assertThat(model.prior().quality()).hasValue(0.5);
            assertThat(model.prior().firstTokenMs()).isEqualTo(15);
            assertThat(model.prior().tokensPerSecond()).isEqualTo(16);
        });
        assertThat(models.get("own")).satisfies(model -> {
            assertThat(model.upstream()).isEqualTo("gpt-5");
            assertThat(model.price().cachedInput()).isEqualTo(1);
            assertThat(model.can()).containsExactly(dev.signalbox.model.Capability.AUDIO);
            assertThat(model.contextTokens()).hasValue(400_000);
            assertThat(model.manner())
                    .isEqualTo(
                            new dev.signalbox.model.Model.Manner(Optional.of("high"), Optional.of("Be brief."), true));
        });
    }
}
