package dev.signalbox.standard.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.LanguageSensor;
import dev.signalbox.testkit.MonitorKit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageDriftMonitorTest extends MonitorKit {
    private static final String FRENCH =
            "Il est important de noter que les aiguillages et les signaux doivent être verrouillés entre eux, afin que"
                    + " deux trains ne se rencontrent jamais sur la même voie. Le poste garde la mémoire de chaque"
                    + " itinéraire, et personne ne peut le changer avant que le train soit passé.";

    private static final Map<String, String> SAID = Map.of(
            "en",
            "A signal box keeps the trains of a station apart. Whoever works there sets the points first, and only then"
                    + " may a signal show that the line is free. The levers are locked with each other, so that a mistake"
                    + " of the hand is not a danger to anybody who sits in the train.",
            "de",
            "Ein Stellwerk hält die Züge eines Bahnhofs auseinander. Wer dort arbeitet, stellt zuerst die Weichen, und"
                    + " erst dann darf ein Signal zeigen, dass die Strecke frei ist. Die Hebel sind miteinander"
                    + " verriegelt, damit ein Versehen der Hand niemanden gefährdet, der im Zug sitzt.",
            "fr",
            FRENCH,
            "es",
            "Un puesto de enclavamiento mantiene separados los trenes de una estación. Quien trabaja allí coloca primero"
                    + " las agujas, y solo después una señal puede mostrar que la vía está libre. Las palancas están"
                    + " bloqueadas entre sí, para que un error de la mano no sea un peligro para nadie.",
            "it",
            "Una cabina di manovra tiene separati i treni di una stazione. Chi ci lavora dispone prima gli scambi, e solo"
                    + " dopo un segnale può mostrare che il binario è libero. Le leve sono bloccate tra loro, in modo che"
                    + " un errore della mano non sia un pericolo per chi viaggia.",
            "pt",
            "Uma cabine de sinalização mantém separados os comboios de uma estação. Quem lá trabalha coloca primeiro as"
                    + " agulhas, e só depois um sinal pode mostrar que a linha está livre. As alavancas estão encravadas"
                    + " entre si, para que um erro da mão não seja um perigo para ninguém.",
            "nl",
            "Een seinhuis houdt de treinen van een station uit elkaar. Wie daar werkt, legt eerst de wissels om, en pas"
                    + " daarna mag een sein tonen dat het spoor vrij is. De hefbomen zijn met elkaar vergrendeld, zodat"
                    + " een vergissing van de hand voor niemand in de trein een gevaar is.");

    @Override
    protected Monitor monitor() {
        return new LanguageDriftMonitor();
    }

    @Override
    protected Signals known() {
        return Signals.of(LanguageSensor.LANGUAGE.of("en"), LanguageSensor.LANGUAGE_CONFIDENCE.of(0.7));
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of(
                "Ein Stellwerk ist ein Gebäude an der Eisenbahn, von dem aus Weichen und Signale gestellt werden.",
                "信号所は、鉄道において列車の運行を制御するための施設であり、分岐器や信号機を操作します。" + "信号所は、鉄道において列車の運行を制御するための施設であり、分岐器や信号機を操作します。",
                "A signal box is a building on the railway from which points and signals are set by levers. " + FRENCH);
    }

    @Override
    protected Stream<String> good() {
        return Stream.of(
                "",
                "A signal box is a building on the railway from which points and signals are set, so that trains find their way.",
                "Ja.",
                "```java\n// Ein Kommentar auf Deutsch, der sehr lang ist und viele Buchstaben hat, damit es reicht.\n```\nThis is it.",
                "There are programmes for companies that have just begun, and most of them are of the state:\n"
                        + "* **IAPMEI (Instituto de Apoio às Pequenas e Médias Empresas, Indústria e Inovação)** has grants"
                        + " for all that is new, and for those who want to sell what they make in other countries.");
    }

    /// Each pair of the languages whose usual words are known: another's must not be taken for them.
    @ParameterizedTest
    @MethodSource("pairs")
    void itTellsLanguagesApartThatShareWords(String asked, String other) {
        var known = Signals.of(LanguageSensor.LANGUAGE.of(asked), LanguageSensor.LANGUAGE_CONFIDENCE.of(0.7));
        assertThat(finding(known, other)).as(other + " to " + asked).isEqualTo(!asked.equals(other));
    }

    private boolean finding(Signals known, String language) {
        var watch = monitor().watch(request(), known);
        var delta = new Delta(0, Objects.requireNonNull(SAID.get(language)), List.of(), Optional.empty());
        return watch.heard(delta) != null || watch.ended() != null;
    }

    static Stream<Arguments> pairs() {
        return SAID.keySet().stream().flatMap(asked -> SAID.keySet().stream().map(other -> Arguments.of(asked, other)));
    }
}
