package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProgressLineTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final StringWriter said = new StringWriter();

    private void pass(long ms) {
        nanos.addAndGet(Duration.ofMillis(ms).toNanos());
    }

    @Test
    void awayFromATerminalThereIsOneLineEveryTenSeconds() {
        try (var progress = new ProgressLine(new PrintWriter(said), false, nanos::get)) {
            for (int done = 0; done <= 25; done++) {
                progress.at("encode", done, 25);
                pass(1000);
            }
            assertThat(said.toString().lines().toList())
                    .containsExactly("encode: 0 of 25", "encode: 10 of 25", "encode: 20 of 25");
        }
    }

    @Test
    void manyShortStagesAreNoMoreLines() {
        try (var progress = new ProgressLine(new PrintWriter(said), false, nanos::get)) {
            for (int stage = 1; stage <= 250; stage++) {
                progress.at("split " + stage, 0, 2);
                progress.at("split " + stage, 2, 2);
                pass(100);
            }
        }
        assertThat(said.toString().lines().toList())
                .containsExactly("split 1: 0 of 2", "split 101: 0 of 2", "split 201: 0 of 2");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anErrorStreamThatGoesToAFileIsNoTerminal(@TempDir Path folder) throws IOException {
        var log = Files.createFile(folder.resolve("train.log"));
        assertThat(ProgressLine.isDevice(Files.createSymbolicLink(folder.resolve("file"), log)))
                .isFalse();
        assertThat(ProgressLine.isDevice(Files.createSymbolicLink(folder.resolve("pipe"), Path.of("pipe:[1]"))))
                .isFalse();
        assertThat(ProgressLine.isDevice(Path.of("/dev/null"))).isTrue();
    }
}
