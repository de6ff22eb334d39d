package dev.signalbox.signal;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;

/// When something can be learnt about a request. The four cases are the request's whole life.
public sealed interface Moment {
    Request request();

    record Received(Request request) implements Moment {}

    record Streaming(Request request, String soFar) implements Moment {}

    record Answered(Request request, Answer answer) implements Moment {}

    record Rated(Request request, Answer answer, double rating) implements Moment {}
}
