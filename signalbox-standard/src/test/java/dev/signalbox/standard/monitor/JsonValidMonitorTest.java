package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Request;
import dev.signalbox.signal.Monitor;
import dev.signalbox.testkit.MonitorKit;
import java.util.stream.Stream;

class JsonValidMonitorTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new JsonValidMonitor();
    }

    @Override
    protected Request request() {
        return RequestedOutput.inJson();
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of(
                "",
                "{\"a\": 1",
                "{\"a\": 01}",
                "{a: 1}",
                "{\"a\": 1,}",
                "[1 2]",
                "{} {}",
                "{\"a\": \"\n\"}",
                "tru",
                "[1.]",
                "```json\n{}\n```");
    }

    @Override
    protected Stream<String> good() {
        return Stream.of("{\"a\": [1, -2.5e+3, true, null, \"\\u00e9\"]} \n", "[]", " 0 ", "\"text\"");
    }
}
