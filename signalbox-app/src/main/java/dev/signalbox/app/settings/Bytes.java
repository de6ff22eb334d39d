package dev.signalbox.app.settings;

/// An amount of memory or storage.
public record Bytes(long value) {}
