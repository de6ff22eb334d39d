package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.Event;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Carry;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Sensor;
import dev.signalbox.standard.check.CheckSensor;
import dev.signalbox.standard.check.Explained;
import dev.signalbox.verify.endtoend.StreamingUpstream.Line;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

    private final StreamingUpstream upstream;
    private final LocalBox box;

    PartsTest() throws IOException {
        upstream = new StreamingUpstream();
        upstream.plays("small", line -> answer(line, CODE + SHALLOW));
        // The large one is to answer only what it is asked for.
        upstream.plays("large", line -> {
            var last = line.asked()
                    .path("messages")
                    .path(line.asked().path("messages").size() - 1);
            boolean part = last.path("content").asString().contains("Write the part `prose 1` again");
            answer(line, part ? DEEP : "The large model was asked for the whole.");
        });
        List<Sensor<?>> sensors = List.of(new CheckSensor(new Explained()));
        box = new LocalBox(upstream.url(), Map.of("parts", plan()), sensors, List.of());
    }

    private static Plan plan() {
        var small = LocalBox.model("small", LocalBox.PATIENT, 0.1);
        var large = LocalBox.model("large", LocalBox.PATIENT, 5);
        var sound = new Condition.Compares(Finding.FAILED, Condition.Compares.Comparison.EQUAL, 0);
        return new Cascade(List.of(
                Stage.of(new Call(small), sound).carrying(Carry.FAILED_PARTS), Stage.of(new Call(large), sound)));
    }

    @AfterEach
    void close() throws IOException {
        box.close();
        upstream.close();
    }

    private static void answer(Line line, String text) throws IOException {
        if (line.asked().path("stream").asBoolean(false)) {
            line.say(text);
            line.finish("stop");
        } else {
            line.answer(200, plain(text));
        }
    }

    private static String plain(String text) {
        return """
                {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
                "message":{"role":"assistant","content":%s},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150}}
                """.formatted(JSON.writeValueAsString(text));
    }

    private HttpResponse<String> ask() throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("model", "auto");
        body.putArray("messages").addObject().put("role", "user").put("content", QUESTION);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(box.url())
                            .POST(BodyPublishers.ofString(body.toString()))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void theCodeOfOneModelAndTheExplanationOfAnotherAreOneAnswer() throws Exception {
        var reply = ask();

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(reply.body()).at("/choices/0/message/content").asString())
                .isEqualTo(CODE + DEEP);
        assertThat(reply.headers().firstValue("x-signalbox-model")).contains("small, large");
        assertThat(upstream.asked()).hasSize(2);
        var shown = upstream.asked().getLast().at("/messages/1/content").asString();
        assertThat(shown).contains("private final OrderStore orderStore;", SHALLOW.strip(), "2 of 2 have no reason");
        var story = box.story(reply.headers().firstValue("x-signalbox-request").orElseThrow());
        assertThat(story.stream().filter(Event.Judged.class::isInstance).map(event -> told((Event.Judged) event)))
                .containsExactly(
                        "answer of small: not accepted",
                        "code 1 of small: accepted",
                        "prose 1 of small: not accepted",
                        "answer of small, large: accepted");
        assertThat(story.stream().filter(Event.Called.class::isInstance).map(event -> ((Event.Called) event).model()))
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
        try (var client = HttpClient.newHttpClient()) {
            var heard = Heard.of(client, box.url(), "auto", QUESTION, "");

            assertThat(heard.text()).isEqualTo(CODE + DEEP);
            assertThat(heard.done()).isTrue();
            assertThat(heard.frames())
                    .allSatisfy(
                            frame -> assertThat(frame.path("model").asString()).isEqualTo("small, large"));
            assertThat(heard.header("x-signalbox-model")).isEqualTo("small, large");
        }
    }
}
