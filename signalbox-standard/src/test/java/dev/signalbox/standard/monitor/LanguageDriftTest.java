package dev.signalbox.standard.monitor;

import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.LanguageSensor;
import dev.signalbox.testkit.MonitorKit;
import java.util.stream.Stream;

class LanguageDriftTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new LanguageDrift();
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
                "A signal box is a building on the railway from which points and signals are set by levers. Il est important de noter que les aiguillages et les signaux doivent être verrouillés entre eux, afin que deux trains ne se rencontrent jamais sur la même voie.");
    }

    @Override
    protected Stream<String> good() {
        return Stream.of(
                "",
                "A signal box is a building on the railway from which points and signals are set, so that trains find their way.",
                "Ja.",
                "```java\n// Ein Kommentar auf Deutsch, der sehr lang ist und viele Buchstaben hat, damit es reicht.\n```\nThis is it.");
    }
}
