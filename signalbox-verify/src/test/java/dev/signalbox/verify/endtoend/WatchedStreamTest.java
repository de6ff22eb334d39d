package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.checks.Checks;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Capability;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Watching;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Sensor;
import dev.signalbox.standard.check.CheckSensor;
import dev.signalbox.standard.estimate.ModelStats;
import dev.signalbox.standard.monitor.JsonValidMonitor;
import dev.signalbox.standard.monitor.Monitors;
import dev.signalbox.standard.monitor.StallMonitor;
import dev.signalbox.standard.monitor.TemplateLeakMonitor;
import dev.signalbox.standard.sensor.QuerySensors;
import dev.signalbox.verify.endtoend.StreamingUpstream.Line;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client hears of models that fail, over HTTP on both sides: always one well-formed stream that is
/// whole or says clearly that it is not; and where the beginning is held, the next model's answer and
/// nothing else.
class WatchedStreamTest {
    private static final String QUESTION =
            "What does a signal box do, and why do the levers in it have to be interlocked with each other?";
    private static final String SOUND =
            "A signal box is the building from which the points and the signals of a station are worked. "
                    + "Levers move them, and what must not be moved together is locked, lever by lever. "
                    + "A signaller asks the next box by bell whether a train may come, and writes it down.\n";
    private static final String SECOND = "A signal box sets the points – “interlocking” keeps two trains apart. 🚂\n";
    private static final String SECOND_JSON = "{\"name\": \"second\", \"a\": 1}";

    @SuppressWarnings("NullAway.Init")
    private static StreamingUpstream upstream;

