package dev.signalbox.standard.monitor;

import dev.signalbox.signal.Monitor;
import dev.signalbox.testkit.MonitorKit;
import java.util.stream.Stream;

class TemplateLeakMonitorTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new TemplateLeakMonitor();
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of("Good.<|im_end|>\n<|im_start|>user", "Yes. [/INST] No.", "<|im_<|im_start|>", "done</s>\n");
    }

    @Override
    protected Stream<String> good() {
        return Stream.of("A <b>bold</b> word, a < b, [INSTALL] and <|.", "x <|im_<|im_ y");
    }
}
