package dev.signalbox.gateway;

import dev.signalbox.Failure;
import dev.signalbox.chat.Json;
import dev.signalbox.gateway.openai.ChatStream;
import dev.signalbox.gateway.openai.ChatWriter;
import dev.signalbox.gateway.openai.ErrorReply;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/// A whole response.
///
/// @param headers besides the content type and length
record HttpReply(int status, String contentType, Json body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    static HttpReply json(Json body) {
        return new HttpReply(200, JSON, body, Map.of());
    }

    /// An error of our own API, as RFC 9457 has it.
    static HttpReply problem(int status, String title, String detail) {
        var problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        return new HttpReply(status, "application/problem+json", Json.of(ChatWriter.bytes(problem)), Map.of());
    }

    static HttpReply text(int status, String text) {
        return new HttpReply(status, "text/plain; charset=utf-8", Json.of(text), Map.of());
    }

    /// An error in OpenAI's envelope.
    static HttpReply error(ErrorReply error) {
        var headers = new LinkedHashMap<String, String>();
        error.retryAfter().ifPresent(after -> {
            headers.put("retry-after", Long.toString(Math.max(1, (after.toMillis() + 999) / 1000)));
            headers.put("retry-after-ms", Long.toString(after.toMillis()));
        });
        error.again().ifPresent(again -> headers.put("x-should-retry", Boolean.toString(again)));
        return new HttpReply(error.status(), JSON, Json.of(error.json()), headers);
    }

    static HttpReply error(Failure failure) {
        return error(ErrorReply.of(failure));
    }

    /// The body as the last event of a stream that has failed.
    byte[] event() {
        return ChatStream.event(body);
    }

    HttpReply with(String name, String value) {
        return with(Map.of(name, value));
    }

    HttpReply with(Map<String, String> more) {
        if (headers.isEmpty()) return new HttpReply(status, contentType, body, more);
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new HttpReply(status, contentType, body, all);
    }
}
