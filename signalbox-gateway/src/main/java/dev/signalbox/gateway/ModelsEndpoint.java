package dev.signalbox.gateway;

import dev.signalbox.Failure;
import dev.signalbox.Nearest;
import dev.signalbox.Routes;
import dev.signalbox.chat.Json;
import dev.signalbox.gateway.openai.ChatWriter;
import dev.signalbox.gateway.openai.ErrorReply;
import dev.signalbox.model.Model;
import java.math.BigDecimal;
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
        var owners = new LinkedHashMap<String, Model>();
        for (var model : routes.models()) owners.put(model.id(), model);
        var list = JsonNodeFactory.instance.objectNode();
        list.put("object", "list");
        var data = list.putArray("data");
        for (var name : routes.names()) {
            var model = model(name, Optional.ofNullable(owners.get(name)), since);
            data.add(model);
            each.put(name, Json.of(ChatWriter.bytes(model)));
        }
        all = Json.of(ChatWriter.bytes(list));
    }

    /// @param served the model of that name; empty where it is a route
    private static ObjectNode model(String name, Optional<Model> served, Instant since) {
        var model = JsonNodeFactory.instance.objectNode();
        model.put("id", name)
                .put("object", "model")
                .put("created", since.getEpochSecond())
                .put("owned_by", served.map(Model::provider).orElse(OURS));
        served.ifPresent(known -> {
            known.contextTokens().ifPresent(tokens -> model.put("context_length", tokens));
            // US dollars for one token, as OpenRouter and its clients write them.
            model.putObject("pricing")
                    .put("prompt", perToken(known.price().input()))
                    .put("completion", perToken(known.price().output()));
        });
        return model;
    }

    private static String perToken(double perMillion) {
        return BigDecimal.valueOf(perMillion)
                .movePointLeft(6)
                .stripTrailingZeros()
                .toPlainString();
    }

    HttpReply all(HttpExchange httpExchange) {
        return HttpReply.json(all);
    }

    HttpReply one(HttpExchange httpExchange) {
        var name = name(httpExchange.client().path());
        var model = name.flatMap(known -> Optional.ofNullable(each.get(known)));
        return model.map(HttpReply::json)
                .orElseGet(() -> HttpReply.error(ErrorReply.of(
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
