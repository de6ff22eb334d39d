package dev.signalbox.gateway.openai;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.gateway.json.JsonCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one message of a conversation. The cursor stands on its first token before and on its last after.
final class MessageReader {
    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool", "function");

    private MessageReader() {}

    static Message read(JsonCursor json) {
        int start = json.start();
        json.enterObject();
        var role = Optional.<Role>empty();
        var parts = List.<Part>of();
        var toolCalls = List.<ToolCall>of();
        var toolCallId = Optional.<String>empty();
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            switch (name) {
                case "role" -> role = Optional.of(role(json));
                case "content" -> parts = content(json);
                case "tool_calls" -> toolCalls = toolCalls(json);
                case "tool_call_id" -> toolCallId = json.stringOrNull();
                default -> json.skip();
            }
        }
        if (role.isEmpty()) throw json.missing("role");
        return new Message(role.get(), parts, toolCalls, toolCallId, Optional.of(json.sliceFrom(start)));
    }

    private static Role role(JsonCursor json) {
        var written = json.string();
        return switch (written) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool", "function" -> Role.TOOL;
            default -> throw json.unknownValue(written, ROLES);
        };
    }

    private static List<Part> content(JsonCursor json) {
        if (json.isNull()) return List.of();
        if (json.isString()) return List.of(new Part.Text(json.string()));
        json.enterArray("a string or an array of parts");
        var parts = new ArrayList<Part>();
        while (json.nextElement()) parts.add(part(json));
        return parts;
    }

    private static Part part(JsonCursor json) {
        json.enterObject();
        var type = Optional.<String>empty();
        var text = Optional.<String>empty();
        var location = Optional.<String>empty();
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            switch (name) {
                case "type" -> type = Optional.of(json.string());
                case "text" -> text = json.stringOrNull();
                case "image_url" -> location = location(json);
                case "file" -> location = location(json);
                default -> json.skip();
            }
        }
        if (type.isEmpty()) throw json.missing("type");
        return switch (type.get()) {
            case "text" -> {
                if (text.isEmpty()) throw json.missing("text");
                yield new Part.Text(text.get());
            }
            case "image_url" -> new Part.Media(Part.Kind.IMAGE, location);
            case "input_audio" -> new Part.Media(Part.Kind.AUDIO, location);
            case "file" -> new Part.Media(Part.Kind.FILE, location);
            default -> new Part.Other(type.get());
        };
    }

    /// Of an image its URL, of a file its id or its data; some clients write the URL without an object around it.
    private static Optional<String> location(JsonCursor json) {
        if (json.isString()) return Optional.of(json.string());
        if (json.isNull()) return Optional.empty();
        json.enterObject();
        var location = Optional.<String>empty();
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            switch (name) {
                case "url", "file_id" -> location = json.stringOrNull();
                case "file_data" -> location = location.isPresent() ? location : json.stringOrNull();
                default -> json.skip();
            }
        }
        return location;
    }

    private static List<ToolCall> toolCalls(JsonCursor json) {
        if (json.isNull()) return List.of();
        json.enterArray();
        var calls = new ArrayList<ToolCall>();
        while (json.nextElement()) calls.add(toolCall(json));
        return calls;
    }

    private static ToolCall toolCall(JsonCursor json) {
        json.enterObject();
        var id = "";
        var called = "";
        var arguments = "";
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            switch (name) {
                case "id" -> id = json.stringOrNull().orElse("");
                case "function", "custom" -> {
                    json.enterObject();
                    for (var inner = json.nextField(); inner != null; inner = json.nextField()) {
                        switch (inner) {
                            case "name" -> called = json.stringOrNull().orElse("");
                            case "arguments", "input" ->
                                arguments = json.stringOrNull().orElse("");
                            default -> json.skip();
                        }
                    }
                }
                default -> json.skip();
            }
        }
        return new ToolCall(id, called, arguments);
    }

    /// The `name` inside an object that describes a tool.
    static Optional<String> name(JsonCursor json) {
        json.enterObject();
        var named = Optional.<String>empty();
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            if (name.equals("name")) named = Optional.of(json.string());
            else json.skip();
        }
        return named;
    }
}
