package dev.signalbox.app.condition;

/// What conditions can speak of.
///
/// @param request reads conditions on a request as it comes
/// @param answer reads conditions on a request and its answer
public record Vocabulary(Conditions request, Conditions answer) {}
