package dev.signalbox.standard.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Monitor;
import dev.signalbox.testkit.MonitorKit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOpeningMonitorTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new JsonOpeningMonitor();
    }

    @Override
    protected Request request() {
        return RequestedOutput.inJson();
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of("Sure! {}", "[1]", " \n \"text\"", "``{}", "```json\nSure! {}", "`{}`", "```json {}\n```");
    }

    @Override
    protected Stream<String> good() {
        return Stream.of("", "{", " \n{\"a\": 1}");
    }

    /// What mending repairs is no reason to stop a model.
    @ParameterizedTest
    @ValueSource(strings = {"```json\n{\"a\": 1}\n```", "```\n{}\n```", "\uFEFF{}", " \n```JSON\r\n{}\n```\n"})
    void aFenceIsSaidInTheEndOnly(String text) {
        for (Monitor monitor : List.of(new JsonOpeningMonitor(), new JsonValidMonitor())) {
            var watch = monitor.watch(request(), known());
            assertThat(watch.heard(new Delta(0, text, List.of(), Optional.empty())))
                    .isNull();
            assertThat(watch.ended()).isNotNull();
        }
    }
}
