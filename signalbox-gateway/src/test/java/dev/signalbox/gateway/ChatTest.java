package dev.signalbox.gateway;

import static dev.signalbox.gateway.Fixture.asking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Usage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ChatTest {
    @Test
    void aPlainAnswerSaysWhoGaveItAndWhatItCost() throws IOException, InterruptedException {
        try (var it = new Fixture((model, request, sink) -> Answer.of("Hello.", Usage.of(1_000, 500)))) {
            var response = it.chat(asking("auto", "Say hello", ""));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().map())
                    .containsEntry("x-signalbox-model", java.util.List.of("small"))
                    .containsEntry("x-signalbox-route", java.util.List.of("default"))
                    .containsEntry("x-signalbox-request", java.util.List.of("req_1"))
                    .containsEntry("x-request-id", java.util.List.of("req_1"))
                    .containsEntry("x-signalbox-cost-usd", java.util.List.of("0.002"))
                    .containsEntry("content-type", java.util.List.of("application/json"));
            assertThat(response.body()).contains("\"content\":\"Hello.\"");
        }
    }

    @Test
    void aStreamedAnswerEndsWithDone() throws IOException, InterruptedException {
        try (var it = new Fixture((model, request, sink) -> {
            sink.accept(Chunk.text("Hel"));
            sink.accept(Chunk.text("lo."));
            sink.accept(Chunk.finish(Finish.DONE));
            return Answer.of("Hello.", Usage.of(1_000, 500));
        })) {
            var response = it.chat(asking("auto", "Say hello", ",\"stream\":true"));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("Hel").endsWith("data: [DONE]\n\n");
            assertThat(response.headers().firstValue("x-signalbox-model")).contains("small");
        }
    }
}
