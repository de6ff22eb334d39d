package dev.signalbox.standard.monitor;

import dev.signalbox.signal.Monitor;
import dev.signalbox.testkit.MonitorKit;
import java.util.stream.Stream;

class TooLongTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new TooLong(new TooLong.Options(20));
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of("twenty-one characters", "x".repeat(1_000));
    }

    @Override
    protected Stream<String> good() {
        return Stream.of("", "twenty characters 20");
    }
}
