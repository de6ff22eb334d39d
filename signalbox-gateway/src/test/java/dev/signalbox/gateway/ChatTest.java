package dev.signalbox.gateway;

import static dev.signalbox.gateway.Fixture.asking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.Usage;
import dev.signalbox.gateway.Fixture.Script;
import dev.signalbox.journal.Event;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Details;
import dev.signalbox.provider.ProviderException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Answer HELLO = Answer.of("Hello.", Usage.of(1_000, 500));
    private static final Script SAYS_HELLO = (model, request, sink) -> HELLO;

    @Test
    void aPlainAnswerSaysWhoGaveItAndWhatItCost() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            var response = it.chat(asking("auto", "Say hello", ""));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().map())
                    .containsEntry("x-signalbox-model", List.of("small"))
                    .containsEntry("x-signalbox-route", List.of("default"))
                    .containsEntry("x-signalbox-request", List.of("req_1"))
                    .containsEntry("x-request-id", List.of("req_1"))
                    .containsEntry("x-signalbox-cost-usd", List.of("0.002"))
                    .containsEntry("content-type", List.of("application/json"));
            assertThat(JSON.readTree(response.body())).isEqualTo(JSON.readTree("""
                    {"id":"chatcmpl-req_1","object":"chat.completion","created":1767268800,"model":"small",
                     "choices":[{"index":0,"message":{"role":"assistant","content":"Hello.","refusal":null},
                                 "logprobs":null,"finish_reason":"stop"}],
                     "usage":{"prompt_tokens":1000,"completion_tokens":500,"total_tokens":1500,
                              "prompt_tokens_details":{"cached_tokens":0},
                              "completion_tokens_details":{"reasoning_tokens":0}}}"""));
        }
    }

    @Test
    void aProvidersBodyComesThroughByteByByte() throws IOException, InterruptedException {
        var body = "{ \"object\":\"chat.completion\", \"x\": [1.50, \"\\u00fc\"] }";
        Script script = (model, request, sink) ->
                new Answer(HELLO.choices(), Usage.NONE, Optional.of(new Body(Body.OPENAI_CHAT, Json.of(body))));
        try (var it = new Fixture(script)) {
            assertThat(it.chat(asking("small", "x", "")).body()).isEqualTo(body);
        }
    }

    @Test
    void theDialAndTheDeadlineCanBeAskedForInHeaders() throws IOException, InterruptedException {
        var seen = new CopyOnWriteArrayList<Request>();
        Script script = (model, request, sink) -> {
            seen.add(request);
            return HELLO;
        };
        try (var it = new Fixture(script)) {
            it.chat(asking("auto", "x", ""), "x-signalbox-quality", "0.3", "x-signalbox-timeout-ms", "1500");
            it.chat(asking("auto", "x", ""), "x-signalbox-timeout-ms", "999999999");

            assertThat(seen.get(0).wishes().quality()).hasValue(0.3);
            assertThat(seen.get(0).deadline()).isEqualTo(Fixture.NOON.instant().plusMillis(1500));
            assertThat(seen.get(1).wishes().quality()).isEmpty();
            assertThat(seen.get(1).deadline()).isEqualTo(Fixture.NOON.instant().plus(Duration.ofMinutes(10)));
            for (var wrong : List.of("x-signalbox-quality", "x-signalbox-timeout-ms")) {
                var response = it.chat(asking("auto", "x", ""), wrong, "-1");
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(error(response.body()).path("param").asString()).isEqualTo(wrong);
            }
        }
    }

    @Test
    void aStreamSaysWhoSpeaksBeforeItSpeaksAndEndsWithDone() throws IOException, InterruptedException {
        Script script = (model, request, sink) -> {
            for (var word : List.of("Hel", "lo", ".")) sink.accept(Chunk.text(word));
            sink.accept(Chunk.finish(Finish.DONE));
            return HELLO;
        };
        try (var it = new Fixture(script)) {
            var response = it.chat(asking("auto", "x", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().map())
                    .containsEntry("content-type", List.of("text/event-stream; charset=utf-8"))
                    .containsEntry("cache-control", List.of("no-cache"))
                    .containsEntry("x-accel-buffering", List.of("no"))
                    .containsEntry("x-signalbox-model", List.of("small"))
                    .containsEntry("x-signalbox-route", List.of("default"))
                    .containsEntry("x-signalbox-request", List.of("req_1"));
            var events = events(response.body());
            assertThat(events).hasSize(6).last().isEqualTo("[DONE]");
            var text = new StringBuilder();
            for (var event : events.subList(0, 3)) {
                text.append(JSON.readTree(event).at("/choices/0/delta/content").asString());
            }
            assertThat(text).hasToString("Hello.");
            assertThat(JSON.readTree(events.get(4)).at("/usage/total_tokens").intValue())
                    .isEqualTo(1_500);
        }
    }

    @Test
    void aStreamOfTheSecondModelNamesTheSecondModel() throws IOException, InterruptedException {
        Script script = (model, request, sink) -> {
            if (model.id().equals("small")) throw new ProviderException(Kind.OVERLOADED, "busy");
            sink.accept(Chunk.text("Hello."));
            return HELLO;
        };
        try (var it = new Fixture(script)) {
            var response = it.chat(asking("auto", "x", ",\"stream\":true"));

            assertThat(response.headers().firstValue("x-signalbox-model")).contains("large");
            assertThat(JSON.readTree(events(response.body()).getFirst())
                            .path("model")
                            .asString())
                    .isEqualTo("large");
        }
    }

    @Test
    void aFailureBeforeTheFirstWordHasItsStatusAlsoWhereAStreamWasAsked() throws IOException, InterruptedException {
        var details = new Details(
                OptionalInt.of(429),
                Optional.empty(),
                Optional.of("slow_down"),
                Optional.empty(),
                Optional.of(Duration.ofMillis(6_500)),
                Usage.NONE);
        Script script = (model, request, sink) -> {
            throw new ProviderException(Kind.THROTTLED, "`small` is limiting us.", details);
        };
        try (var it = new Fixture(script)) {
            for (var more : List.of("", ",\"stream\":true")) {
                var response = it.chat(asking("auto", "x", more));

                assertThat(response.statusCode()).isEqualTo(429);
                assertThat(response.headers().map())
                        .containsEntry("retry-after", List.of("7"))
                        .containsEntry("retry-after-ms", List.of("6500"))
                        .containsEntry("x-should-retry", List.of("true"))
                        .containsEntry("content-type", List.of("application/json"))
                        .containsKey("x-signalbox-request");
                assertThat(error(response.body()).path("code").asString()).isEqualTo("slow_down");
            }
        }
    }

    @Test
    void aFailureAfterTheFirstWordIsAnErrorInTheStreamAndNoGoodEnd() throws IOException, InterruptedException {
        Script script = (model, request, sink) -> {
            sink.accept(Chunk.text("one "));
            throw new ProviderException(Kind.BROKEN, "`small` cut the answer off.");
        };
        try (var it = new Fixture(script)) {
            var response = it.chat(asking("auto", "x", ",\"stream\":true"));

            assertThat(response.statusCode()).isEqualTo(200);
            var events = events(response.body());
            assertThat(events).hasSize(2);
            assertThat(error(events.get(1)).path("code").asString()).isEqualTo("upstream_broken");
            assertThat(error(events.get(1)).path("message").asString()).isEqualTo("`small` cut the answer off.");
            assertThat(response.body()).doesNotContain("[DONE]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"stream\":true"})
    void aBugIsA500ThatTellsNothing(String more) throws IOException, InterruptedException {
        Script script = (model, request, sink) -> {
            throw new IllegalStateException("secret prompt");
        };
        try (var it = new Fixture(script)) {
            var response = it.chat(asking("auto", "x", more));

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(error(response.body()).path("code").asString()).isEqualTo("internal_error");
            assertThat(response.body()).doesNotContain("secret");
            assertThat(response.headers().firstValue("x-request-id")).contains("req_1");
            assertThat(it.chat(asking("auto", "x", more)).statusCode()).isEqualTo(500);
        }
    }

    @Test
    void anUnknownModelIsA404WithASuggestion() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            var response = it.chat(asking("smal", "x", ""));

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(error(response.body()).path("message").asString()).contains("Did you mean `small`?");
            assertThat(error(response.body()).path("code").asString()).isEqualTo("model_not_found");
        }
    }

    @Test
    void aBrokenBodyIsA400WithItsPlaceAndIsNotJournaled() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            var response = it.chat("{\"model\":\"auto\",\n \"messages\":[}");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(error(response.body()).path("message").asString()).contains("line 2, column");
            assertThat(it.journal.events).isEmpty();
        }
    }

    @Test
    void everyRequestHasOneBeginningAndOneEnd() throws IOException, InterruptedException {
        try (var it = new Fixture(SAYS_HELLO)) {
            it.chat(asking("auto", "x", ""));

            assertThat(it.journal.events("req_1"))
                    .extracting(event -> (Object) event.getClass())
                    .startsWith(Event.Asked.class)
                    .endsWith(Event.Finished.class);
        }
    }

    static JsonNode error(String body) {
        return JSON.readTree(body).path("error");
    }

    /// The data of each event.
    static List<String> events(String body) {
        var events = new ArrayList<String>();
        for (var event : body.split("\n\n")) {
            if (event.startsWith("data: ")) events.add(event.substring(6));
        }
        return events;
    }
}
