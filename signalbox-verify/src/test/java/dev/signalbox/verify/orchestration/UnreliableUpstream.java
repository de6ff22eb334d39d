package dev.signalbox.verify.orchestration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Two models that are asked for JSON of one schema and often get it wrong, each in its share of calls:
/// with a fence, prose around it, a comma too many, an end that is missing, a wrong type, or a field that
/// is missing. Which call fails and how depends on the seed, the case that the prompt names, the model, and
/// how often it was asked before.
final class UnreliableUpstream implements AutoCloseable {
    static final String SCHEMA = """
            {"type": "object", "additionalProperties": false, "required": ["name", "age", "tags", "address"],
             "properties": {"name": {"type": "string"}, "age": {"type": "integer"},
              "tags": {"type": "array", "items": {"type": "string"}},
              "address": {"type": "object", "additionalProperties": false, "required": ["city", "zip"],
               "properties": {"city": {"type": "string"}, "zip": {"type": "string"}}}}}""";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CASE = Pattern.compile("Case (\\d+):");
    private static final int CHARACTERS_PER_TOKEN = 4;

    /// A way to get JSON wrong.
    enum Flaw {
        FENCE,
        PROSE,
        TRAILING_COMMA,
        CUT,
        WRONG_TYPE,
        MISSING_FIELD
    }

    private final HttpServer server;
    private final long seed;
    private final Map<String, Double> flawed;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    /// @param flawed the share of its calls that each model gets wrong
    UnreliableUpstream(long seed, Map<String, Double> flawed) throws IOException {
        this.seed = seed;
        this.flawed = Map.copyOf(flawed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::chat);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void chat(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        var request = JSON.readTree(body);
        var model = request.path("model").asString();
        var found =
                CASE.matcher(request.path("messages").path(0).path("content").asString());
        if (!found.find()) throw new IOException("the prompt names no case");
        int number = Integer.parseInt(found.group(1));
        int attempt = asked.merge(model + "/" + number, 1, Integer::sum);
        var text = text(new Random(seed + 31L * number + 1_000_003L * attempt + model.hashCode()), model);
        answer(exchange, completion(model, text, body.length()));
    }

    private String text(Random random, String model) {
        // The first numbers of neighbouring seeds are alike.
        random.nextLong();
        var person = person(random);
        boolean wrong = random.nextDouble() < flawed.getOrDefault(model, 0.0);
        return wrong ? spoilt(person, Flaw.values()[random.nextInt(Flaw.values().length)]) : person.toString();
    }

    private static ObjectNode person(Random random) {
        var person = JSON.createObjectNode()
                .put("name", "Person \"%d\"".formatted(random.nextInt(1000)))
                .put("age", random.nextInt(100));
        var tags = person.putArray("tags");
        for (int i = random.nextInt(4); i > 0; i--) tags.add("tag, %d".formatted(random.nextInt(100)));
        person.putObject("address").put("city", "Bern").put("zip", "%04d".formatted(random.nextInt(10_000)));
        return person;
    }

    private static String spoilt(ObjectNode person, Flaw flaw) {
        var whole = person.toString();
        return switch (flaw) {
            case FENCE -> "```json\n%s\n```".formatted(whole);
            case PROSE -> "Here is the JSON you asked for:\n\n%s\n\nLet me know if you need more.".formatted(whole);
            case TRAILING_COMMA -> whole.substring(0, whole.length() - 1) + ",}";
            case CUT -> whole.substring(0, whole.length() * 2 / 3);
            case WRONG_TYPE -> person.put("age", "about forty").toString();
            case MISSING_FIELD -> person.without(List.of("address")).toString();
        };
    }

    private static String completion(String model, String text, int promptLength) {
        var body = JSON.createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", model);
        body.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", text);
        body.putObject("usage")
                .put("prompt_tokens", promptLength / CHARACTERS_PER_TOKEN)
                .put("completion_tokens", text.length() / CHARACTERS_PER_TOKEN)
                .put("total_tokens", (promptLength + text.length()) / CHARACTERS_PER_TOKEN);
        return body.toString();
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
