package dev.signalbox.app.cli;

import dev.signalbox.learning.report.TextTable;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/// Request summaries, for people and for programs.
final class RequestTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RequestTable() {}

    static String text(List<RequestSummary> requests) {
        return new TextTable(
                        List.of("time, UTC", "request", "tenant", "route", "model", "cost", "latency", "status"),
                        requests.stream().map(RequestTable::row).toList(),
                        true)
                .render();
    }

    private static List<String> row(RequestSummary request) {
        return List.of(
                TIME.format(request.at()),
                request.id(),
                request.tenant(),
                request.route().orElse("–"),
                models(request).orElse("–"),
                String.format(Locale.ROOT, "$%.6f", request.costUsd()),
                request.latencyMs().isEmpty()
                        ? "–"
                        : RequestStory.milliseconds(request.latencyMs().getAsDouble()),
                status(request));
    }

    /// Who answered; without an answer, who was called.
    private static Optional<String> models(RequestSummary request) {
        var named = request.model().orElseGet(() -> String.join(", ", request.called()));
        return named.isEmpty() ? Optional.empty() : Optional.of(named);
    }

    private static String status(RequestSummary request) {
        return switch (request.status()) {
            case OPEN -> "open";
            case ANSWERED -> "answered";
            case NOT_ACCEPTED -> "answered, not accepted";
            case FAILED -> "failed: " + request.failure().orElse("unknown");
        };
    }

    /// One request as a JSON object on a line of its own. What is unknown is left out.
    static String json(RequestSummary request) {
        var object = JsonNodeFactory.instance.objectNode();
        object.put("id", request.id()).put("at", request.at().toString()).put("tenant", request.tenant());
        request.route().ifPresent(route -> object.put("route", route));
        request.model().ifPresent(model -> object.put("model", model));
        var called = object.putArray("called");
        request.called().forEach(called::add);
        object.put("cost_usd", request.costUsd());
        request.latencyMs().ifPresent(latency -> object.put("latency_ms", latency));
        object.put("status", request.status().name().toLowerCase(Locale.ROOT));
        request.failure().ifPresent(code -> object.put("error", code));
        return object.toString();
    }
}
