package dev.signalbox.store;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Request;
import dev.signalbox.journal.Event;
import dev.signalbox.plan.Plan;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Signal;
import java.util.List;
import java.util.Optional;

/// About how many bytes of memory an event holds while it waits, so that the queue's bound is one of memory whatever
/// waits in it. An estimate of the order of magnitude: what grows with the request, the answer, the number of models
/// or the number of signals is counted, the rest is a constant.
final class EventWeight {
    private static final long EVENT = 1024;
    /// An option: its plan, an estimate of three beliefs, the references to them.
    private static final long OPTION = 256;
    private static final long OBJECTION = 128;
    private static final long SIGNAL = 64;

    private EventWeight() {}

    static long bytes(Event event) {
        return EVENT
                + switch (event) {
                    case Event.Asked asked -> bytes(asked.request());
                    case Event.Sensed sensed -> bytes(sensed.signals());
                    case Event.Decided decided -> bytes(decided);
                    case Event.Called called -> bytes(called.detail()) + bytes(called.quoted());
                    case Event.Judged judged ->
                        judged.findings().stream().mapToLong(EventWeight::bytes).sum();
                    case Event.Cut cut -> bytes(cut.finding());
                    case Event.Finished finished -> bytes(finished.answer());
                    case Event.Failed failed -> bytes(failed.message()) + bytes(failed.quoted());
                    case Event.Rated rated -> bytes(rated.comment());
                };
    }

    private static long bytes(Request request) {
        if (request.body().isPresent()) return 2L * request.body().get().json().length();
        long bytes = 0;
        for (Message message : request.messages()) bytes += bytes(message.text());
        return bytes;
    }

    private static long bytes(Event.Decided decided) {
        long bytes = bytes(decided.decision().plan());
        for (var option : decided.options()) bytes += OPTION + bytes(option.plan());
        for (var objection : decided.objections()) bytes += OBJECTION + bytes(objection.reason());
        return bytes;
    }

    /// Only what a plan carries beside models, which belong to the settings: an answer that is given again.
    private static long bytes(Plan plan) {
        return switch (plan) {
            case Plan.Reply reply -> bytes(reply.answer());
            case Plan.Cascade cascade ->
                cascade.stages().stream()
                        .mapToLong(stage -> OPTION + bytes(stage.plan()))
                        .sum();
            case Plan.Fuse fuse ->
                fuse.branches().stream().mapToLong(EventWeight::bytes).sum();
            case Plan.Call _, Plan.Decompose _, Plan.Loop _ -> 0;
        };
    }

    private static long bytes(Answer answer) {
        long bytes = 0;
        for (var choice : answer.choices()) bytes += bytes(choice.text());
        return bytes + answer.body().map(body -> (long) body.json().length()).orElse(0L);
    }

    private static long bytes(List<Signal<?>> signals) {
        long bytes = 0;
        for (var signal : signals) {
            bytes += SIGNAL
                    + switch (signal.value()) {
                        case float[] vector -> (long) Float.BYTES * vector.length;
                        case CharSequence text -> 2L * text.length();
                        default -> 0;
                    };
        }
        return bytes;
    }

    private static long bytes(Finding finding) {
        return SIGNAL + bytes(finding.evidence());
    }

    private static long bytes(Optional<String> text) {
        return text.map(EventWeight::bytes).orElse(0L);
    }

    private static long bytes(String text) {
        return 2L * text.length();
    }
}
