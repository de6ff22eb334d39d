package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What processes do with the signals that terminals and supervisors send.
class SignalTest {
    private static final int WAIT_SECONDS = 60;

    @TempDir
    Path folder;

    private static void send(String signal, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aGatewayOutlivesAHangup() throws Exception {
        assumeTrue(!File.separator.equals("\\"), "Windows has no such signal");
        try (var upstream = new ScriptedUpstream();
                var gateway = GatewayProcess.serve(GatewayProcess.settings(folder, upstream.url()));
                var http = HttpClient.newHttpClient()) {
            send("HUP", gateway.pid());
            for (int i = 0; i < WAIT_SECONDS * 10 && !gateway.said().contains("SIGHUP"); i++) Thread.sleep(100);
            assertThat(gateway.said()).contains("SIGHUP: goes on with the same settings.");
            var health = http.send(
                    HttpRequest.newBuilder(URI.create(gateway.url() + "/healthz"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(health.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aDemoThatIsStoppedLeavesNothingBehind() throws Exception {
        assumeTrue(!File.separator.equals("\\"), "Windows has no such signal");
        var temporary = Files.createDirectories(folder.resolve("tmp"));
        var process = new ProcessBuilder(GatewayProcess.command(
                        List.of("-Djava.io.tmpdir=" + temporary), List.of("demo", "--prompts", "732")))
                .redirectError(folder.resolve("error").toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        try {
            for (int i = 0; i < WAIT_SECONDS * 10 && folders(temporary) == 0; i++) Thread.sleep(100);
            assertThat(folders(temporary)).isEqualTo(1);
            // While it learns or asks.
            Thread.sleep(2_000);
            send("INT", process.pid());
            assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(folders(temporary)).isZero();
        assertThat(Files.readString(folder.resolve("error"))).doesNotContain("Exception", "\tat ");
    }

    private static long folders(Path temporary) throws Exception {
        try (var files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("signalbox-demo-"))
                    .count();
        }
    }
}
