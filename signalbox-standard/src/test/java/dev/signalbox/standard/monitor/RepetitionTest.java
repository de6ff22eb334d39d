package dev.signalbox.standard.monitor;

import dev.signalbox.signal.Monitor;
import dev.signalbox.testkit.MonitorKit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class RepetitionTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new Repetition(Repetition.Options.DEFAULT);
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of(
                "the same again and ".repeat(80),
                "!".repeat(3_000),
                "日本".repeat(300),
                "abcdefgh".repeat(300),
                "no\n".repeat(300));
    }

    @Override
    protected Stream<String> good() {
        return Stream.of(
                "",
                "word ".repeat(100),
                "It is a long and quite ordinary sentence about signal boxes, points, levers and the people who work there.",
                IntStream.range(0, 400)
                        .mapToObj(i -> "| row " + i + " | " + i * i + " |\n")
                        .collect(Collectors.joining()));
    }
}
