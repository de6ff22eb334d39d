package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Request;
import dev.signalbox.signal.Monitor;
import dev.signalbox.testkit.MonitorKit;
import java.util.stream.Stream;

class SchemaMonitorTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new SchemaMonitor();
    }

    @Override
    protected Request request() {
        return RequestedOutput.inSchema();
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of(
                "{\"town\": 1",
                "{\"city\": 5",
                "[{\"city\": \"Bern\"}]",
                "{\"people\": \"many\"}",
                "{\"city\": \"Bern\", \"parts\": {}");
    }

    @Override
    protected Stream<String> good() {
        return Stream.of(
                "",
                "{\"city\": \"Bern\", \"people\": 1",
                "{\"city\": null, \"parts\": [{\"other\": 1}], \"any\": {\"x\": 2}}",
                "Sure: it is Bern.");
    }
}
