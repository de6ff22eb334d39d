package dev.signalbox.signal;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;

/// When something can be learnt about a request. While an answer is being said there is none: that
/// is for a [Monitor] to hear.
public sealed interface Moment {
    /// What the journal calls a [ReceivedMoment].
    String RECEIVED = "Received";

    /// What the journal calls an [AnsweredMoment].
    String ANSWERED = "Answered";

    Request request();

    record ReceivedMoment(Request request) implements Moment {}

    record AnsweredMoment(Request request, Answer answer) implements Moment {}

    record RatedMoment(Request request, Answer answer, double rating) implements Moment {}
}
