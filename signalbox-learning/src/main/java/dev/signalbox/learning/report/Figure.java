package dev.signalbox.learning.report;

/// What a page can draw.
public sealed interface Figure permits Plot, CalibrationPlot {}
