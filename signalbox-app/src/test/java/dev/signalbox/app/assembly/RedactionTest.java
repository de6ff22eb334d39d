package dev.signalbox.app.assembly;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// Whether what an upstream says of a prompt stays out of the journal and the log.
class RedactionTest {
    private static final String SECRET = "xylophone-4711";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private volatile int status = 400;
    private volatile String body = "";
    private HttpServer upstream;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws IOException {
        logged.start();
        root.addAppender(logged);
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                var bytes = body.getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        upstream.start();
    }

    @AfterEach
    void close() {
        root.detachAppender(logged);
        http.close();
        upstream.stop(0);
    }

    private String ask(boolean capture) throws Exception {
        var yaml = """
                server: {port: 0}
                encoder: {kind: none}
                journal: {path: journal.db, capture: %s}
                providers: {up: {url: "http://127.0.0.1:%d/v1"}}
                models: {one: {provider: up, price: {input: 1, output: 1}}}
                routes: {default: {models: [one]}}
                """.formatted(capture, upstream.getAddress().getPort());
        try (var server = SignalboxServer.start(Fixture.settings(yaml, folder), Fixture.surroundings(Map.of()))) {
            var request = HttpRequest.newBuilder(URI.create(server.url() + "/v1/chat/completions"))
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"" + SECRET + "\"}]}"))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    private boolean isKept(String text) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.filter(file -> file.getFileName().toString().startsWith("journal"))
                    .toList()) {
                if (new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | {"error": {"message": "I cannot read `%1$s`.", "type": "%1$s", "code": "%1$s", "param": "%1$s"}}
                    422 | {"detail": [{"loc": ["%1$s"], "msg": "bad: %1$s", "type": "value_error"}]}
                    500 | {"error": "%1$s"}
                    503 | ["%1$s"]
                    429 | {"message": "too often: %1$s", "code": "%1$s"}
                    400 | {"error": {"message": "maximum context length is 10, your prompt `%1$s` is longer"}}
                    200 | {"error": {"message": "no: %1$s", "code": "%1$s"}}
                    200 | {"choices": [{"error": {"message": "%1$s", "code": "%1$s"}}]}
                    """)
    void whatAnUpstreamQuotesIsNeitherJournalledNorLogged(int told, String said) throws Exception {
        status = told;
        body = said.formatted(SECRET);

        ask(false);

        assertThat(isKept(SECRET)).isFalse();
        assertThat(logged.list).noneMatch(line -> line.getFormattedMessage().contains(SECRET));
    }

    @Test
    void theClientHearsItAllTheSameAndACapturingJournalKeepsIt() throws Exception {
        body = "{\"error\": {\"message\": \"I cannot read `%s`.\"}}".formatted(SECRET);

        assertThat(ask(true)).contains("I cannot read `" + SECRET);
        assertThat(isKept("I cannot read `" + SECRET)).isTrue();
    }
}
