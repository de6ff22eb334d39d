package dev.signalbox.app.settings;

import java.nio.file.Path;

/// A file that was there when the settings were read.
public record InputFile(Path path) {}
