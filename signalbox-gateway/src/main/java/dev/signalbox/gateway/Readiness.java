package dev.signalbox.gateway;

import java.util.List;
import java.util.Optional;

/// How the process is, as `GET /readyz` tells it.
///
/// @param trouble why it cannot serve now; empty where it can
/// @param notices what an operator should know although it serves, a sentence each
public record Readiness(Optional<String> trouble, List<String> notices) {
    public static final Readiness WELL = new Readiness(Optional.empty(), List.of());

    public Readiness {
        notices = List.copyOf(notices);
    }

    public static Readiness troubled(String trouble) {
        return new Readiness(Optional.of(trouble), List.of());
    }

    /// 200 and `ready`, or 503 and the reason; then the notices, a line each.
    HttpReply httpReply() {
        var text = new StringBuilder(trouble.orElse("ready")).append('\n');
        for (var notice : notices) text.append(notice).append('\n');
        return HttpReply.text(trouble.isPresent() ? 503 : 200, text.toString());
    }
}
