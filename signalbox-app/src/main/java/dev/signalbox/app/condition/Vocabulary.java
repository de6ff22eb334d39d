package dev.signalbox.app.condition;

import java.util.Set;

/// What settings can speak of by name.
///
/// @param request reads conditions on a request as it comes
/// @param answer reads conditions on a request and its answer
/// @param checks look at whole answers
/// @param monitors look at answers while they are being said
public record Vocabulary(Conditions request, Conditions answer, Set<String> checks, Set<String> monitors) {
    public Vocabulary {
        checks = Set.copyOf(checks);
        monitors = Set.copyOf(monitors);
    }
}
