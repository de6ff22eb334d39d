package dev.signalbox.run;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Signals;
import java.util.List;

/// What is to be answered, and what all parts of its plan share: the signals, the deadline (the request's) and the
/// purse.
///
/// @param route the route that decided, for headers
record Errand(Request request, Signals signals, String route, Purse purse) {
    /// The same errand with other messages: what a plan asks on the way.
    Errand asking(List<Message> messages) {
        return new Errand(request.asking(messages), signals, route, purse);
    }
}
