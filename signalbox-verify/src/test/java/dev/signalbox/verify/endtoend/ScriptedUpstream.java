package dev.signalbox.verify.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An OpenAI-compatible server that answers with what it was asked, so that a client sees what arrived;
/// offered tools it calls; and asked by `status N`, `cut` or `stall` (of a model called `faulty-…`) it fails
/// like that.
final class ScriptedUpstream implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private final HttpServer server;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);

    ScriptedUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::chat);
        server.createContext("/cancelled", this::cancelled);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    private void cancelled(HttpExchange exchange) throws IOException {
        try {
            answer(exchange, 200, "" + cancelled.await(2, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void chat(HttpExchange exchange) throws IOException {
        var request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        var last = request.path("messages").path(request.path("messages").size() - 1);
        var text = last.path("content").isString() ? last.path("content").asString() : "";
        var faulty = request.path("model").asString().startsWith("faulty");
        if (faulty && text.startsWith("status ")) fail(exchange, Integer.parseInt(text.substring(7)));
        else if (request.path("stream").asBoolean(false)) stream(exchange, request, faulty ? text : "");
        else answer(exchange, 200, plain(request, last));
    }

    private static void fail(HttpExchange exchange, int status) throws IOException {
        if (status == 429) exchange.getResponseHeaders().add("Retry-After", "7");
        answer(exchange, status, """
                {"error":{"message":"it is bad","type":"some_error","param":"temperature","code":"bad_thing"}}""");
    }

    private static String plain(JsonNode request, JsonNode last) {
        var message = JSON.createObjectNode().put("role", "assistant");
        var finish = "stop";
        if (request.has("tools") && !last.path("role").asString().equals("tool")) {
            message.putNull("content");
            message.putArray("tool_calls")
                    .addObject()
                    .put("id", "call_1")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", "weather")
                    .put("arguments", "{\"city\":\"Bern\"}");
            finish = "tool_calls";
        } else if (request.has("response_format")) {
            message.put("content", "{\"city\":\"Bern\"}");
        } else {
            message.put("content", request.toString());
        }
        var body = JSON.createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", request.path("model").asString());
        var choices = body.putArray("choices");
        for (int i = 0; i < request.path("n").asInt(1); i++) {
            choices.addObject().put("index", i).put("finish_reason", finish).set("message", message);
        }
        body.putObject("usage")
                .put("prompt_tokens", 10)
                .put("completion_tokens", 3)
                .put("total_tokens", 13);
        return body.toString();
    }

    private void stream(HttpExchange exchange, JsonNode request, String fault) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var deltas = request.has("tools")
                ? toolDeltas()
                : List.of(
                        "{\"role\":\"assistant\",\"content\":\"\"}",
                        "{\"content\":\"one \"}",
                        "{\"content\":\"two \"}",
                        "{\"content\":\"three\"}");
        var out = exchange.getResponseBody();
        for (int i = 0; i < deltas.size(); i++) {
            out.write(event(request, deltas.get(i), "null").getBytes(UTF_8));
            out.flush();
            if (i == 1 && fault.equals("cut")) {
                exchange.close();
                return;
            }
            if (i == 1 && fault.equals("stall")) awaitCancel(exchange);
        }
        out.write(event(request, "{}", request.has("tools") ? "\"tool_calls\"" : "\"stop\"")
                .getBytes(UTF_8));
        if (request.path("stream_options").path("include_usage").asBoolean(false)) {
            out.write(
                    ("data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
                                    + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":3,\"total_tokens\":13}}\n\n")
                            .getBytes(UTF_8));
        }
        out.write("data: [DONE]\n\n".getBytes(UTF_8));
        exchange.close();
    }

    private static List<String> toolDeltas() {
        var cities = List.of("Bern", "Biel");
        return IntStream.range(0, 2)
                .boxed()
                .flatMap(i ->
                        List.of("""
                        {"tool_calls":[{"index":%d,"id":"call_%d","type":"function","function":{"name":"weather","arguments":""}}]}""".formatted(i, i + 1), """
                        {"tool_calls":[{"index":%d,"function":{"arguments":"{\\"city\\":"}}]}""".formatted(i), """
                        {"tool_calls":[{"index":%d,"function":{"arguments":"\\"%s\\"}"}}]}""".formatted(i, cities.get(i))).stream())
                .toList();
    }

    private static String event(JsonNode request, String delta, String finish) {
        return """
                data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":%s,"choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

                """.formatted(request.path("model"), delta, finish);
    }

    /// Writes comments until the other side has gone.
    private void awaitCancel(HttpExchange exchange) throws IOException {
        try {
            while (!closing.await(20, TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write(": still here\n\n".getBytes(UTF_8));
                exchange.getResponseBody().flush();
            }
        } catch (IOException gone) {
            cancelled.countDown();
            throw gone;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
