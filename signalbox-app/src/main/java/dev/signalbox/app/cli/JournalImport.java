package dev.signalbox.app.cli;

import dev.signalbox.journal.Event;
import dev.signalbox.learning.table.Outcome;
import dev.signalbox.learning.table.OutcomeTable.Query;
import dev.signalbox.learning.table.OutcomeTableWriter;
import dev.signalbox.learning.table.TableImport;
import dev.signalbox.standard.cache.HitSampler;
import dev.signalbox.standard.sensor.RoutableText;
import dev.signalbox.store.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A journal as an outcome table: a request a query, its group the route, and one outcome, that of the model
/// whose answer was given. Its quality is the latest rating of the most trusted source (test, judge, user, then
/// any other), unknown where nobody rated; cost and latency are those of this model's own calls, not of stages
/// before it. A request that failed, or that no model answered, teaches nothing here and is left out.
final class JournalImport implements TableImport {
    /// By rising trust.
    private static final List<String> SOURCES = List.of("user", "judge", "test");

    /// How a journal begins a text that it did not keep.
    private static final String NOT_KEPT = "[not kept: sha256 ";

    @Override
    public void read(Path source, OutcomeTableWriter writer) throws IOException {
        try (var reader = JournalReader.open(source)) {
            for (var id : reader.recent(Integer.MAX_VALUE).reversed()) request(id, reader.events(id), writer);
        }
    }

    private static void request(String id, List<Event> events, OutcomeTableWriter writer) throws IOException {
        var asked = last(events, Event.Asked.class);
        var finished = last(events, Event.Finished.class);
        if (asked.isEmpty() || finished.flatMap(Event.Finished::model).isEmpty()) return;
        var model = finished.get().model().orElseThrow();
        // What several made together tells of none of them alone.
        if (model.contains(", ")) return;
        var group = last(events, Event.Decided.class).map(Event.Decided::route);
        writer.query(new Query(id, group, text(asked.get())));
        var calls = events.stream()
                .filter(Event.Called.class::isInstance)
                .map(Event.Called.class::cast)
                .filter(call -> call.model().equals(model))
                // An answer that was given before tells nothing of what its model costs.
                .filter(call -> !call.ending().equals(Event.Called.RECALLED))
                .toList();
        writer.outcome(
                calls.isEmpty()
                        ? Outcome.of(id, model, quality(events), Double.NaN)
                        : new Outcome(
                                id,
                                model,
                                quality(events),
                                calls.stream()
                                        .mapToDouble(call -> call.usage().inputTokens())
                                        .sum(),
                                calls.stream()
                                        .mapToDouble(call -> call.usage().outputTokens())
                                        .sum(),
                                calls.stream()
                                        .mapToDouble(Event.Called::costUsd)
                                        .sum(),
                                calls.stream()
                                        .mapToDouble(Event.Called::latencyMs)
                                        .sum()));
    }

    /// What the most trusted said of the answer, 0..1; NaN where nobody rated it.
    static double quality(List<Event> events) {
        return events.stream()
                .filter(Event.Rated.class::isInstance)
                .map(Event.Rated.class::cast)
                // Says whether an answer fits another request, not how good it is.
                .filter(rated -> !rated.source().equals(HitSampler.SOURCE))
                .max(Comparator.comparingInt((Event.Rated rated) -> SOURCES.indexOf(rated.source()))
                        .thenComparing(Event.Rated::at))
                .map(Event.Rated::rating)
                .orElse(Double.NaN);
    }

    /// What a router would have looked at; unknown where the journal keeps no texts.
    private static Optional<String> text(Event.Asked asked) {
        return Optional.of(RoutableText.of(asked.request().messages()))
                .filter(text -> !text.isBlank() && !text.contains(NOT_KEPT));
    }

    private static <T extends Event> Optional<T> last(List<Event> events, Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).reduce((_, later) -> later);
    }
}
