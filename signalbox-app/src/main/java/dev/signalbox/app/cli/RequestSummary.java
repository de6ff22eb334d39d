package dev.signalbox.app.cli;

import dev.signalbox.journal.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// One request in a line, computed from its events. Immutable.
///
/// @param parent the request on whose behalf Signalbox made this one
/// @param route empty before the decision
/// @param model who gave the answer
/// @param called every model that was called, in order
/// @param costUsd of the answer; without an answer, of the calls so far
/// @param latencyMs from the request to its end; empty while it is open
/// @param failure the error's code
record RequestSummary(
        String id,
        Instant at,
        String tenant,
        Optional<String> parent,
        Optional<String> route,
        Optional<String> model,
        Set<String> called,
        double costUsd,
        OptionalDouble latencyMs,
        Status status,
        Optional<String> failure) {

    /// How a request ended.
    enum Status {
        /// No end in the journal: it still runs, or the process ended before it did.
        OPEN,
        ANSWERED,
        /// The client got the best answer there was, though no check accepted it.
        NOT_ACCEPTED,
        FAILED
    }

    /// Empty if the journal no longer holds the request's beginning.
    static Optional<RequestSummary> of(List<Event> events) {
        if (events.isEmpty() || !(events.getFirst() instanceof Event.Asked asked)) return Optional.empty();
        var route = Optional.<String>empty();
        var model = Optional.<String>empty();
        var failure = Optional.<String>empty();
        var called = new LinkedHashSet<String>();
        var end = Optional.<Instant>empty();
        var status = Status.OPEN;
        double callsUsd = 0;
        var answerUsd = OptionalDouble.empty();
        for (var event : events) {
            switch (event) {
                case Event.Decided decided -> route = Optional.of(decided.route());
                case Event.Called call -> {
                    called.add(call.model());
                    callsUsd += call.costUsd();
                }
                case Event.Finished finished -> {
                    model = finished.model();
                    status = finished.accepted() ? Status.ANSWERED : Status.NOT_ACCEPTED;
                    answerUsd = OptionalDouble.of(finished.costUsd());
                    end = Optional.of(finished.at());
                }
                case Event.Failed failed -> {
                    status = Status.FAILED;
                    failure = Optional.of(failed.code());
                    end = Optional.of(failed.at());
                }
                case Event.Asked _, Event.Sensed _, Event.Judged _, Event.Cut _, Event.Rated _ -> {
                    // No part of the summary.
                }
            }
        }
        return Optional.of(new RequestSummary(
                asked.requestId(),
                asked.at(),
                asked.request().tenant(),
                asked.request().parent(),
                route,
                model,
                called,
                answerUsd.orElse(callsUsd),
                end.map(at -> OptionalDouble.of(Duration.between(asked.at(), at).toNanos() / 1e6))
                        .orElse(OptionalDouble.empty()),
                status,
                failure));
    }

    /// Whether a model answered, or was called on the way.
    boolean involves(String name) {
        return called.contains(name) || model.filter(name::equals).isPresent();
    }
}
