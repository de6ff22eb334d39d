package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    @Test
    void aStageHasALineWhereItBeginsAndOneWhereItEndsAwayFromATerminal() {
        var said = new StringWriter();
        try (var progress = new ProgressLine(new PrintWriter(said), false)) {
            progress.at("encode", 0, 2000);
            for (int done = 1; done <= 2000; done++) progress.at("encode", done, 2000);
            progress.at("encode", 1999, 2000);
            progress.at("fit", 0, 5);
            progress.at("fit", 5, 5);
        }
        assertThat(said.toString().lines().toList())
                .containsExactly("encode: 0 of 2,000", "encode: 2,000 of 2,000", "fit: 0 of 5", "fit: 5 of 5");
    }
}
