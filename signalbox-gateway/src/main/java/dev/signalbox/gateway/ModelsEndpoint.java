package dev.signalbox.gateway;

import dev.signalbox.Failure;
import dev.signalbox.Nearest;
import dev.signalbox.Routes;
import dev.signalbox.chat.Json;
import dev.signalbox.gateway.openai.ChatWriter;
import dev.signalbox.gateway.openai.ErrorReply;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `GET /v1/models`: every name that a client can ask for, and whose it is.
final class ModelsEndpoint {
    static final String PATH = "/v1/models";
    private static final String OURS = "signalbox";

    private final Map<String, Json> each = new LinkedHashMap<>();
    private final Json all;

    /// @param since the time of creation that all models are given, as nobody tells it
    ModelsEndpoint(Routes routes, Instant since) {
        var owners = new LinkedHashMap<String, String>();
        for (var model : routes.models()) owners.put(model.id(), model.provider());
        var list = JsonNodeFactory.instance.objectNode();
        list.put("object", "list");
        var data = list.putArray("data");
        for (var name : routes.names()) {
            var model = model(name, owners.getOrDefault(name, OURS), since);
            data.add(model);
            each.put(name, Json.of(ChatWriter.bytes(model)));
        }
        all = Json.of(ChatWriter.bytes(list));
    }

    private static ObjectNode model(String name, String owner, Instant since) {
        var model = JsonNodeFactory.instance.objectNode();
        return model.put("id", name)
                .put("object", "model")
                .put("created", since.getEpochSecond())
                .put("owned_by", owner);
    }

    Reply all(Call call) {
        return Reply.json(all);
    }

    Reply one(Call call) {
        var name = name(call.client().path());
        var model = name.flatMap(known -> Optional.ofNullable(each.get(known)));
        return model.map(Reply::json)
                .orElseGet(() -> Reply.error(ErrorReply.of(
                        new Failure.UnknownModel(name.orElse("?"), Nearest.to(name.orElse(""), each.keySet())))));
    }

    private static Optional<String> name(String path) {
        try {
            return Optional.of(new URI(path).getPath().substring(PATH.length() + 1));
        } catch (URISyntaxException unreadable) {
            return Optional.empty();
        }
    }
}
