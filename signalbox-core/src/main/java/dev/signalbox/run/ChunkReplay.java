package dev.signalbox.run;

import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Chunk.ToolCallDelta;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Says an answer that no model said as it is: one that was mended or put together.
final class ChunkReplay {
    private ChunkReplay() {}

    static void say(Runner.Result result, String route, Sink sink) throws InterruptedException {
        sink.opening(route, result.model().orElse(""));
        for (var choice : result.answer().choices()) {
            if (!choice.reasoning().isEmpty()) {
                sink.accept(chunk(new Delta(
                        choice.index(), "", List.of(), Optional.empty(), OptionalDouble.empty(), choice.reasoning())));
            }
            if (!choice.text().isEmpty() || !choice.toolCalls().isEmpty()) {
                sink.accept(
                        chunk(new Delta(choice.index(), choice.text(), deltas(choice.toolCalls()), Optional.empty())));
            }
            sink.accept(chunk(new Delta(choice.index(), "", List.of(), Optional.of(choice.finish()))));
        }
    }

    private static Chunk chunk(Delta delta) {
        return new Chunk(List.of(delta), Optional.empty(), Optional.empty());
    }

    private static List<ToolCallDelta> deltas(List<ToolCall> calls) {
        var deltas = new ArrayList<ToolCallDelta>();
        for (var call : calls) {
            deltas.add(new ToolCallDelta(
                    deltas.size(), Optional.of(call.id()), Optional.of(call.name()), call.arguments()));
        }
        return deltas;
    }
}
