package dev.signalbox.standard.monitor;

import dev.signalbox.signal.Monitor;
import dev.signalbox.testkit.MonitorKit;
import java.util.stream.Stream;

class RefusalOpeningMonitorTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new RefusalOpeningMonitor();
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of(
                "I'm sorry, but I can't assist with that request.",
                "I cannot provide instructions for this, as they could do harm to you or to others nearby.",
                "Unfortunately, I am unable to help with that.",
                "As an AI language model, I cannot provide that.",
                "Es tut mir leid, aber dabei kann ich nicht helfen.",
                "Lo siento, pero no puedo ayudar con eso.",
                "I’m sorry, but I won’t do that.");
    }

    @Override
    protected Stream<String> good() {
        return Stream.of(
                "",
                "Yes.",
                "It is a long and quite ordinary sentence about signal boxes, points, levers and the people who work there.",
                "I can help with that. A signal box controls points and signals, and its levers are interlocked.",
                "Sorry for the long answer; a signal box controls the points of a station, and also its signals.");
    }
}
