package dev.signalbox.standard.monitor;

import dev.signalbox.signal.Monitor;
import dev.signalbox.testkit.MonitorKit;
import java.util.List;
import java.util.stream.Stream;

class ForbiddenTextTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new ForbiddenText(new ForbiddenText.Options(List.of("Blue Fox", "秘密", "x-ray")));
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of("the BLUE\n  fox jumps", "blue fox", "Blue-Fox!", "他知道秘密了", "an X ray image");
    }

    @Override
    protected Stream<String> good() {
        return Stream.of("A blue sky and a fox.", "bluefox, foxes, Blue Foxes", "");
    }
}
