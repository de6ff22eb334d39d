package dev.signalbox.providers.openai;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Chunk.ToolCallDelta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads what a server says, whole or in chunks: one pass for the few facts that routing needs; the bytes stay as they
// are.
/// Both forms differ in one name (`message` or `delta`), so one reader serves both. Thread-safe.
final class AnswerReader {
    private static final JsonFactory JSON = new JsonFactory();

    /// What a server said: a piece of an answer, or that it failed.
    record Said(List<Delta> deltas, Optional<Usage> usage, boolean choices, Optional<UpstreamError> error) {}

    /// Reads a whole answer.
    ///
    /// @throws JacksonException when it is not JSON
    Said read(Json json) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), json.array(), json.offset(), json.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT)
                return new Said(List.of(), Optional.empty(), false, Optional.empty());
            var deltas = List.<Delta>of();
            boolean choices = false;
            Usage usage = null;
            UpstreamError error = null;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "choices" -> {
                        choices = parser.currentToken() == JsonToken.START_ARRAY;
                        deltas = choices(parser);
                    }
                    case "usage" -> usage = usage(parser);
                    case "error" -> error = UpstreamError.read(parser);
                    default -> parser.skipChildren();
                }
            }
            return new Said(deltas, Optional.ofNullable(usage), choices, Optional.ofNullable(error));
        }
    }

    static Chunk chunk(Said said, Json json) {
        return new Chunk(said.deltas(), said.usage(), Optional.of(new Request.Body(Request.Body.OPENAI_CHAT, json)));
    }

    static Answer answer(Said said, Json json, Usage usage) {
        var choices = said.deltas().stream()
                .map(delta -> new Answer.Choice(
                        delta.choice(),
                        delta.text(),
                        delta.toolCalls().stream()
                                .map(call -> new ToolCall(
                                        call.id().orElse(""), call.name().orElse(""), call.arguments()))
                                .toList(),
                        delta.finish().orElse(Finish.OTHER)))
                .toList();
        return new Answer(choices, usage, Optional.of(new Request.Body(Request.Body.OPENAI_CHAT, json)));
    }

    private static List<Delta> choices(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return List.of();
        }
        var deltas = new ArrayList<Delta>(1);
        while (parser.nextToken() == JsonToken.START_OBJECT) deltas.add(choice(parser, deltas.size()));
        return deltas;
    }

    private static Delta choice(JsonParser parser, int position) {
        int index = position;
        var said = new Message();
        Finish finish = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            switch (name) {
                case "index" -> index = parser.getValueAsInt(position);
                case "delta", "message" -> message(parser, said);
                case "finish_reason" -> finish = token == JsonToken.VALUE_STRING ? finish(parser.getString()) : null;
                default -> parser.skipChildren();
            }
        }
        return new Delta(index, said.text, said.toolCalls, Optional.ofNullable(finish));
    }

    private static final class Message {
        String text = "";
        List<ToolCallDelta> toolCalls = List.of();
    }

    private static void message(JsonParser parser, Message said) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "content" -> said.text = text(parser);
                case "tool_calls" -> said.toolCalls = toolCalls(parser);
                default -> parser.skipChildren();
            }
        }
    }

    /// A content is a string, or (with some servers) an array of parts of which the texts count.
    private static String text(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) return parser.getString();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return "";
        }
        var text = new StringBuilder();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isText = "text".equals(parser.currentName());
                if (parser.nextToken() == JsonToken.VALUE_STRING && isText) text.append(parser.getString());
                else parser.skipChildren();
            }
        }
        return text.toString();
    }

    private static List<ToolCallDelta> toolCalls(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return List.of();
        }
        var calls = new ArrayList<ToolCallDelta>(1);
        while (parser.nextToken() == JsonToken.START_OBJECT) calls.add(toolCall(parser, calls.size()));
        return calls;
    }

    private static ToolCallDelta toolCall(JsonParser parser, int position) {
        int index = position;
        String id = null;
        String function = null;
        String arguments = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if (name.equals("index")) index = parser.getValueAsInt(position);
            else if (name.equals("id")) id = filled(parser);
            else if (name.equals("function") && token == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var field = parser.currentName();
                    parser.nextToken();
                    if (field.equals("name")) function = filled(parser);
                    else if (field.equals("arguments") && parser.currentToken() == JsonToken.VALUE_STRING) {
                        arguments = parser.getString();
                    } else parser.skipChildren();
                }
            } else parser.skipChildren();
        }
        return new ToolCallDelta(index, Optional.ofNullable(id), Optional.ofNullable(function), arguments);
    }

    private static @Nullable String filled(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return null;
        }
        var value = parser.getString();
        return value.isEmpty() ? null : value;
    }

    private static @Nullable Usage usage(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        int input = 0;
        int output = 0;
        int cached = 0;
        int reasoning = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "prompt_tokens" -> input = parser.getValueAsInt(0);
                case "completion_tokens" -> output = parser.getValueAsInt(0);
                case "prompt_tokens_details" -> cached = detail(parser, "cached_tokens");
                case "completion_tokens_details" -> reasoning = detail(parser, "reasoning_tokens");
                default -> parser.skipChildren();
            }
        }
        return new Usage(input, output, cached, reasoning, false);
    }

    private static int detail(JsonParser parser, String wanted) {
        int value = 0;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return value;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = wanted.equals(parser.currentName());
            parser.nextToken();
            if (found) value = parser.getValueAsInt(0);
            else parser.skipChildren();
        }
        return value;
    }

    private static Finish finish(String reason) {
        return switch (reason) {
            case "stop" -> Finish.DONE;
            case "length" -> Finish.LENGTH;
            case "tool_calls", "function_call" -> Finish.TOOLS;
            case "content_filter" -> Finish.FILTERED;
            default -> Finish.OTHER;
        };
    }
}