    @SuppressWarnings("NullAway.Init")
    private static LocalBox box;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        upstream = new StreamingUpstream();
        upstream.plays("second", WatchedStreamTest::answer);
        box = new LocalBox(upstream.url(), plans(), sensors(), monitors());
    }

    @AfterAll
    static void stop() throws IOException {
        HTTP.close();
        box.close();
        upstream.close();
    }

    private static List<Sensor<?>> sensors() {
        var sensors = new ArrayList<Sensor<?>>(QuerySensors.inOrder());
        var checks = new Checks(Checks.Options.DEFAULT);
        for (var name : List.of("truncated", "refusal")) sensors.add(new CheckSensor(checks.named(name)));
        return sensors;
    }

    /// As usual, but for how long a silence may last: less than the provider waits.
    private static List<Monitor> monitors() {
        var silence = Duration.ofSeconds(1);
        var monitors = new ArrayList<>(Monitors.usual());
        monitors.replaceAll(monitor -> monitor.name().equals(StallMonitor.NAME)
                ? new StallMonitor(new StallMonitor.Options(silence, silence), new ModelStats())
                : monitor);
        return monitors;
    }

    private static Map<String, Plan> plans() {
        var all = monitors().stream().map(Monitor::name).collect(Collectors.toSet());
        var sound = new Compares(Finding.FAILED, Comparison.EQUAL, 0);
        var usual = Watching.of(Condition.ALWAYS);
        return Map.of(
                "open", new Call(first()),
                "held", watched(new Watching(new Condition.Never(), 1_000_000, Duration.ofHours(1), 200, all)),
                "watched",
                        watched(new Watching(
                                new Condition.Never(), usual.holdTokens(), usual.hold(), usual.windowChars(), all)),
                "long",
                        watched(new Watching(
                                new Condition.Never(),
                                4,
                                usual.hold(),
                                40,
                                Set.of(TemplateLeakMonitor.NAME, JsonValidMonitor.NAME))),
                "checked",
                        new Cascade(List.of(
                                Stage.of(new Call(first()), sound), Stage.of(new Call(second()), Condition.ALWAYS))));
    }

    private static Plan watched(Watching watching) {
        return new Cascade(List.of(
                Stage.of(new Call(first()), Condition.ALWAYS).watched(watching),
                Stage.of(new Call(second()), Condition.ALWAYS)));
    }

    private static dev.signalbox.model.Model first() {
        return LocalBox.model("first", LocalBox.IMPATIENT, 1);
    }

    private static dev.signalbox.model.Model second() {
        return LocalBox.model("second", LocalBox.PATIENT, 2, Capability.PREFILL);
    }

    /// The second model is in order, and goes on from what was said where it is asked to.
    private static void answer(Line line) throws IOException {
        var last =
                line.asked().path("messages").path(line.asked().path("messages").size() - 1);
        if (last.path("role").asString().equals("assistant")) Fault.tell(line, " And ", "so ", "on.");
        else if (line.asked().has("response_format")) Fault.tell(line, SECOND_JSON.split("(?<=,)"));
        else Fault.tell(line, SECOND.split("(?<= )"));
    }

    private Heard ask(String route, Fault fault, String... headers) throws IOException, InterruptedException {
        upstream.plays("first", fault.script);
        return ask(route, fault.fields, headers);
    }

    private Heard ask(String route, String fields, String... headers) throws IOException, InterruptedException {
        return Heard.of(HTTP, box.url(), "auto/" + route, QUESTION, fields, headers);
    }

    private static String second(Fault fault) {
        return fault.fields.isEmpty() ? SECOND : SECOND_JSON;
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsWhileItIsHeldIsNotNoticed(Fault fault) throws Exception {
        var heard = ask("held", fault);

        assertThat(heard.text()).isEqualTo(second(fault));
        assertThat(heard.done()).isTrue();
        assertThat(heard.finishes()).containsExactly("stop");
        assertThat(heard.header("x-signalbox-model")).isEqualTo("second");
        assertThat(heard.body()).doesNotContain("first");
        assertThat(calls(heard)).containsExactly("first", "second");
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsUnwatchedIsHeardInFullOrEndsInAClearError(Fault fault) throws Exception {
        var heard = ask("open", fault);

        assertThat(heard.done()).isNotEqualTo(fault.breaks);
        if (fault.breaks) assertThat(upstream.said("first")).startsWith(heard.text());
        else assertThat(heard.text()).isEqualTo(upstream.said("first"));
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsLaterIsCutWhereTheClientWantsIt(Fault fault) throws Exception {
        var heard = ask("watched", fault, "x-signalbox-late", "cut");

        if (heard.done()) assertThat(heard.text()).isEqualTo(second(fault));
        else assertThat(upstream.said("first")).startsWith(heard.text());
    }

    private static void goesRoundInCirclesLater() {
        upstream.plays("first", line -> {
            line.say();
            for (var word : (SOUND + "The train comes from Crewe at noon. ".repeat(80)).split("(?<= )"))
                line.delta(word);
            line.finish("stop");
        });
    }

    @Test
    void anAnswerThatGoesRoundInCirclesIsGoneOnWithByTheNextModel() throws Exception {
        goesRoundInCirclesLater();
        var heard = ask("watched", "", "x-signalbox-late", "continue");

        assertThat(heard.error()).isEmpty();
        assertThat(heard.text())
                .startsWith("A signal box is")
                .endsWith("And so on.")
                .hasSizeLessThan(SOUND.length() + 500);
        assertThat(heard.text()).isEqualTo(finished(heard).answer().text());
        assertThat(calls(heard)).containsExactly("first", "second");
    }

    @Test
    void anAnswerThatGoesRoundInCirclesLaterIsEndedWhateverTheClientSaid() throws Exception {
        goesRoundInCirclesLater();
        var heard = ask("watched", "");

        assertThat(upstream.said("first")).startsWith(heard.text());
        assertThat(heard.text()).isNotEmpty().hasSizeLessThan(SOUND.length() + 500);
        assertThat(heard.error()).isPresent();
        assertThat(heard.error().orElseThrow().toString()).contains("repetition");
    }

    @Test
    void anAnswerThatGoesRoundInCirclesFromItsBeginningIsNotHeardAtAll() throws Exception {
        assertThat(ask("watched", Fault.REPETITION).text()).isEqualTo(SECOND);
    }

    @Test
    void anAnswerThatALimitEndedIsHeldUntilTheCheckHasSeenItsEnd() throws Exception {
        upstream.plays("first", line -> {
            line.say("A signal box ", "is a building from ", "which");
            line.finish("length");
        });
        var heard = ask("checked", "");

        assertThat(heard.text()).isEqualTo(SECOND);
        assertThat(heard.finishes()).containsExactly("stop");
        assertThat(heard.body()).doesNotContain("first");
    }

    @Test
    void aRefusalIsHeldUntilTheCheckHasSeenIt() throws Exception {
        assertThat(ask("checked", Fault.REFUSAL).text()).isEqualTo(SECOND);
    }

    @Test
    void tenMegabytesOfGoodAnswerAreHeardWhole() throws Exception {
        var heard = ask("long", Fault.TEN_MEGABYTES_IN_SMALL_DELTAS);

        // Longer than a failure's message would be read.
        assertThat(heard.text().equals(upstream.said("first"))).isTrue();
        assertThat(heard.text().length()).isGreaterThan(10_000_000);
        assertThat(heard.header("x-signalbox-model")).isEqualTo("first");
    }

    @Test
    void tenMegabytesOfJsonAreHeldWholeAndThenHeard() throws Exception {
        upstream.plays("first", line -> {
            line.say("{\"list\": [");
            for (int i = 0; i < 1_000; i++) line.delta("\"%d\", ".formatted(i).repeat(1_500));
            line.delta("1]}");
            line.finish("stop");
        });
        var heard = ask("long", "\"response_format\":{\"type\":\"json_object\"}");

        assertThat(heard.text().equals(upstream.said("first"))).isTrue();
        assertThat(heard.text().length()).isGreaterThan(9_000_000);
        assertThat(heard.header("x-signalbox-model")).isEqualTo("first");
    }

    /// Some servers cut a character of UTF-16 in two: each delta has half of it, as an escape.
    @ParameterizedTest
    @ValueSource(strings = {"open", "watched", "held", "checked"})
    void aCharacterThatIsSaidInTwoHalvesIsHeardAsOne(String route) throws Exception {
        upstream.plays("first", line -> {
            line.open();
            for (var half : List.of("\\ud83d", "\\ude82")) {
                line.raw("data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n".formatted(half));
            }
            line.finish("stop");
        });
        var heard = ask(route, "");

        assertThat(heard.text()).isEqualTo("🚂");
        assertThat(heard.header("x-signalbox-model")).isEqualTo("first");
    }

    private static List<String> calls(Heard heard) {
        return story(heard).stream()
                .filter(Event.Called.class::isInstance)
                .map(event -> ((Event.Called) event).model())
                .toList();
    }

    private static Event.Finished finished(Heard heard) {
        return (Event.Finished) story(heard).getLast();
    }

    private static List<Event> story(Heard heard) {
        return box.story(heard.header("x-signalbox-request"));
    }
}
