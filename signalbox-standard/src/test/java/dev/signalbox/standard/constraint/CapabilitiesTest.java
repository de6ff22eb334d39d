package dev.signalbox.standard.constraint;

import static dev.signalbox.standard.Cases.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Part;
import dev.signalbox.chat.Part.Kind;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Capability;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.standard.sensor.TokenSensor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesTest {
    private static final Capabilities CAPABILITIES = new Capabilities(InstantSource.system());
    private static final Part TEXT = new Part.Text("What is on it?");

    private static Optional<String> reason(Constraint constraint, Request request, Signals signals, Model model) {
        var objection = constraint.objection(request, signals, model);
        objection.ifPresent(raised -> {
            assertThat(raised.constraint()).isEqualTo(constraint.name());
            assertThat(raised.model()).isEqualTo(model.id());
        });
        return objection.map(Constraint.Objection::reason);
    }

    @ParameterizedTest
    @CsvSource({"IMAGE, VISION", "AUDIO, AUDIO", "FILE, FILES"})
    void aKindOfMediaNeedsItsCapability(Kind kind, Capability needed) {
        var media = new Part.Media(kind, Optional.of("https://example.org/x"));
        var request = Cases.request(OptionalInt.empty(), Format.TEXT, List.of(), TEXT, media);
        var modality = new Modality(CAPABILITIES);
        assertThat(reason(modality, request, Signals.NONE, model("blind"))).isPresent();
        assertThat(reason(modality, request, Signals.NONE, model("able", needed)))
                .isEmpty();
        assertThat(reason(modality, Cases.request(), Signals.NONE, model("blind")))
                .isEmpty();
    }

    @Test
    void offeredToolsNeedAModelThatCallsThem() {
        var request = Cases.request(OptionalInt.empty(), Format.TEXT, List.of(Cases.tool()), TEXT);
        assertThat(reason(new ToolUse(CAPABILITIES), request, Signals.NONE, model("a")))
                .contains("it does not call tools");
        assertThat(reason(new ToolUse(CAPABILITIES), request, Signals.NONE, model("a", Capability.TOOLS)))
                .isEmpty();
        assertThat(reason(new ToolUse(CAPABILITIES), Cases.request(), Signals.NONE, model("a")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TEXT, , true",
        "JSON, , false",
        "JSON, JSON, true",
        "JSON, JSON_SCHEMA, true",
        "JSON_SCHEMA, JSON, false",
        "JSON_SCHEMA, JSON_SCHEMA, true"
    })
    void anAnswersShapeNeedsItsPromise(Format format, Capability can, boolean permitted) {
        var request = Cases.request(OptionalInt.empty(), format, List.of(), TEXT);
        var model = can == null ? model("a") : model("a", can);
        assertThat(reason(new StructuredOutput(CAPABILITIES), request, Signals.NONE, model)
                        .isEmpty())
                .isEqualTo(permitted);
    }

    @Test
    void questionAndAnswerMustFitTheContextTogether() {
        var signals = Signals.of(TokenSensor.TOKENS.of(900.0));
        var fits = Cases.request(OptionalInt.of(100), Format.TEXT, List.of(), TEXT);
        var tooLong = Cases.request(OptionalInt.of(101), Format.TEXT, List.of(), TEXT);
        assertThat(reason(new ContextWindow(new TokenRates()), fits, signals, model("a")))
                .isEmpty();
        assertThat(reason(new ContextWindow(new TokenRates()), tooLong, signals, model("a"))
                        .orElseThrow())
                .contains("1,000", "900", "101");
    }

    @Test
    void aConversationIsAsLongAsTheModelItselfCountsIt() {
        var signals = Signals.NONE.with(List.of(
                TokenSensor.TOKENS.of(600.0), TokenSensor.SCRIPT.of("cyrillic"), TokenSensor.SCRIPT_TOKENS.of(800.0)));
        var request = Cases.request(OptionalInt.of(100), Format.TEXT, List.of(), TEXT);
        var rates = new TokenRates();
        var window = new ContextWindow(rates);
        assertThat(reason(window, request, signals, model("a"))).isEmpty();

        var russian = Cases.conversation("USER: " + "Сигнальная будка стоит между платформой и парком. ".repeat(10));
        rates.observe("a", russian, Usage.of(499, 1));

        assertThat(reason(window, request, signals, model("a")).orElseThrow()).contains("about 2,");
        assertThat(reason(window, request, signals, model("b"))).isEmpty();
    }

    @Test
    void whatIsNotKnownIsNoObjectionToAContext() {
        var request = Cases.request(OptionalInt.of(5_000), Format.TEXT, List.of(), TEXT);
        assertThat(reason(new ContextWindow(new TokenRates()), request, Signals.NONE, model("a")))
                .isEmpty();
        var unbounded = Cases.priced("b", 1, 1, Model.Prior.UNKNOWN);
        var signals = Signals.of(TokenSensor.TOKENS.of(1e9));
        assertThat(reason(new ContextWindow(new TokenRates()), request, signals, unbounded))
                .isEmpty();
    }

    @Test
    void aModelOfWhichNothingIsKnownMayBeAsked() {
        var image = new Part.Media(Kind.IMAGE, Optional.of("https://example.org/x"));
        var unknown = model("a", Capability.UNKNOWN);
        var request = Cases.request(OptionalInt.empty(), Format.JSON_SCHEMA, List.of(Cases.tool()), TEXT, image);
        for (var constraint :
                List.of(new Modality(CAPABILITIES), new ToolUse(CAPABILITIES), new StructuredOutput(CAPABILITIES))) {
            assertThat(reason(constraint, request, Signals.NONE, unknown)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Provider `up` answered with status 400: `tools` is not supported by this model | TOOLS",
                "Provider `up` answered with status 400: m does not support tools | TOOLS",
                "Provider `up` answered with status 400: this model does not support image input | VISION",
                "Provider `up` answered with status 400: input_audio is not supported | AUDIO",
                "Provider `up` answered with status 400: response_format json_schema is not supported | JSON_SCHEMA",
                "Provider `up` answered with status 400: Unknown parameter: response_format | JSON"
            })
    void whatAModelRefusesIsRememberedForAWhile(String detail, Capability refused) {
        var now = new AtomicLong();
        var learnt = new Capabilities(() -> Instant.ofEpochMilli(now.get()));
        var unknown = model("a", Capability.UNKNOWN);
        learnt.accept(declined(detail));

        assertThat(learnt.has(unknown, refused)).isFalse();
        assertThat(learnt.has(model("b", Capability.UNKNOWN), refused)).isTrue();
        // What the settings say holds.
        assertThat(learnt.has(model("a", refused), refused)).isTrue();
        now.addAndGet(Capabilities.REMEMBERED.toMillis());
        assertThat(learnt.has(unknown, refused)).isTrue();
    }

    @Test
    void aRefusalForAnotherReasonIsNotRemembered() {
        var learnt = new Capabilities(InstantSource.system());
        learnt.accept(declined("Provider `up` answered with status 400: max_tokens must be between 1 and 4096"));
        for (var capability : Capability.values()) {
            assertThat(learnt.has(model("a", Capability.UNKNOWN), capability)).isTrue();
        }
    }

    private static Event.Called declined(String detail) {
        return new Event.Called(
                "r", Instant.EPOCH, "a", Usage.NONE, 0, OptionalDouble.empty(), 5, "DECLINED", Optional.of(detail));
    }
}
