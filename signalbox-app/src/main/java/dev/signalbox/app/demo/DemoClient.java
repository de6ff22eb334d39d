package dev.signalbox.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
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
        return each(
                prompts, (prompt, i) -> ask(prompt.text(), model, quality, i % STREAM_EVERY == STREAM_EVERY - 1), done);
    }

    private interface Question<T> {
        T ask(DemoData.Prompt prompt, int place) throws IOException, InterruptedException;
    }

    private static <T> List<T> each(List<DemoData.Prompt> prompts, Question<T> question, IntConsumer done)
            throws IOException, InterruptedException {
        var places = new Semaphore(AT_ONCE);
        var count = new AtomicInteger();
        var replies = new ArrayList<Future<T>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < prompts.size(); i++) {
                int place = i;
                replies.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return question.ask(prompts.get(place), place);
                    } finally {
                        places.release();
                        done.accept(count.incrementAndGet());
                    }
                }));
            }
            var all = new ArrayList<T>();
            for (var reply : replies) all.add(reply.get());
            return all;
        } catch (ExecutionException failed) {
            throw new IOException("the gateway did not answer: " + failed.getCause(), failed.getCause());
        }
    }

    /// What was heard of a stream.
    ///
    /// @param whole whether it came to a good end
    /// @param firstWord until something was heard
    record Heard(String requestId, String text, boolean whole, Duration firstWord) {}

    /// Asks all prompts, each streaming, and takes what comes of them.
    List<Heard> hear(List<DemoData.Prompt> prompts, String model) throws IOException, InterruptedException {
        return each(prompts, (prompt, _) -> hear(prompt.text(), model), _ -> {});
    }

    private Heard hear(String prompt, String model) throws IOException, InterruptedException {
        long start = System.nanoTime();
        var reply = http.send(request(prompt, model, OptionalDouble.empty(), true), BodyHandlers.ofLines());
        var text = new StringBuilder();
        var first = Optional.<Duration>empty();
        boolean whole = false;
        try (var lines = reply.body()) {
            for (var line : (Iterable<String>) lines::iterator) {
                text.append(said(line));
                if (first.isEmpty() && !text.isEmpty())
                    first = Optional.of(Duration.ofNanos(System.nanoTime() - start));
                whole |= line.equals("data: [DONE]");
            }
        } catch (UncheckedIOException broken) {
            whole = false;
        }
        return new Heard(
                header(reply, "x-signalbox-request"),
                text.toString(),
                whole,
                first.orElseGet(() -> Duration.ofNanos(System.nanoTime() - start)));
    }

    private Reply ask(String prompt, String model, OptionalDouble quality, boolean streaming)
            throws IOException, InterruptedException {
        var reply = http.send(request(prompt, model, quality, streaming), BodyHandlers.ofString());
        if (reply.statusCode() != 200)
            throw new IOException("status %d: %s".formatted(reply.statusCode(), reply.body()));
        return new Reply(
                header(reply, "x-signalbox-request"),
                header(reply, "x-signalbox-model"),
                streaming ? streamed(reply.body()) : plain(reply.body()));
    }

    private HttpRequest request(String prompt, String model, OptionalDouble quality, boolean streaming) {
        var body = JSON.createObjectNode().put("model", model).put("stream", streaming);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        quality.ifPresent(place -> body.putObject("signalbox").put("quality", place));
        return HttpRequest.newBuilder(chat)
                .timeout(Duration.ofSeconds(60))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
    }

    private static String header(HttpResponse<?> reply, String name) throws IOException {
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
        return body.lines().map(DemoClient::said).collect(Collectors.joining());
    }

    /// What a line of a stream adds to the text.
    private static String said(String line) {
        if (!line.startsWith("data: {")) return "";
        return JSON.readTree(line.substring(6))
                .path("choices")
                .path(0)
                .path("delta")
                .path("content")
                .asString("");
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
