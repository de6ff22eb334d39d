package dev.signalbox.verify.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Watching;
import dev.signalbox.signal.Condition;
import dev.signalbox.standard.monitor.Monitors;
import dev.signalbox.standard.monitor.RepetitionMonitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that hangs up ends its model's work, which would be paid for otherwise.
class HangUpTest {
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final int TRIES = 8;

    @ParameterizedTest
    @ValueSource(strings = {"open", "held"})
    void theUpstreamIsCancelledWithinATenthOfASecond(String route) throws Exception {
        try (var upstream = new StreamingUpstream();
                var box = new LocalBox(upstream.url(), plans(), List.of(), Monitors.usual())) {
            // The limit is for the product. A machine that has others to serve, too, may hold any one try up, but not
            // all of them; a product that waits for anything (a beat, the next write) would be late each time.
            long best = Long.MAX_VALUE;
            for (int i = 0; i < TRIES && best > LIMIT.toNanos(); i++)
                best = Math.min(best, nanosToCancel(upstream, box, route));
            assertThat(Duration.ofNanos(best)).isLessThanOrEqualTo(LIMIT);
        }
    }

    private static Map<String, dev.signalbox.plan.Plan> plans() {
        var call = new Call(LocalBox.model("m", LocalBox.PATIENT, 1));
        var held = new Watching(new Condition.Never(), 1_000, Duration.ofHours(1), 200, Set.of(RepetitionMonitor.NAME));
        return Map.of(
                "open",
                call,
                "held",
                new Cascade(List.of(Stage.of(call, Condition.ALWAYS).watched(held))));
    }

    /// From the client's hanging up until the upstream sees its own connection end.
    private static long nanosToCancel(StreamingUpstream upstream, LocalBox box, String route) throws Exception {
        var speaking = new CompletableFuture<Void>();
        var gone = new CompletableFuture<Long>();
        upstream.plays("m", line -> {
            line.say("One ", "word");
            speaking.complete(null);
            try {
                line.hang();
            } finally {
                gone.complete(System.nanoTime());
            }
        });
        long hungUp;
        try (var client = new Socket(InetAddress.getLoopbackAddress(), box.url().getPort())) {
            send(client, route);
            speaking.get(20, TimeUnit.SECONDS);
            if (route.equals("open")) awaitWord(client);
            assertThat(gone).isNotDone();
            hungUp = System.nanoTime();
        }
        return gone.get(20, TimeUnit.SECONDS) - hungUp;
    }

    private static void send(Socket client, String route) throws IOException {
        var body = "{\"model\":\"auto/%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                .formatted(route);
        client.getOutputStream()
                .write("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(body.length(), body)
                        .getBytes(UTF_8));
    }

    private static void awaitWord(Socket client) throws IOException {
        var heard = new StringBuilder();
        while (heard.indexOf("word") < 0)
            heard.append((char) client.getInputStream().read());
    }
}
