package dev.signalbox.providers.openai;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Chunk.ToolCallDelta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads what a server says, whole or in chunks: one pass for the few facts that routing needs; the bytes stay as they
/// are. Both forms differ in one name (`message` or `delta`), so one reader serves both. A value of another type than
/// it should have counts as absent, and the answer as odd: [AnswerNormalizer] sets it right and it is read again.
final class AnswerReader {
    /// Pictures and sounds are long strings; how long an answer may be is limited elsewhere.
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /// A choice that ended in an error without a word on it.
    private static final UpstreamError ENDED_IN_ERROR = UpstreamError.silent();

    private final List<Delta> deltas = new ArrayList<>(1);
    private boolean choices;
    private int contentAt = -1;
    private long thoughtLetters;
    private List<TokenChance> chances = List.of();
    private @Nullable ReportedUsage usage;
    private @Nullable UpstreamError error;
    private @Nullable UpstreamError choiceError;
    private boolean odd;
    private boolean oddEvent;
    private boolean oddWhole;

    private AnswerReader() {}

    /// What a server said: a piece of an answer, or that it failed.
    ///
    /// @param choices whether there was a list of choices, though perhaps an empty one
    /// @param thoughtLetters how much was thought and not said
    /// @param chances of the first choice's tokens, where they were asked for
    /// @param contentAt where in the bytes the last content begins that is a string; -1 where there is none
    /// @param oddEvent whether it has another form than an event of a stream should have
    /// @param oddWhole whether it has another form than a whole answer should have
    record ReadAnswer(
            List<Delta> deltas,
            Optional<ReportedUsage> usage,
            boolean choices,
            long thoughtLetters,
            List<TokenChance> chances,
            Optional<UpstreamError> error,
            int contentAt,
            boolean oddEvent,
            boolean oddWhole) {
        /// Text for one choice.
        static ReadAnswer text(int choice, String text) {
            var delta = new Delta(choice, text, List.of(), Optional.empty());
            return new ReadAnswer(
                    List.of(delta), Optional.empty(), true, 0, List.of(), Optional.empty(), -1, false, false);
        }

        /// True where there is nothing else in it than text for one choice.
        boolean textAlone() {
            return deltas.size() == 1
                    && deltas.getFirst().toolCalls().isEmpty()
                    && deltas.getFirst().finish().isEmpty()
                    && usage.isEmpty()
                    && deltas.getFirst().logProbability().isEmpty()
                    && thoughtLetters == 0
                    && error.isEmpty()
                    && !oddEvent;
        }

        /// True where there is neither a word, nor a tool call, nor a reason to have ended.
        boolean empty() {
            return deltas.stream()
                    .allMatch(delta -> delta.text().isEmpty()
                            && delta.toolCalls().isEmpty()
                            && delta.finish().isEmpty());
        }
    }

    /// Reads a whole answer or one event of a stream; empty when it is not one JSON object in UTF-8.
    static Optional<ReadAnswer> read(Json json) {
        if (Utf8.flaw(json.array(), json.offset(), json.offset() + json.length()) >= 0) return Optional.empty();
        try (var parser = JSON.createParser(ObjectReadContext.empty(), json.array(), json.offset(), json.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) return Optional.empty();
            var reader = new AnswerReader();
            fields(parser, reader::field);
            return parser.nextToken() == null ? Optional.of(reader.readAnswer()) : Optional.empty();
        } catch (JacksonException broken) {
            return Optional.empty();
        }
    }

    private ReadAnswer readAnswer() {
        var failed = choiceError != null ? choiceError : error;
        // An error that says nothing, beside choices, is none.
        if (failed != null && failed.isSilent() && !deltas.isEmpty() && choiceError == null) {
            failed = null;
            odd = true;
        }
        return new ReadAnswer(
                deltas,
                Optional.ofNullable(usage).filter(ReportedUsage::says),
                choices,
                thoughtLetters,
                chances,
                Optional.ofNullable(failed),
                contentAt,
                odd || oddEvent,
                odd || oddWhole);
    }

