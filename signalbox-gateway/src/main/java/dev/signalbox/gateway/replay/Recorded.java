package dev.signalbox.gateway.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Json;
import dev.signalbox.gateway.openai.ChatStream;
import dev.signalbox.gateway.openai.ChatWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One recorded answer in the bytes that say it. Its tokens are estimated from the visible text, four characters to
/// one, and its usage says so.
///
/// @param plain the whole completion
/// @param events the stream's events, without usage and `[DONE]`
/// @param usage the event that tells the usage
/// @param inputTokens as the usage has them
/// @param outputTokens as the usage has them
record Recorded(byte[] plain, List<byte[]> events, byte[] usage, int inputTokens, int outputTokens) {
    static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final int PIECE_LETTERS_MAX = 6;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// @param created in seconds
    static Recorded of(String id, String model, String prompt, String answer, long created) {
        var said = NODES.objectNode().put("role", "assistant").put("content", answer);
        var plain = named(id, "chat.completion", model, created);
        var choice = plain.putArray("choices").addObject().put("index", 0);
        choice.set("message", said);
        choice.put("finish_reason", "stop");
        plain.set("usage", usage(prompt, answer));

        var events = new ArrayList<byte[]>();
        events.add(event(
                id, model, created, NODES.objectNode().put("role", "assistant").put("content", ""), false));
        for (var piece : pieces(answer)) {
            events.add(event(id, model, created, NODES.objectNode().put("content", piece), false));
        }
        events.add(event(id, model, created, NODES.objectNode(), true));

        var last = named(id, "chat.completion.chunk", model, created);
        last.putArray("choices");
        last.set("usage", usage(prompt, answer));
        return new Recorded(
                ChatWriter.bytes(plain),
                List.copyOf(events),
                ChatStream.event(json(last)),
                tokens(prompt),
                tokens(answer));
    }

    private static byte[] event(String id, String model, long created, ObjectNode delta, boolean end) {
        var chunk = named(id, "chat.completion.chunk", model, created);
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        if (end) choice.put("finish_reason", "stop");
        else choice.putNull("finish_reason");
        return ChatStream.event(json(chunk));
    }

    private static ObjectNode named(String id, String object, String model, long created) {
        return NODES.objectNode()
                .put("id", "chatcmpl-" + id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private static ObjectNode usage(String prompt, String answer) {
        int in = tokens(prompt);
        int out = tokens(answer);
        return NODES.objectNode()
                .put("prompt_tokens", in)
                .put("completion_tokens", out)
                .put("total_tokens", in + out)
                .put("estimated", true);
    }

    private static int tokens(String text) {
        return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    private static Json json(ObjectNode node) {
        return Json.of(ChatWriter.bytes(node));
    }

    /// The text in pieces of about a token: blanks and a few letters.
    static List<String> pieces(String text) {
        var pieces = new ArrayList<String>();
        int from = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            var blank = Character.isWhitespace(text.codePointAt(i));
            if (letters == PIECE_LETTERS_MAX || (blank && letters > 0)) {
                pieces.add(text.substring(from, i));
                from = i;
                letters = 0;
            }
            if (!blank) letters++;
        }
        if (from < text.length()) pieces.add(text.substring(from));
        return pieces;
    }

    /// The whole stream at once.
    byte[] stream(boolean withUsage) {
        var out = new ByteArrayOutputStream();
        for (var event : events) out.writeBytes(event);
        if (withUsage) out.writeBytes(usage);
        out.writeBytes(DONE);
        return out.toByteArray();
    }
}
