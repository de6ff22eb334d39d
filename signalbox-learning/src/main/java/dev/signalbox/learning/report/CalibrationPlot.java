package dev.signalbox.learning.report;

import dev.signalbox.learning.calibrate.Reliability;

/// Believed quality against what came of it, in bins.
public record CalibrationPlot(Reliability reliability) implements Figure {}