    /// Gives each field of the current object, its value's first token being the current one; skips what is not taken.
    static void fields(JsonParser parser, BiConsumer<String, JsonParser> field) {
        if (parser.currentToken() != JsonToken.START_OBJECT) return;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            field.accept(name, parser);
            parser.skipChildren();
        }
    }

    /// Gives the position of each element of the current array, its first token being the current one.
    static void elements(JsonParser parser, BiConsumer<Integer, JsonParser> element) {
        if (parser.currentToken() != JsonToken.START_ARRAY) return;
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            element.accept(i, parser);
            parser.skipChildren();
        }
    }

    private void field(String name, JsonParser parser) {
        switch (name) {
            case "choices" -> {
                choices = parser.currentToken() == JsonToken.START_ARRAY;
                elements(parser, this::choice);
            }
            case "usage" -> {
                usage = ReportedUsage.read(parser);
                if (!usage.says() && parser.currentToken() != JsonToken.VALUE_NULL) odd = true;
            }
            case "error" -> {
                if (parser.currentToken() != JsonToken.VALUE_NULL) error = UpstreamError.read(parser);
            }
            default -> {}
        }
    }

    private void choice(int position, JsonParser parser) {
        var readChoice = new ReadChoice(position);
        fields(parser, readChoice::field);
        odd |= readChoice.odd;
        oddEvent |= readChoice.oddEvent;
        oddWhole |= readChoice.oddWhole || readChoice.finish == null;
        if (readChoice.error != null) choiceError = readChoice.error;
        thoughtLetters += readChoice.reasoning.length();
        contentAt = readChoice.contentAt;
        if (readChoice.index == 0) chances = readChoice.chances;
        deltas.add(new Delta(
                readChoice.index,
                readChoice.text,
                readChoice.toolCalls,
                Optional.ofNullable(readChoice.finish),
                readChoice.chances.stream()
                        .mapToDouble(TokenChance::logProbability)
                        .average(),
                readChoice.reasoning));
    }

    private static final class ReadChoice {
        int index;
        String text = "";
        int contentAt = -1;
        String reasoning = "";
        List<ToolCallDelta> toolCalls = List.of();
        List<TokenChance> chances = List.of();
        boolean odd;
        boolean oddEvent;
        boolean oddWhole;

        @Nullable
        Finish finish;

        @Nullable
        UpstreamError error;

        ReadChoice(int position) {
            index = position;
        }

        void field(String name, JsonParser parser) {
            switch (name) {
                case "index" -> index = number(parser, index);
                case "delta" -> {
                    oddWhole = true;
                    fields(parser, this::said);
                }
                case "message" -> {
                    oddEvent = true;
                    fields(parser, this::said);
                }
                case "finish_reason" -> {
                    finish = finish(parser);
                    if (string(parser).equals("error") && error == null) error = ENDED_IN_ERROR;
                }
                case "error" -> {
                    var told = UpstreamError.read(parser);
                    odd = true;
                    if (!told.isSilent()) error = told;
                }
                case "usage" -> odd |= parser.currentToken() == JsonToken.START_OBJECT;
                case "logprobs" -> fields(parser, this::chances);
                default -> {}
            }
        }

        void chances(String name, JsonParser parser) {
            if (!name.equals("content")) return;
            chances = new ArrayList<>(1);
            elements(parser, (_, token) -> TokenChance.read(token).ifPresent(chances::add));
        }

        /// A refusal is what the model said, too.
        void said(String name, JsonParser parser) {
            switch (name) {
                case "content", "refusal" -> {
                    if (parser.currentToken() == JsonToken.VALUE_STRING) contentAt = position(parser);
                    text += content(parser);
                }
                // Some servers tell it under both names.
                case "reasoning_content", "reasoning" -> {
                    if (reasoning.isEmpty()) reasoning = string(parser);
                }
                case "tool_calls" -> {
                    toolCalls = new ArrayList<>(1);
                    elements(parser, (position, call) -> toolCalls.add(toolCall(position, call)));
                }
                default -> {}
            }
        }

        private ToolCallDelta toolCall(int position, JsonParser parser) {
            var readToolCall = new ReadToolCall();
            fields(parser, readToolCall::field);
            odd |= readToolCall.odd;
            oddEvent |= readToolCall.index < 0;
            oddWhole |= readToolCall.id.isEmpty();
            int index = readToolCall.index < 0 ? position : readToolCall.index;
            return new ToolCallDelta(index, filled(readToolCall.id), filled(readToolCall.name), readToolCall.arguments);
        }
    }

    private static int position(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }

    /// A content is a string, or (with some servers) an array of parts of which the texts count.
    private static String content(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) return string(parser);
        var text = new StringBuilder();
        elements(
                parser,
                (_, part) -> fields(part, (name, value) -> {
                    if (name.equals("text")) text.append(string(value));
                }));
        return text.toString();
    }

    private static final class ReadToolCall {
        int index = -1;
        String id = "";
        String name = "";
        String arguments = "";
        boolean odd;

        void field(String name, JsonParser parser) {
            switch (name) {
                case "index" -> index = number(parser, index);
                case "id" -> id = string(parser);
                case "function" -> fields(parser, this::function);
                default -> {}
            }
        }

        void function(String field, JsonParser parser) {
            switch (field) {
                case "name" -> name = string(parser);
                case "arguments" -> {
                    arguments = string(parser);
                    odd |= parser.currentToken() != JsonToken.VALUE_STRING;
                }
                default -> {}
            }
        }
    }

    private static Optional<String> filled(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static int number(JsonParser parser, int otherwise) {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                ? (int) Math.clamp(parser.getValueAsLong(otherwise), 0, Integer.MAX_VALUE)
                : otherwise;
    }

    static String string(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
    }

    /// Null while there is none: some servers say so with an empty string.
    private static @Nullable Finish finish(JsonParser parser) {
        return switch (string(parser)) {
            case "" -> null;
            case "stop", "end_turn", "eos", "stop_sequence" -> Finish.DONE;
            case "length", "max_tokens" -> Finish.LENGTH;
            case "tool_calls", "function_call" -> Finish.TOOLS;
            case "content_filter" -> Finish.FILTERED;
            default -> Finish.OTHER;
        };
    }
}
