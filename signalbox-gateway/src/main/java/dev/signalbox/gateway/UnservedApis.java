package dev.signalbox.gateway;

import dev.signalbox.Nearest;
import dev.signalbox.chat.Json;
import dev.signalbox.gateway.openai.ChatWriter;
import dev.signalbox.gateway.openai.ErrorReply;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/// What is said at a path that is not served. A known API is named, with the way round, in the error form that its own
/// clients read; elsewhere the nearest path is told.
final class UnservedApis {
    private static final String CHAT = "Chats go to POST /v1/chat/completions.";
    private static final String DIRECT = "Ask its provider directly.";

    private enum Form {
        OPENAI,
        ANTHROPIC,
        GEMINI,
        OLLAMA
    }

    private record Api(String prefix, String name, Form form, String way) {}

    private static final List<Api> APIS = List.of(
            new Api("/v1/responses", "OpenAI's Responses API", Form.OPENAI, CHAT),
            new Api("/v1/completions", "OpenAI's legacy completions API", Form.OPENAI, CHAT),
            new Api("/v1/embeddings", "OpenAI's embeddings API", Form.OPENAI, DIRECT),
            new Api("/v1/images", "OpenAI's images API", Form.OPENAI, DIRECT),
            new Api("/v1/audio", "OpenAI's audio API", Form.OPENAI, DIRECT),
            new Api("/v1/moderations", "OpenAI's moderations API", Form.OPENAI, DIRECT),
            new Api("/v1/files", "OpenAI's files API", Form.OPENAI, DIRECT),
            new Api("/v1/uploads", "OpenAI's uploads API", Form.OPENAI, DIRECT),
            new Api("/v1/batches", "OpenAI's batch API", Form.OPENAI, DIRECT),
            new Api("/v1/fine_tuning", "OpenAI's fine-tuning API", Form.OPENAI, DIRECT),
            new Api("/v1/assistants", "OpenAI's Assistants API", Form.OPENAI, CHAT),
            new Api("/v1/threads", "OpenAI's Assistants API", Form.OPENAI, CHAT),
            new Api("/v1/vector_stores", "OpenAI's vector stores API", Form.OPENAI, DIRECT),
            new Api("/v1/realtime", "OpenAI's Realtime API", Form.OPENAI, CHAT),
            new Api("/v1/rerank", "the rerank API", Form.OPENAI, DIRECT),
            new Api("/v1/messages", "Anthropic's Messages API", Form.ANTHROPIC, CHAT),
            new Api("/v1/complete", "Anthropic's legacy completions API", Form.ANTHROPIC, CHAT),
            new Api("/v1beta/", "Google's Gemini API", Form.GEMINI, CHAT),
            new Api("/api/chat", "Ollama's API", Form.OLLAMA, CHAT),
            new Api("/api/generate", "Ollama's API", Form.OLLAMA, CHAT),
            new Api("/api/tags", "Ollama's API", Form.OLLAMA, "Models are listed at GET /v1/models."),
            new Api("/api/embed", "Ollama's API", Form.OLLAMA, DIRECT),
            new Api("/openai/deployments", "Azure's path of the chat API", Form.OPENAI, CHAT));

    private UnservedApis() {}

    /// @param served the paths that are
    static HttpReply at(String path, List<String> served) {
        for (var api : APIS) {
            if (path.startsWith(api.prefix)) {
                return reply(api.form, "%s (`%s`) is not served here. %s".formatted(api.name, api.prefix, api.way));
            }
        }
        var near = Nearest.to(path, served)
                .or(() -> Nearest.to("/v1" + path, served))
                .map(" Did you mean `%s`?"::formatted)
                .orElse("");
        var what = "There is nothing at this path.%s %s".formatted(near, CHAT);
        return path.startsWith("/api/") ? HttpReply.problem(404, "Not Found", what) : reply(Form.OPENAI, what);
    }

    private static HttpReply reply(Form form, String message) {
        return switch (form) {
            case OPENAI -> HttpReply.error(ErrorReply.of(404, "not_found", message));
            case ANTHROPIC ->
                json(Map.of("type", "error"), "error", Map.of("type", "not_found_error", "message", message));
            case GEMINI -> json(Map.of(), "error", Map.of("status", "NOT_FOUND", "message", message));
            case OLLAMA -> json(Map.of("error", message), "", Map.of());
        };
    }

    private static HttpReply json(Map<String, String> outer, String name, Map<String, String> inner) {
        var root = JsonNodeFactory.instance.objectNode();
        outer.forEach(root::put);
        if (!name.isEmpty()) {
            var error = root.putObject(name);
            if (inner.containsKey("status")) error.put("code", 404);
            inner.forEach(error::put);
        }
        return new HttpReply(404, "application/json", Json.of(ChatWriter.bytes(root)), Map.of());
    }
}
