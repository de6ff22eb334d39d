package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a client heard in answer to one request for a stream: every frame, read as strictly as the letter of the format
/// allows. A reply that is not well formed fails the test that heard it.
///
/// @param frames the data of each event, but for comments, an error and the end
/// @param error what came in place of the stream, or ended it badly
/// @param done whether it said that it was whole
record Heard(
        int status, HttpHeaders headers, String body, List<JsonNode> frames, Optional<JsonNode> error, boolean done) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DONE = "[DONE]";

    /// Asks for a stream and listens to its end.
    ///
    /// @param fields of the request, in JSON, such as `"n": 2`; may be empty
    /// @param headers names and values in turn
    static Heard of(HttpClient http, URI url, String model, String question, String fields, String... headers)
            throws IOException, InterruptedException {
        var reply = http.send(request(url, model, question, fields, headers), BodyHandlers.ofByteArray());
        return of(reply);
    }

    static HttpRequest request(URI url, String model, String question, String fields, String... headers) {
        var body = """
                {"model":"%s","stream":true,%s"messages":[{"role":"user","content":%s}]}
                """.formatted(model, fields.isEmpty() ? "" : fields + ",", JSON.writeValueAsString(question));
        var request = HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        return request.build();
    }

    private static Heard of(HttpResponse<byte[]> reply) {
        var body = strictly(reply.body());
        if (reply.statusCode() != 200) {
            var error = JSON.readTree(body).path("error");
            assertIsClear(error);
            return new Heard(reply.statusCode(), reply.headers(), body, List.of(), Optional.of(error), false);
        }
        assertThat(reply.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        assertThat(body).endsWith("\n\n");
        var frames = new ArrayList<JsonNode>();
        Optional<JsonNode> error = Optional.empty();
        boolean done = false;
        for (var event : body.split("\n\n")) {
            if (event.startsWith(": ")) continue;
            assertThat(event).startsWith("data: ").doesNotContain("\n", "\r");
            assertThat(done || error.isPresent())
                    .as("something comes after the end")
                    .isFalse();
            var data = event.substring("data: ".length());
            if (data.equals(DONE)) done = true;
            else {
                var node = JSON.readTree(data);
                if (node.has("error")) error = Optional.of(node.path("error"));
                else frames.add(node);
            }
        }
        var heard = new Heard(200, reply.headers(), body, frames, error, done);
        heard.assertIsOneStream();
        return heard;
    }

    private static String strictly(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return fail("the reply is not UTF-8", notUtf8);
        }
    }

    private static void assertIsClear(JsonNode error) {
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.path("type").asString()).isNotBlank();
    }

    /// Of one voice: one name, one role, at most one reason to finish, and an end that is either good or bad.
    private void assertIsOneStream() {
        for (var name : List.of("id", "created", "model", "object")) {
            var values = frames.stream()
                    .map(frame -> frame.path(name).toString())
                    .distinct()
                    .toList();
            assertThat(values).as(name).hasSizeLessThanOrEqualTo(1);
        }
        if (!frames.isEmpty()) {
            assertThat(frames.getFirst().at("/choices/0/delta/role").asString(""))
                    .isEqualTo("assistant");
        }
        assertThat(frames.stream()
                        .filter(frame -> !frame.at("/choices/0/delta/role").isMissingNode()))
                .as("roles")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(finishes()).hasSizeLessThanOrEqualTo(1);
        error.ifPresent(Heard::assertIsClear);
        assertThat(done).as("a good end, or else an error").isNotEqualTo(error.isPresent());
        if (done) assertThat(finishes()).as("reasons to finish").hasSize(1);
    }

    List<String> finishes() {
        return frames.stream()
                .map(frame -> frame.at("/choices/0/finish_reason").asString(""))
                .filter(reason -> !reason.isEmpty())
                .toList();
    }

    /// What was said, frame after frame.
    String text() {
        return frames.stream()
                .map(frame -> frame.at("/choices/0/delta/content").asString(""))
                .collect(Collectors.joining());
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
