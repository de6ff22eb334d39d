package dev.signalbox.run;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Signals;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What is to be answered, and what all parts of its plan share: the signals, the deadline (the request's) and the
/// spend ledger.
///
/// @param route the route that decided, for headers
/// @param parts routes parts of the request; empty where it is a part itself
record Execution(
        Request request, Signals signals, String route, SpendLedger spendLedger, Optional<SubRequestRouter> parts) {
    /// OpenAI's fields for functions before there were tools, and for what a provider keeps of a conversation.
    private static final List<String> ACTING = List.of("functions", "store", "previous_response_id", "conversation");

    /// True where an answer may do something, goes on from what a tool did, or stays with the provider. Such a request
    /// is not asked twice: what was done can't be undone.
    boolean mayAct() {
        return !request.tools().isEmpty()
                || request.last().role() == Role.TOOL
                || ACTING.stream().anyMatch(this::wants);
    }

    private boolean wants(String field) {
        var value = request.fields().get(field);
        if (value == null) return false;
        var written = value.toString().strip();
        return !written.equals("null") && !written.equals("false");
    }

    /// A question of a plan's own, in the same budget and time.
    Execution aside(List<Message> messages, OptionalDouble temperature) {
        return asking(request.aside(messages, temperature));
    }

    Execution wantingConfidence() {
        return asking(request.wantingConfidence());
    }

    /// The same execution with other messages: what a plan asks on the way.
    Execution asking(List<Message> messages) {
        return asking(request.asking(messages));
    }

    /// The same execution with another request.
    Execution asking(Request other) {
        return new Execution(other, signals, route, spendLedger, parts);
    }
}
