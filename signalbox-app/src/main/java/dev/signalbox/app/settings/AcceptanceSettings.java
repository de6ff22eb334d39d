package dev.signalbox.app.settings;

import dev.signalbox.signal.Condition;

/// A condition that may speak of an answer, not only of the request.
public record AcceptanceSettings(Condition condition) {}
