package dev.signalbox.gateway.openai;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes answers and chunks in OpenAI's shapes: as the provider wrote them where it speaks this dialect, else out of
/// the typed values.
public final class ChatWriter {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// As DeepSeek named it, and most servers after it.
    private static final String REASONING = "reasoning_content";

    private ChatWriter() {}

    /// What a reply without a provider's body calls itself.
    ///
    /// @param id the request's id
    public record Naming(String id, Instant created, String model) {
        String completionId() {
            return "chatcmpl-" + id;
        }
    }

    /// The whole answer as a `chat.completion`.
    public static Json answer(Answer answer, Naming naming) {
        var body = answer.body();
        if (body.isPresent() && body.get().dialect().equals(Body.OPENAI_CHAT))
            return body.get().json();
        var root = NODES.objectNode();
        root.put("id", naming.completionId());
        root.put("object", "chat.completion");
        root.put("created", naming.created().getEpochSecond());
        root.put("model", naming.model());
        var choices = root.putArray("choices");
        for (var choice : answer.choices()) {
            var each = choices.addObject();
            each.put("index", choice.index());
            each.set("message", message(choice));
            each.putNull("logprobs");
            each.put("finish_reason", reason(choice.finish()));
        }
        root.set("usage", usage(answer.usage()));
        return Json.of(bytes(root));
    }

    private static ObjectNode message(Answer.Choice choice) {
        var message = NODES.objectNode();
        message.put("role", "assistant");
        if (choice.text().isEmpty() && !choice.toolCalls().isEmpty()) message.putNull("content");
        else message.put("content", choice.text());
        message.putNull("refusal");
        if (!choice.reasoning().isEmpty()) message.put(REASONING, choice.reasoning());
        if (!choice.toolCalls().isEmpty()) {
            var calls = message.putArray("tool_calls");
            for (var call : choice.toolCalls()) {
                var each = calls.addObject();
                each.put("id", call.id()).put("type", "function");
                each.putObject("function").put("name", call.name()).put("arguments", call.arguments());
            }
        }
        return message;
    }

    /// The choices of a chunk that has no body of this dialect. Roles and the like are [ChatStream]'s business.
    static ObjectNode chunk(Chunk chunk) {
        var root = NODES.objectNode();
        var choices = root.putArray("choices");
        for (var delta : chunk.deltas()) {
            var each = choices.addObject();
            each.put("index", delta.choice());
            var said = each.putObject("delta");
            if (!delta.text().isEmpty()) said.put("content", delta.text());
            if (!delta.reasoning().isEmpty()) said.put(REASONING, delta.reasoning());
            if (!delta.toolCalls().isEmpty()) {
                var calls = said.putArray("tool_calls");
                for (var call : delta.toolCalls()) {
                    var one = calls.addObject();
                    one.put("index", call.index());
                    call.id().ifPresent(id -> one.put("id", id).put("type", "function"));
                    var function = one.putObject("function");
                    call.name().ifPresent(name -> function.put("name", name));
                    function.put("arguments", call.arguments());
                }
            }
            if (delta.finish().isPresent())
                each.put("finish_reason", reason(delta.finish().get()));
            else each.putNull("finish_reason");
        }
        chunk.usage().ifPresent(usage -> root.set("usage", usage(usage)));
        return root;
    }

    /// A choice that was never streamed, as the chunks that would have streamed it.
    static List<Chunk> chunks(Answer.Choice choice) {
        var said = new Chunk.Delta(
                choice.index(),
                choice.text(),
                deltas(choice.toolCalls()),
                Optional.empty(),
                OptionalDouble.empty(),
                choice.reasoning());
        return List.of(
                new Chunk(List.of(said), Optional.empty(), Optional.empty()), finish(choice.index(), choice.finish()));
    }

    static Chunk finish(int choice, Finish finish) {
        return new Chunk(
                List.of(new Chunk.Delta(choice, "", List.of(), Optional.of(finish))),
                Optional.empty(),
                Optional.empty());
    }

    private static List<Chunk.ToolCallDelta> deltas(List<ToolCall> calls) {
        return IntStream.range(0, calls.size())
                .mapToObj(i -> new Chunk.ToolCallDelta(
                        i,
                        Optional.of(calls.get(i).id()),
                        Optional.of(calls.get(i).name()),
                        calls.get(i).arguments()))
                .toList();
    }

    static ObjectNode usage(Usage usage) {
        var node = NODES.objectNode();
        node.put("prompt_tokens", usage.inputTokens());
        node.put("completion_tokens", usage.outputTokens());
        node.put("total_tokens", usage.inputTokens() + usage.outputTokens());
        node.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedInputTokens());
        node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return node;
    }

    static String reason(Finish finish) {
        return switch (finish) {
            case DONE, OTHER -> "stop";
            case LENGTH, CUT -> "length";
            case TOOLS -> "tool_calls";
            case FILTERED -> "content_filter";
        };
    }

    static JsonNode tree(Json json) {
        return MAPPER.readTree(json.array(), json.offset(), json.length());
    }

    /// The JSON in UTF-8, on one line.
    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }
}
