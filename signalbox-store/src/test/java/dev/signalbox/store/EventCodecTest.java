package dev.signalbox.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.testkit.Stories;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EventCodecTest {
    private final EventCodec capturing = new EventCodec(true);
    private final EventCodec silent = new EventCodec(false);

    @Provide
    Arbitrary<List<Event>> stories() {
        return EventArbitraries.events("request").list().ofMaxSize(4);
    }

    @Property(tries = 400)
    void readsBackEveryEventThatItCaptured(@ForAll("stories") List<Event> story) {
        var decoded = capturing.decode("request", capturing.encode(story));

        assertThat(decoded.skipped()).isZero();
        assertThat(decoded.events()).isEqualTo(story);
    }

    @Property(tries = 400)
    void readsBackEveryEventThatItDidNotCapture(@ForAll("stories") List<Event> story) {
        var decoded = silent.decode("request", silent.encode(story));

        assertThat(decoded.skipped()).isZero();
        assertThat(decoded.events()).hasSameSizeAs(story);
        // What was read back is all there is: captured, it stays as it is.
        assertThat(capturing
                        .decode("request", capturing.encode(decoded.events()))
                        .events())
                .isEqualTo(decoded.events());
    }

    @Property(tries = 200)
    void writesEveryEventAsValidJson(@ForAll("stories") List<Event> story) {
        for (var event : story) {
            var json = new JsonMapper().readTree(silent.toJson(event).toString());

            assertThat(json.get("requestId").stringValue()).isEqualTo("request");
            assertThat(json.get("at").stringValue()).isEqualTo(event.at().toString());
        }
    }

    @Property(tries = 200)
    void keepsNoTextUnlessItCaptures(@ForAll("secrets") String secret) {
        var request = Request.of("request", "auto", secret, Stories.START);
        var signals = List.<Signal<?>>of(
                SignalKey.text("said").of(secret), SignalKey.vector("place").of(new float[] {1, 2}));
        var stored = new String(
                silent.encode(List.of(
                        new Event.Asked("request", Stories.START, request),
                        new Event.Sensed("request", Stories.START, "Received", signals))),
                UTF_8);

        assertThat(stored).doesNotContain(secret).doesNotContain("place");
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings().withCharRange('A', 'Z').ofMinLength(8).ofMaxLength(40);
    }

    @Test
    void readsBackHalvesOfCharacters() {
        var event = new Event.Failed("request", Stories.START, "\uDC00", "a\uD83Db \uD83D\uDE00");

        assertThat(capturing.decode("request", capturing.encode(List.of(event))).events())
                .containsExactly(event);
    }

    @Test
    void readsBackVectors() {
        var vector = new float[] {0, -0f, 1.5f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
        var sensed = new Event.Sensed(
                "request",
                Stories.START,
                "Received",
                List.of(
                        SignalKey.features("lexical").of(vector),
                        SignalKey.vector("place").of(vector)));

        var kept = (Event.Sensed) capturing
                .decode("request", capturing.encode(List.of(sensed)))
                .events()
                .getFirst();
        var allowed = (Event.Sensed) silent.decode("request", silent.encode(List.of(sensed)))
                .events()
                .getFirst();

        assertThat(kept.signals().stream().map(Signal::key).toList())
                .isEqualTo(List.of(SignalKey.features("lexical"), SignalKey.vector("place")));
        assertThat((float[]) kept.signals().get(1).value()).isEqualTo(vector);
        assertThat(allowed.signals().stream().map(Signal::key).toList())
                .isEqualTo(List.of(SignalKey.features("lexical")));
        assertThat((float[]) allowed.signals().getFirst().value()).isEqualTo(vector);
    }

    @Test
    void keepsHowItWasAskedButNotWhat() {
        var body = Json.of("{\"temperature\": 0.7, \"user\": \"Ada Lovelace\"}");
        var request = new Request(
                "request",
                Optional.empty(),
                "tenant",
                "auto",
                List.of(Message.of(Message.Role.USER, "Hello")),
                List.of(),
                Request.Options.DEFAULT,
                Request.Wishes.NONE,
                Map.of("temperature", Json.slice(body.array(), 16, 3), "user", Json.slice(body.array(), 29, 14)),
                Optional.of(new Request.Body(Request.Body.OPENAI_CHAT, body)),
                Map.of(),
                Stories.START);

        var asked = (Event.Asked)
                silent.decode("request", silent.encode(List.of(new Event.Asked("request", Stories.START, request))))
                        .events()
                        .getFirst();

        assertThat(asked.request().fields())
                .containsEntry("temperature", Json.of("0.7"))
                .containsEntry("user", Json.of("\"[not kept: 14 bytes]\""));
        assertThat(asked.request().body()).isEmpty();
    }

    @Test
    void keepsPartsOfABodyOnlyOnce() {
        var body = Json.of("{\"user\": \"Ada Lovelace\"}");
        var request = new Request(
                "request",
                Optional.empty(),
                "tenant",
                "auto",
                List.of(Message.of(Message.Role.USER, "Hello")),
                List.of(),
                Request.Options.DEFAULT,
                Request.Wishes.NONE,
                Map.of("user", Json.slice(body.array(), 9, 14)),
                Optional.of(new Request.Body(Request.Body.OPENAI_CHAT, body)),
                Map.of(),
                Stories.START);

        var stored = new String(capturing.encode(List.of(new Event.Asked("request", Stories.START, request))), UTF_8);

        assertThat(stored).containsOnlyOnce("Ada Lovelace");
    }

    @Test
    void passesOverWhatANewerVersionAdds() {
        var stored = """
                [{"kind": "dreamt", "at": "2026-01-01T00:00:00Z", "of": "sheep"},
                 {"kind": "failed", "at": "2026-01-01T00:00:00Z", "code": "x", "message": "y", "mood": {"bad": [1]}},
                 {"kind": "rated", "at": "2026-01-01T00:00:00Z", "rating": [], "source": "user"},
                 {"kind": "failed", "at": "yesterday", "code": "x", "message": "y"}]
                """;

        var decoded = capturing.decode("request", stored.getBytes(UTF_8));

        assertThat(decoded.events())
                .containsExactly(new Event.Failed("request", Instant.parse("2026-01-01T00:00:00Z"), "x", "y"));
        assertThat(decoded.skipped()).isEqualTo(3);
    }

    @Test
    void readsNothingFromWhatIsNoJson() {
        assertThat(capturing.decode("request", "[{\"kind\":".getBytes(UTF_8)).skipped())
                .isEqualTo(1);
    }

    /// What is in the files of those who upgrade. If this test fails, old journals cannot be read any more.
    @Test
    void readsTheFormThatIsStoredSinceTheFirstVersion() {
        var stored = """
                [{"kind":"asked","at":"2026-01-02T03:04:05.678901Z","request":{"tenant":"t","model":"auto","messages":\
                [{"role":"USER","parts":[{"text":{"sha256":"00ff00ff00ff00ff00ff00ff00ff00ff","characters":5}}]}],\
                "options":{"choices":1,"streaming":true,"usageWanted":false,"format":"TEXT"},"fields":{"n":"1"},\
                "deadline":"2026-01-02T03:05:05Z"}},\
                {"kind":"sensed","at":"2026-01-02T03:04:05.678901Z","moment":"Received","signals":\
                {"tokens":8.0,"code":false,"language":"en","odd":{"number":"NaN"},"open":{"privacy":"PUBLIC","value":1.0}}},\
                {"kind":"called","at":"2026-01-02T03:04:06Z","model":"m","usage":{"inputTokens":1,"outputTokens":2},"costUsd":0.5,\
                "firstTokenMs":3.0,"latencyMs":4.0,"ending":"DONE"}]
                """;

        var decoded = capturing.decode("request", stored.getBytes(UTF_8));

        assertThat(decoded.skipped()).isZero();
        var asked = (Event.Asked) decoded.events().get(0);
        assertThat(asked.request().last().text())
                .isEqualTo("[not kept: sha256 00ff00ff00ff00ff00ff00ff00ff00ff…, 5 characters]");
        assertThat(asked.request().fields()).containsEntry("n", Json.of("1"));
        assertThat(((Event.Sensed) decoded.events().get(1)).signals())
                .containsExactly(
                        SignalKey.score("tokens").of(8.0),
                        SignalKey.flag("code").of(false),
                        SignalKey.label("language").of("en"),
                        SignalKey.score("odd").of(Double.NaN),
                        new SignalKey<>("open", Double.class, SignalKey.Privacy.PUBLIC).of(1.0));
        assertThat(decoded.events().get(2))
                .isEqualTo(new Event.Called(
                        "request",
                        Instant.parse("2026-01-02T03:04:06Z"),
                        "m",
                        Usage.of(1, 2),
                        0.5,
                        OptionalDouble.of(3),
                        4,
                        "DONE",
                        Optional.empty()));
    }
}
