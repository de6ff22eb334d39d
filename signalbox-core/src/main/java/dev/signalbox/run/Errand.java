package dev.signalbox.run;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Signals;
import java.util.List;
import java.util.OptionalDouble;

/// What is to be answered, and what all parts of its plan share: the signals, the deadline (the request's) and the
/// purse.
///
/// @param route the route that decided, for headers
record Errand(Request request, Signals signals, String route, Purse purse) {
    /// True where an answer may do something, or goes on from what a tool did. Such a request is not asked twice: what
    /// was done can't be undone.
    boolean mayAct() {
        return !request.tools().isEmpty() || request.last().role() == Role.TOOL;
    }

    /// How much is asked.
    long letters() {
        return request.messages().stream()
                .mapToLong(message -> message.text().length())
                .sum();
    }

    /// A question of a plan's own, on the same errand's purse and time.
    Errand aside(List<Message> messages, OptionalDouble temperature) {
        return new Errand(request.aside(messages, temperature), signals, route, purse);
    }

    Errand wantingConfidence() {
        return new Errand(request.wantingConfidence(), signals, route, purse);
    }

    /// The same errand with other messages: what a plan asks on the way.
    Errand asking(List<Message> messages) {
        return new Errand(request.asking(messages), signals, route, purse);
    }
}
