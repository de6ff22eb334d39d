package dev.signalbox.app.settings;

/// A check that comes in the box.
public record CheckName(String name) {}
