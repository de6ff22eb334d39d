package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.ToolCall;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Tools may do things in the world, so no repair may have one called twice.
final class ToolCalls {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private ToolCalls() {}

    /// True where a tool's result was the last word and the answer wants what was called since the user last spoke to
    /// be called again, with the same arguments. A first answer may (a tool that is polled); one that is asked for
    /// because another failed may not.
    static boolean repeat(Request request, Answer answer) {
        if (request.last().role() != Role.TOOL) return false;
        var done = done(request);
        return answer.choices().stream()
                .flatMap(choice -> choice.toolCalls().stream())
                .anyMatch(call -> done.contains(key(call)));
    }

    private static Set<String> done(Request request) {
        var done = new HashSet<String>();
        for (Message message : request.messages().reversed()) {
            if (message.role() == Role.USER) break;
            for (var call : message.toolCalls()) done.add(key(call));
        }
        return done;
    }

    private static String key(ToolCall call) {
        return call.name() + SPACE.matcher(call.arguments()).replaceAll("");
    }
}
