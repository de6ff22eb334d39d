package dev.signalbox.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlmRouterCommandTest {
    @TempDir
    private Path folder;

    private HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger status = new AtomicInteger(200);

    /// A server that speaks OpenAI's chat API and sends sums to `small` and poems to `large`.
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", exchange -> {
            asked.incrementAndGet();
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var reply =
                    """
                    {"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":\
                    "{\\"expert_id\\":\\"%s\\",\\"confidence\\":0.9,\\"reason\\":\\"its kind\\"}"}}],\
                    "usage":{"prompt_tokens":100,"completion_tokens":10}}""".formatted(body.contains("sonnet") ? "large" : "small").getBytes(UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(status.get(), reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Run evaluate(String... more) throws IOException {
        var arguments = new ArrayList<>(
                List.of("evaluate", "--outcomes", table().toString(), "--resamples", "20", "--encoder", "static"));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    private Path table() throws IOException {
        var table = Files.createDirectories(folder.resolve("outcomes"));
        var texts = new StringBuilder();
        var outcomes = new StringBuilder("id,model,quality,input_tokens,output_tokens,cost_usd,latency_ms\n");
        for (int i = 0; i < 100; i++) {
            boolean sum = i % 2 == 0;
            texts.append("{\"id\":\"q%d\",\"text\":\"%s %d\"}\n"
                    .formatted(i, sum ? "What is 7 plus" : "Write a sonnet on rose number", i));
            outcomes.append("q%d,small,%d,,,0.0001,\n".formatted(i, sum ? 1 : 0));
            outcomes.append("q%d,large,%d,,,0.001,\n".formatted(i, sum ? 0 : 1));
        }
        Files.writeString(table.resolve("queries.jsonl"), texts);
        Files.writeString(table.resolve("outcomes.csv"), outcomes);
        return table;
    }

    private String settings() throws IOException {
        var file = folder.resolve("signalbox.yaml");
        Files.writeString(file, """
                providers:
                  local: {url: "http://127.0.0.1:%d/v1"}
                models:
                  guide: {provider: local, price: {input: 1, output: 2}}
                routes:
                  default: {models: [guide]}
                """.formatted(server.getAddress().getPort()));
        return file.toString();
    }

    @Test
    void aModelOfTheSettingsRoutesAndIsLearntFrom() throws IOException {
        var replies = folder.resolve("replies.jsonl").toString();
        String[] arguments = {
            "--methods",
            "llm-router,llm-router-distilled",
            "--settings",
            settings(),
            "--router",
            "guide",
            "--replies",
            replies
        };
        var run = evaluate(arguments);
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("llm-router")))
                .hasSize(2)
                .allMatch(line -> line.contains(" 1.0000 "));
        assertThat(run.out())
                .contains("Note: `llm-router` asked `guide` about 30 queries (0 replies were known")
                .contains("Note: `llm-router-distilled` asked `guide` about 70 queries");
        assertThat(asked).hasValue(100);
        assertThat(evaluate(arguments).out()).contains("(30 replies were known");
        assertThat(asked).hasValue(100);
    }

    @Test
    void whereItCannotBeAskedTheOthersAreMeasuredAllTheSame() throws IOException {
        status.set(401);
        var run = evaluate("--methods", "llm-router", "--settings", settings(), "--router", "guide");
        assertThat(run.code()).as(run.error()).isZero();
        assertThat(run.out())
                .contains("oracle")
                .contains("Note: `llm-router` was left out: `guide` could not be asked: ")
                .doesNotContain("replied as agreed");
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingIsRead() throws IOException {
        assertThat(evaluate("--methods", "llm-router").error())
                .contains("`llm-router` asks a large language model: name a settings file and one of its models "
                        + "(`--settings FILE --router MODEL`)");
        assertThat(evaluate("--methods", "knn", "--settings", "x.yaml").error())
                .contains("go with `--methods llm-router,llm-router-distilled`");
        assertThat(evaluate("--methods", "llm-router", "--settings", settings(), "--router", "giude")
                        .error())
                .contains("has no model `giude`. Did you mean `guide`?");
        assertThat(evaluate("--methods", "llm-rooter").error()).contains("Did you mean `llm-router`?");
        assertThat(evaluate("--router-seconds", "0").error())
                .contains("`--router-seconds` must lie between 0 and 3600");
        assertThat(asked).hasValue(0);
    }
}
