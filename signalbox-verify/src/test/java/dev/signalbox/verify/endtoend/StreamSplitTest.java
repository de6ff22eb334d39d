package dev.signalbox.verify.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.Event;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Watching;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Monitor;
import dev.signalbox.standard.monitor.Monitors;
import dev.signalbox.standard.sensor.QuerySensors;
import dev.signalbox.verify.endtoend.StreamingUpstream.Line;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// However the network cuts a stream into pieces, what the client hears under watch is the answer, letter by letter.
class StreamSplitTest {
    private static final List<String> WORDS =
            List.of("A signal box – “Stellwerk” – ", "works points.\n", "日本では信号所。 ", "And 🚂 pass.");
    private static final String TEXT = String.join("", WORDS);
    private static final int AT_ONCE = 16;
    private static final int RANDOM_CUTS = 200;

    private final HttpClient http = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private StreamingUpstream upstream;

    @SuppressWarnings("NullAway.Init")
    private LocalBox box;

    @BeforeEach
    void start() throws IOException {
        upstream = new StreamingUpstream();
        var model = LocalBox.model("m", LocalBox.PATIENT, 1);
        // Little is held and little is kept back, so that the pieces go on while more are coming.
        var monitors = Monitors.usual().stream().map(Monitor::name).collect(Collectors.toSet());
        var watching = new Watching(new Condition.Never(), 4, Duration.ofMillis(5), 10, monitors);
        var plan =
                new Cascade(List.of(Stage.of(new Call(model), Condition.ALWAYS).watched(watching)));
        box = new LocalBox(
                upstream.url(), Map.of("watched", plan), List.copyOf(QuerySensors.inOrder()), Monitors.usual());
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        box.close();
        upstream.close();
    }

    /// As servers that keep to the rules write it.
    private static byte[] conforming() {
        var stream =
                new StringBuilder(StreamingUpstream.event("m", "{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        for (var word : WORDS) {
            stream.append(
                    StreamingUpstream.event("m", "{\"content\":\"%s\"}".formatted(word.replace("\n", "\\n")), "null"));
        }
        stream.append(StreamingUpstream.event("m", "{}", "\"stop\"")).append("data: [DONE]\n\n");
        return stream.toString().getBytes(UTF_8);
    }

    /// As others do: a mark at the beginning, comments, other line ends, no names, and a role each time.
    private static byte[] sloppy() {
        var stream = new StringBuilder("\ufeff: hello\r\n\r\n");
        for (var word : WORDS) {
            stream.append(
                            "event: message\r\ndata:{\"choices\":[{\"delta\":{\"role\":\"assistant\",\r\ndata:\"content\":\"")
                    .append(word.replace("\n", "\\n"))
                    .append("\"}}]}\r\n\r\n");
        }
        return stream.append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\r\rdata:[DONE]\n\n")
                .toString()
                .getBytes(UTF_8);
    }

    @Test
    void aConformingStreamMayBeSplitAnywhere() throws Exception {
        assertHeardWhole(conforming(), everywhere(conforming()));
    }

    @Test
    void aSloppyStreamMayBeSplitAnywhere() throws Exception {
        assertHeardWhole(sloppy(), everywhere(sloppy()));
    }

    @Test
    void aStreamMayBeSplitInManyPlaces() throws Exception {
        assertHeardWhole(conforming(), manyPlaces(conforming()));
        assertHeardWhole(sloppy(), manyPlaces(sloppy()));
    }

    private static List<int[]> everywhere(byte[] stream) {
        return IntStream.range(1, stream.length).mapToObj(at -> new int[] {at}).toList();
    }

    private static List<int[]> manyPlaces(byte[] stream) {
        var random = new SplittableRandom(stream.length);
        return IntStream.range(0, RANDOM_CUTS)
                .mapToObj(_ -> random.ints(2 + random.nextInt(30), 1, stream.length)
                        .sorted()
                        .distinct()
                        .toArray())
                .toList();
    }

    /// @param cuts where the stream is split, for one request each
    private void assertHeardWhole(byte[] stream, List<int[]> cuts) throws Exception {
        // Which cut it is stands in the question.
        upstream.plays("m", line -> {
            var question = line.asked().at("/messages/0/content").asString();
            play(line, stream, cuts.get(Integer.parseInt(question.substring(question.lastIndexOf(' ') + 1))));
        });
        var turns = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<Heard>>();
            for (int i = 0; i < cuts.size(); i++) {
                int number = i;
                asked.add(threads.submit(() -> {
                    turns.acquire();
                    try {
                        return Heard.of(http, box.url(), "auto/watched", "What is a signal box? " + number, "");
                    } finally {
                        turns.release();
                    }
                }));
            }
            for (int i = 0; i < cuts.size(); i++) {
                var heard = asked.get(i).get();
                var where = "split at " + Arrays.toString(cuts.get(i));
                assertThat(heard.text()).as(where).isEqualTo(TEXT);
                assertThat(heard.finishes()).as(where).containsExactly("stop");
                assertThat(answer(heard)).as(where).isEqualTo(TEXT);
            }
        }
    }

    private String answer(Heard heard) {
        var story = box.story(heard.header("x-signalbox-request"));
        return ((Event.Finished) story.getLast()).answer().text();
    }

    private static void play(Line line, byte[] stream, int[] cuts) throws IOException, InterruptedException {
        line.open();
        int from = 0;
        for (int cut : cuts) {
            line.raw(Arrays.copyOfRange(stream, from, cut));
            // Else both pieces would be read as one.
            Thread.sleep(2);
            from = cut;
        }
        line.raw(Arrays.copyOfRange(stream, from, stream.length));
        line.end();
    }
}
