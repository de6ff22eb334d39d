package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Options;
import dev.signalbox.chat.Request.Wishes;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueryMemoryTest {
    private static final Request ASKED = asking(Message.of(Role.USER, "What does a signal box do?"));

    private final QueryMemory memory = new QueryMemory(1 << 20);

    @ParameterizedTest
    @MethodSource("others")
    void saysWhatTheSensorsSay(Request request) {
        var signals = Signals.NONE;
        for (var sensor : QuerySensors.inOrder()) {
            signals = signals.with(sensor.sense(new ReceivedMoment(request), signals));
        }
        assertThat(said(request)).usingRecursiveComparison().isEqualTo(signals.all());
    }

    @Test
    void whatIsAskedAgainIsNotReadAgain() {
        var first = said(ASKED);
        var again = Request.of("another", "auto", "What does a signal box do?", Instant.EPOCH);
        assertThat(said(again)).isSameAs(first);
        assertThat(said(with("default", List.of(), Options.DEFAULT, Map.of("trace", "7"))))
                .isSameAs(first);
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatDiffersIsReadAnew(Request request) {
        var first = said(ASKED);
        assertThat(said(request)).isNotSameAs(first);
    }

    private List<Signal<?>> said(Request request) {
        return memory.sense(new ReceivedMoment(request), Signals.NONE);
    }

    static Stream<Request> others() {
        var text = "What does a signal box do?";
        var call = new ToolCall("1", "look", "{}");
        return Stream.of(
                asking(Message.of(Role.USER, text + " ")),
                asking(Message.of(Role.SYSTEM, text)),
                asking(Message.of(Role.SYSTEM, "Be brief."), Message.of(Role.USER, text)),
                asking(Message.of(Role.USER, "What does"), Message.of(Role.USER, " a signal box do?")),
                asking(turn(List.of(new Part.Text("What does a signal"), new Part.Text(" box do?")))),
                asking(turn(List.of(new Part.Text(text), new Part.Media(Part.Kind.IMAGE, Optional.empty())))),
                asking(turn(List.of(new Part.Text(text), new Part.Other("IMAGE")))),
                asking(new Message(
                        Role.USER, List.of(new Part.Text(text)), List.of(call), Optional.empty(), Optional.empty())),
                asking(new Message(
                        Role.USER, List.of(new Part.Text(text)), List.of(), Optional.of("1"), Optional.empty())),
                with("other", List.of(), Options.DEFAULT, Map.of()),
                with("default", List.of(new Tool("look", Json.of("{}"))), Options.DEFAULT, Map.of()),
                with("default", List.of(new Tool("look", Json.of("{\"a\":1}"))), Options.DEFAULT, Map.of()),
                with("default", List.of(), new Options(OptionalInt.of(9), 1, false, false, Format.JSON), Map.of()),
                with("default", List.of(), Options.DEFAULT, Map.of("task", "summary")),
                with("default", List.of(), Options.DEFAULT, Map.of("group", "law")));
    }

    private static Message turn(List<Part> parts) {
        return new Message(Role.USER, parts, List.of(), Optional.empty(), Optional.empty());
    }

    private static Request asking(Message... messages) {
        return Request.of("r", "auto", "?", Instant.MAX).asking(List.of(messages));
    }

    private static Request with(String tenant, List<Tool> tools, Options options, Map<String, String> tags) {
        return new Request(
                "r",
                Optional.empty(),
                tenant,
                "auto",
                ASKED.messages(),
                tools,
                options,
                Wishes.NONE,
                Map.of(),
                Optional.empty(),
                tags,
                Instant.MAX);
    }
}
