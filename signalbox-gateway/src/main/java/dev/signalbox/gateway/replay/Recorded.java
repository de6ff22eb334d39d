package dev.signalbox.gateway.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Json;
import dev.signalbox.gateway.openai.ChatStream;
import dev.signalbox.gateway.openai.ChatWriter;
import dev.signalbox.gateway.replay.Additions.RecordedToolCall;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One recorded answer in the bytes that say it. Its tokens are estimated from all its texts, four characters to
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
    static Recorded of(String id, String model, String prompt, String answer, Additions additions, long created) {
        var finish = additions.toolCalls().isEmpty() ? "stop" : "tool_calls";
        var usage = usage(prompt, answer, additions);
        var plain = named(id, "chat.completion", model, created);
        var choice = plain.putArray("choices").addObject().put("index", 0);
        choice.set("message", message(answer, additions));
        choice.put("finish_reason", finish);
        plain.set("usage", usage);

        var deltas = deltas(answer, additions);
        var events = new ArrayList<byte[]>();
        for (var delta : deltas) events.add(event(id, model, created, delta, Optional.empty()));
        events.add(event(id, model, created, NODES.objectNode(), Optional.of(finish)));

        var last = named(id, "chat.completion.chunk", model, created);
        last.putArray("choices");
        last.set("usage", usage);
        return new Recorded(
                ChatWriter.bytes(plain),
                List.copyOf(events),
                ChatStream.event(json(last)),
                tokens(prompt),
                outputTokens(answer, additions));
    }

    private static ObjectNode message(String answer, Additions additions) {
        var said = NODES.objectNode().put("role", "assistant");
        if (answer.isEmpty() && !additions.toolCalls().isEmpty()) said.putNull("content");
        else said.put("content", answer);
        additions.reasoning().ifPresent(reasoning -> said.put("reasoning_content", reasoning));
        if (additions.toolCalls().isEmpty()) return said;
        var calls = said.putArray("tool_calls");
        for (var call : additions.toolCalls()) function(calls.addObject(), call, call.arguments());
        return said;
    }

    private static void function(ObjectNode into, RecordedToolCall call, String arguments) {
        into.put("id", call.id()).put("type", "function");
        into.putObject("function").put("name", call.name()).put("arguments", arguments);
    }

    /// First the reasoning, then the text, then the tool calls, whose arguments come in pieces too.
    private static List<ObjectNode> deltas(String answer, Additions additions) {
        var deltas = new ArrayList<ObjectNode>();
        deltas.add(NODES.objectNode().put("role", "assistant").put("content", ""));
        for (var piece : pieces(additions.reasoning().orElse(""))) {
            deltas.add(NODES.objectNode().put("reasoning_content", piece));
        }
        for (var piece : pieces(answer)) deltas.add(NODES.objectNode().put("content", piece));
        for (int i = 0; i < additions.toolCalls().size(); i++) {
            var call = additions.toolCalls().get(i);
            var begin = NODES.objectNode();
            function(begin.putArray("tool_calls").addObject().put("index", i), call, "");
            deltas.add(begin);
            for (var piece : pieces(call.arguments())) {
                var delta = NODES.objectNode();
                var more = delta.putArray("tool_calls").addObject().put("index", i);
                more.putObject("function").put("arguments", piece);
                deltas.add(delta);
            }
        }
        return deltas;
    }

    private static byte[] event(String id, String model, long created, ObjectNode delta, Optional<String> finish) {
        var chunk = named(id, "chat.completion.chunk", model, created);
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        finish.ifPresentOrElse(reason -> choice.put("finish_reason", reason), () -> choice.putNull("finish_reason"));
        return ChatStream.event(json(chunk));
    }

    private static ObjectNode named(String id, String object, String model, long created) {
        return NODES.objectNode()
                .put("id", "chatcmpl-" + id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private static ObjectNode usage(String prompt, String answer, Additions additions) {
        int in = tokens(prompt);
        int out = outputTokens(answer, additions);
        var usage = NODES.objectNode()
                .put("prompt_tokens", in)
                .put("completion_tokens", out)
                .put("total_tokens", in + out)
                .put("estimated", true);
        additions.reasoning().ifPresent(reasoning -> usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", tokens(reasoning)));
        return usage;
    }

    private static int outputTokens(String answer, Additions additions) {
        int tokens = tokens(answer) + tokens(additions.reasoning().orElse(""));
        for (var call : additions.toolCalls()) tokens += tokens(call.name()) + tokens(call.arguments());
        return tokens;
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
