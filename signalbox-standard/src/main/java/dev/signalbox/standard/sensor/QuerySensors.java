package dev.signalbox.standard.sensor;

import dev.signalbox.chat.Request;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The sensors that read a query where it arrives. None of them waits.
public final class QuerySensors {
    private static final List<SignalKey<?>> KEYS = keys();

    private QuerySensors() {}

    /// In the order in which they must attend: the text comes before those who read it.
    public static List<Sensor<ReceivedMoment>> inOrder() {
        return List.of(
                new TextSensor(),
                new TaskSensor(),
                new ConversationSensor(),
                new TokenSensor(),
                new LexicalSensor(),
                new FormSensor(),
                new LanguageSensor(),
                new GroupSensor());
    }

    /// Every signal that they may emit.
    public static List<SignalKey<?>> signals() {
        return KEYS;
    }

    /// Loads the token table and the language model, which would otherwise take two seconds of the first request.
    public static void warm() {
        var request = Request.of("warm", "auto", "Loading the tables before somebody waits for them.", Instant.MAX);
        var signals = Signals.NONE;
        for (var sensor : inOrder()) signals = signals.with(sensor.sense(new ReceivedMoment(request), signals));
    }

    private static List<SignalKey<?>> keys() {
        var keys = new ArrayList<SignalKey<?>>();
        keys.add(TextSensor.TEXT);
        keys.add(TaskSensor.TASK);
        keys.addAll(ConversationSensor.KEYS);
        keys.add(TokenSensor.TOKENS);
        keys.add(TokenSensor.TOKENS_ESTIMATED);
        keys.add(TokenSensor.SCRIPT);
        keys.add(TokenSensor.SCRIPT_TOKENS);
        keys.add(LexicalSensor.LEXICAL);
        keys.addAll(FormSensor.KEYS);
        keys.addAll(LanguageSensor.KEYS);
        keys.add(GroupSensor.GROUP);
        return List.copyOf(keys);
    }
}
