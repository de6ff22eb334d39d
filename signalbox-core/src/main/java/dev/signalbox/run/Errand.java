package dev.signalbox.run;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Signals;
import java.util.List;
import java.util.Optional;

/// What is to be answered, and what all parts of its plan share: the signals, the deadline (the request's) and the
/// purse.
///
/// @param route the route that decided, for headers
/// @param parts routes parts of the request; empty where it is a part itself
record Errand(Request request, Signals signals, String route, Purse purse, Optional<Rerouting> parts) {
    /// The same errand with other messages: what a plan asks on the way.
    Errand asking(List<Message> messages) {
        return asking(request.asking(messages));
    }

    /// The same errand with another request.
    Errand asking(Request other) {
        return new Errand(other, signals, route, purse, parts);
    }
}
