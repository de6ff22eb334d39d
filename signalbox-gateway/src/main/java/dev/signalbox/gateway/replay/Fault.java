package dev.signalbox.gateway.replay;

import dev.signalbox.Nearest;
import java.time.Duration;
import java.util.List;

/// A way in which an upstream fails. Written `status=503`, `stall`, `cut`, `error-event`, `garbage`, `bad-utf8`,
/// `loop`, `slow-first-token=MILLISECONDS`, `silence`, `reset`, `html`, `gzip-bomb` or `drip=MILLISECONDS`.
public sealed interface Fault {
    /// An error of this status in place of an answer.
    record Status(int status) implements Fault {}

    /// A stream that says half and then nothing more; a plain answer that never comes.
    record StallFault() implements Fault {}

    /// Half of the answer, then a closed connection.
    record CutFault() implements Fault {}

    /// A stream that says half and then an error; a plain answer that is one.
    record ErrorEvent() implements Fault {}

    /// Something that is no JSON where there should be some.
    record Garbage() implements Fault {}

    /// Half of the answer, and then a text with bytes that are no UTF-8.
    record BadUtf8() implements Fault {}

    /// Half of the answer, and then its last words over and over, up to a good end. A plain answer is whole.
    record LoopFault() implements Fault {}

    /// A late beginning, and then all is well.
    record SlowFirstToken(Duration delay) implements Fault {}

    /// No byte of a response, and an open connection.
    record Silence() implements Fault {}

    /// A connection that is reset (TCP RST) before the first byte of a response.
    record Reset() implements Fault {}

    /// A page of HTML with status 200, as proxies and login pages answer.
    record Html() implements Fault {}

    /// A response of some hundred kilobytes (`Content-Encoding: gzip`) that unpacks to 256 MiB.
    record GzipBomb() implements Fault {}

    /// The right answer, byte by byte.
    ///
    /// @param between the pause between two bytes
    record Drip(Duration between) implements Fault {}

    List<String> NAMES = List.of(
            "status",
            "stall",
            "cut",
            "error-event",
            "garbage",
            "bad-utf8",
            "loop",
            "slow-first-token",
            "silence",
            "reset",
            "html",
            "gzip-bomb",
            "drip");

    /// @throws IllegalArgumentException where there is no such fault
    static Fault parse(String written) {
        var parts = written.strip().split("=", 2);
        var value = parts.length == 2 ? parts[1].strip() : "";
        return switch (parts[0].strip()) {
            case "status" -> new Status(number(written, value.isEmpty() ? "500" : value, 400, 599));
            case "stall" -> new StallFault();
            case "cut" -> new CutFault();
            case "error-event" -> new ErrorEvent();
            case "garbage" -> new Garbage();
            case "bad-utf8" -> new BadUtf8();
            case "loop" -> new LoopFault();
            case "slow-first-token" ->
                new SlowFirstToken(Duration.ofMillis(number(written, value.isEmpty() ? "5000" : value, 0, 3_600_000)));
            case "silence" -> new Silence();
            case "reset" -> new Reset();
            case "html" -> new Html();
            case "gzip-bomb" -> new GzipBomb();
            case "drip" -> new Drip(Duration.ofMillis(number(written, value.isEmpty() ? "100" : value, 1, 3_600_000)));
            default ->
                throw new IllegalArgumentException("there is no fault `%s`.%s It must be one of %s"
                        .formatted(
                                written,
                                Nearest.to(parts[0], NAMES)
                                        .map(" Did you mean `%s`?"::formatted)
                                        .orElse(""),
                                String.join(", ", NAMES)));
        };
    }

    private static int number(String written, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException notOne) {
            // Said below, as for a number that is out of range.
        }
        throw new IllegalArgumentException(
                "the number of the fault `%s` must be from %,d to %,d".formatted(written, least, most));
    }
}
