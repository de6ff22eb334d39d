package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Request;
import dev.signalbox.chat.Tool;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether an answer calls a tool that was not offered.
public final class UnknownToolMonitor implements Monitor {
    public static final String NAME = "unknown_tool";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        // Who offers in the old way is not read.
        if (request.fields().containsKey("functions")) return Watch.NOTHING;
        Set<String> offered = request.tools().isEmpty()
                ? Set.of()
                : request.tools().stream().map(Tool::name).collect(Collectors.toSet());
        return delta -> {
            for (var call : delta.toolCalls()) {
                if (call.name().isPresent() && !offered.contains(call.name().get())) {
                    return Finding.fail(
                            NAME,
                            Reason.UNKNOWN_TOOL,
                            "`%s`".formatted(call.name().get()));
                }
            }
            return null;
        };
    }
}
