package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.signalbox.run.Senses;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class QuerySensorsTest {
    @Test
    void noneOfThemWaits() {
        for (var sensor : QuerySensors.inOrder()) {
            assertThat(sensor.waits(Cases.received("Hello"), Signals.NONE)).isFalse();
        }
    }

    @Test
    void togetherTheyEmitWhatEachDeclares() throws InterruptedException {
        var senses = new Senses(List.copyOf(QuerySensors.inOrder()), Duration.ZERO);
        var signals = senses.at(Cases.received("Please explain why the sky is blue."), Signals.NONE);
        assertThat(signals.get(TextSensor.TEXT)).contains("Please explain why the sky is blue.");
        assertThat(signals.get(TokenSensor.TOKENS)).contains(8.0 + 4 + 3);
        assertThat(signals.get(LexicalSensor.LEXICAL)).isPresent();
        assertThat(signals.get(FormSensor.REASONS_WANTED)).contains(true);
        assertThat(signals.get(LanguageSensor.LANGUAGE)).contains("en");
        assertThat(signals.get(ConversationSensor.TURNS)).contains(1.0);
    }

    @Test
    void theirSignalsHaveUniqueNames() {
        assertThat(QuerySensors.signals()).extracting(SignalKey::name).doesNotHaveDuplicates();
    }

    @Property(tries = 300)
    void nothingIsEmittedThatIsNotDeclared(@ForAll String text) {
        var known = Signals.NONE;
        for (var sensor : QuerySensors.inOrder()) known = known.with(sensor.sense(Cases.received(text), known));
        assertThat(known.all()).allMatch(signal -> QuerySensors.signals().contains(signal.key()));
    }

    @Test
    void theyCanBeWarmed() {
        assertThatCode(QuerySensors::warm).doesNotThrowAnyException();
    }
}
