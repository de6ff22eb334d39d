package dev.signalbox.app.settings;

/// A monitor that comes in the box.
public record MonitorName(String name) {}
