package dev.signalbox.verify.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.Route;
import dev.signalbox.Router;
import dev.signalbox.Routes;
import dev.signalbox.chat.Json;
import dev.signalbox.estimate.Dial;
import dev.signalbox.estimate.Forecast;
import dev.signalbox.gateway.Gateway;
import dev.signalbox.gateway.GatewayOptions;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Carry;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import dev.signalbox.providers.openai.OpenAiProvider;
import dev.signalbox.run.Runner;
import dev.signalbox.run.Senses;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Finding;
import dev.signalbox.standard.check.CheckSensor;
import dev.signalbox.standard.check.Explained;
import dev.signalbox.testkit.MemoryJournal;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One answer out of two models, over HTTP on both sides: the cheap model's code is kept, its shallow explanation is
/// asked of the strong model, which is shown the code.
class PartsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String QUESTION = """
            Refactor this 200-line class to use dependency injection and explain why each change improves testability.

            public class OrderService { private final Database database = new Database("prod"); /* … */ }
            """;

    private static final String CODE = """
            ```java
            public final class OrderService {
                private final OrderStore orderStore;
                private final Clock clock;

                OrderService(OrderStore orderStore, Clock clock) {
                    this.orderStore = orderStore;
                    this.clock = clock;
                }
            }
            ```

            """;

    private static final String SHALLOW = """
            - The constructor takes `orderStore`.
            - The constructor takes `clock`.
            """;

    private static final String DEEP = """
            - The constructor takes `orderStore`, so that a test hands in a store in memory and needs no database.
            - The constructor takes `clock`, because only a clock that a test has set makes due dates repeatable.
            """;

    private final Vertx vertx = Vertx.vertx();
    private final MemoryJournal journal = new MemoryJournal();
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final HttpServer upstream;
    private final OpenAiProvider provider;
    private final Gateway gateway;

    PartsTest() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        upstream.createContext("/v1/chat/completions", this::answer);
        upstream.start();
        var clock = InstantSource.system();
        var url = URI.create("http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1");
        provider = new OpenAiProvider(new HttpUpstream(vertx, UpstreamOptions.of("scripted", url), clock), clock);
        var senses = new Senses(List.of(new CheckSensor(new Explained())), Duration.ofSeconds(5));
        var runner = new Runner(List.of(provider), senses, journal, clock);
        var router = new Router(routes(), senses, runner, journal, clock, () -> 1);
        var wiring = new Gateway.Wiring(router, journal, event -> Json.of("{}"), Optional::empty, () -> "req_1", clock);
        gateway = Gateway.start(vertx, wiring, GatewayOptions.DEFAULT.withPort(0));
    }

    private static Routes routes() {
        var small = model("small", 0.1);
        var large = model("large", 5);
        var sound = new Condition.Compares(Finding.FAILED, Condition.Compares.Comparison.EQUAL, 0);
        var cascade = new Cascade(List.of(
                Stage.of(new Call(small), sound).carrying(Carry.FAILED_PARTS), Stage.of(new Call(large), sound)));
        var route = new Route(
                "default",
                Condition.ALWAYS,
                List.of(small, large),
                List.of(),
                List.of(),
                Forecast.NONE,
                Dial.ofTypicalCost(0.001),
                0.5,
                OptionalDouble.empty(),
                (options, utility, random) -> new Decision(cascade, 1, "scripted"));
        return new Routes(List.of(route), List.of(small, large), List.of());
    }

    private static Model model(String id, double price) {
        return new Model(
                id,
                "scripted",
                id,
                Price.of(price, price),
                OptionalInt.empty(),
                Set.of(),
                Optional.empty(),
                Model.Prior.UNKNOWN);
    }

    @AfterEach
    void close() {
        gateway.close();
        provider.close();
        vertx.close().await();
        upstream.stop(0);
    }

    /// The small model answers all; the large one only what it is asked for.
    private void answer(HttpExchange exchange) throws IOException {
        var request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        asked.add(request);
        boolean small = request.path("model").asString().equals("small");
        var last = request.path("messages").path(request.path("messages").size() - 1);
        boolean part = last.path("content").asString().contains("Write the part `prose 1` again");
        var text = small ? CODE + SHALLOW : part ? DEEP : "The large model was asked for the whole.";
        boolean streaming = request.path("stream").asBoolean(false);
        var body = (streaming ? streamed(text) : plain(text)).getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", streaming ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String plain(String text) {
        return """
                {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
                "message":{"role":"assistant","content":%s},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150}}
                """.formatted(JSON.writeValueAsString(text));
    }

    private static String streamed(String text) {
        var chunk =
                "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}";
        return "data: "
                + chunk.formatted("{\"role\":\"assistant\",\"content\":" + JSON.writeValueAsString(text) + "}", "null")
                + "\n\ndata: " + chunk.formatted("{}", "\"stop\"") + "\n\ndata: [DONE]\n\n";
    }

    private HttpResponse<String> ask(boolean streaming) throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("model", "auto").put("stream", streaming);
        body.putArray("messages").addObject().put("role", "user").put("content", QUESTION);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/chat/completions"))
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString(body.toString()))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void theCodeOfOneModelAndTheExplanationOfAnotherAreOneAnswer() throws Exception {
        var reply = ask(false);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(reply.body()).at("/choices/0/message/content").asString())
                .isEqualTo(CODE + DEEP);
        assertThat(reply.headers().firstValue("x-signalbox-model")).contains("small, large");
        assertThat(asked).hasSize(2);
        var shown = asked.getLast().at("/messages/1/content").asString();
        assertThat(shown).contains("private final OrderStore orderStore;", SHALLOW.strip(), "2 of 2 have no reason");
        assertThat(journal.events("req_1").stream()
                        .filter(Event.Judged.class::isInstance)
                        .map(event -> told((Event.Judged) event)))
                .containsExactly(
                        "answer of small: not accepted",
                        "code 1 of small: accepted",
                        "prose 1 of small: not accepted",
                        "answer of small, large: accepted");
        assertThat(journal.events("req_1").stream()
                        .filter(Event.Called.class::isInstance)
                        .map(event -> ((Event.Called) event).model()))
                .containsExactly("small", "large");
    }

    private static String told(Event.Judged judged) {
        return "%s of %s: %s"
                .formatted(
                        judged.part().orElse("answer"),
                        judged.model().orElse("nobody"),
                        judged.accepted() ? "accepted" : "not accepted");
    }

    @Test
    void aStreamHearsOnlyTheWholeAnswer() throws Exception {
        var reply = ask(true);

        var events = reply.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JSON.readTree(line.substring(6)))
                .toList();
        assertThat(events.stream()
                        .map(event -> event.at("/choices/0/delta/content").asString(""))
                        .collect(Collectors.joining()))
                .isEqualTo(CODE + DEEP);
        assertThat(events)
                .allSatisfy(event -> assertThat(event.path("model").asString()).isEqualTo("small, large"));
        assertThat(reply.headers().firstValue("x-signalbox-model")).contains("small, large");
        assertThat(reply.body()).endsWith("data: [DONE]\n\n");
    }
}
