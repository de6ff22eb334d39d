package dev.signalbox.app.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import tools.jackson.databind.json.JsonMapper;

/// Asks the gateway as any client would, over HTTP, a few requests at a time.
final class DemoClient implements AutoCloseable {
    static final int AT_ONCE = 8;
    private static final int STREAM_EVERY = 3;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI chat;

    DemoClient(String gateway) {
        chat = URI.create(gateway + "/v1/chat/completions");
    }

    /// @param text what was said
    record Reply(String requestId, String model, String text) {}

    /// Asks all prompts, every third one streaming.
    ///
    /// @param model a model's name or `auto`
    /// @param done is told how many are done
    List<Reply> ask(List<DemoData.Prompt> prompts, String model, OptionalDouble quality, IntConsumer done)
            throws IOException, InterruptedException {
        var places = new Semaphore(AT_ONCE);
        var count = new AtomicInteger();
        var replies = new ArrayList<Future<Reply>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < prompts.size(); i++) {
                var prompt = prompts.get(i);
                boolean streaming = i % STREAM_EVERY == STREAM_EVERY - 1;
                replies.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return ask(prompt.text(), model, quality, streaming);
                    } finally {
                        places.release();
                        done.accept(count.incrementAndGet());
                    }
                }));
            }
            var all = new ArrayList<Reply>();
            for (var reply : replies) all.add(reply.get());
            return all;
        } catch (ExecutionException failed) {
            throw new IOException("the gateway did not answer: " + failed.getCause(), failed.getCause());
        }
    }

    private Reply ask(String prompt, String model, OptionalDouble quality, boolean streaming)
            throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("model", model).put("stream", streaming);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        quality.ifPresent(place -> body.putObject("signalbox").put("quality", place));
        var request = HttpRequest.newBuilder(chat)
                .timeout(Duration.ofSeconds(60))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        var reply = http.send(request, BodyHandlers.ofString());
        if (reply.statusCode() != 200)
            throw new IOException("status %d: %s".formatted(reply.statusCode(), reply.body()));
        return new Reply(
                header(reply, "x-signalbox-request"),
                header(reply, "x-signalbox-model"),
                streaming ? streamed(reply.body()) : plain(reply.body()));
    }

    private static String header(HttpResponse<String> reply, String name) throws IOException {
        return reply.headers().firstValue(name).orElseThrow(() -> new IOException("no header `%s`".formatted(name)));
    }

    private static String plain(String body) {
        return JSON.readTree(body)
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asString("");
    }

    private static String streamed(String body) throws IOException {
        if (!body.contains("data: [DONE]")) throw new IOException("a stream without its end");
        var text = new StringBuilder();
        body.lines()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line -> text.append(JSON.readTree(line.substring(6))
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asString("")));
        return text.toString();
    }

    /// A line to try by hand. The prompt must hold no single quote.
    static String curl(String gateway, String prompt) {
        var body = JSON.createObjectNode().put("model", "auto");
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return "curl %s/v1/chat/completions -H 'content-type: application/json' -d '%s'".formatted(gateway, body);
    }

    @Override
    public void close() {
        http.close();
    }
}
