package dev.signalbox.providers.openai;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Chunk.ToolCallDelta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts a stream's chunks together into the whole answer. Confined to one call.
final class AnswerAssembly {
    /// English text has about four letters a token; good enough where the provider did not count.
    private static final int LETTERS_PER_TOKEN = 4;

    private final Map<Integer, Speech> choices = new TreeMap<>();
    private @Nullable Usage usage;

    private static final class Speech {
        final StringBuilder text = new StringBuilder();
        final Map<Integer, Call> calls = new TreeMap<>();

        @Nullable
        Finish finish;
    }

    private static final class Call {
        String id = "";
        String name = "";
        final StringBuilder arguments = new StringBuilder();
    }

    void add(Chunk chunk) {
        chunk.usage().ifPresent(reported -> usage = reported);
        for (var delta : chunk.deltas()) add(delta);
    }

    private void add(Delta delta) {
        var speech = choices.computeIfAbsent(delta.choice(), _ -> new Speech());
        speech.text.append(delta.text());
        for (var call : delta.toolCalls()) add(speech, call);
        delta.finish().ifPresent(finish -> speech.finish = finish);
    }

    private static void add(Speech speech, ToolCallDelta delta) {
        var call = speech.calls.computeIfAbsent(delta.index(), _ -> new Call());
        delta.id().ifPresent(id -> call.id = id);
        delta.name().ifPresent(name -> call.name = name);
        call.arguments.append(delta.arguments());
    }

    /// True when every choice that was begun has said why it ended.
    boolean finished() {
        return !choices.isEmpty() && choices.values().stream().allMatch(speech -> speech.finish != null);
    }

    boolean empty() {
        return choices.isEmpty();
    }

    /// The tokens that were used: as reported, else counted roughly and marked so.
    Usage usage(Request request) {
        return usage != null ? usage : estimate(request);
    }

    private Usage estimate(Request request) {
        long said = 0;
        for (var speech : choices.values()) {
            said += speech.text.length();
            for (var call : speech.calls.values()) said += call.name.length() + call.arguments.length();
        }
        return estimate(request, said);
    }

    static Usage estimate(Request request, long lettersSaid) {
        long asked = 0;
        for (var message : request.messages()) asked += message.text().length();
        return new Usage(tokens(asked), tokens(lettersSaid), 0, 0, true);
    }

    private static int tokens(long letters) {
        return (int) Math.min(Integer.MAX_VALUE, (letters + LETTERS_PER_TOKEN - 1) / LETTERS_PER_TOKEN);
    }

    Answer answer(Request request) {
        var spoken = choices.entrySet().stream()
                .map(entry -> choice(entry.getKey(), entry.getValue()))
                .toList();
        return new Answer(spoken, usage(request), Optional.empty());
    }

    private static Answer.Choice choice(int index, Speech speech) {
        var calls = speech.calls.values().stream()
                .map(call -> new ToolCall(call.id, call.name, call.arguments.toString()))
                .toList();
        var finish = speech.finish;
        return new Answer.Choice(index, speech.text.toString(), calls, finish == null ? Finish.OTHER : finish);
    }
}
