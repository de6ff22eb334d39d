package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Request;
import dev.signalbox.signal.Monitor;
import dev.signalbox.testkit.MonitorKit;
import java.util.stream.Stream;

class JsonOpeningTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new JsonOpening();
    }

    @Override
    protected Request request() {
        return Asked.inJson();
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of("Sure! {}", "```json\n{}", "[1]", " \n \"text\"");
    }

    @Override
    protected Stream<String> good() {
        return Stream.of("", "{", " \n{\"a\": 1}");
    }
}
