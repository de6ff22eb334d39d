package dev.signalbox.learning.report;

import java.util.List;
import java.util.Optional;

/// What a plot of quality over cost shows, as plain values.
///
/// @param title what it is, for people who hear it too
/// @param description what can be seen in it, in a sentence or two
public record Plot(String title, String description, List<Series> series) implements Figure {
    public Plot {
        series = List.copyOf(series);
    }

    /// @param name as the legend has it
    /// @param marks in the order of a line
    public record Series(String name, Style style, List<Mark> marks) {
        public Series {
            marks = List.copyOf(marks);
        }
    }

    public enum Style {
        /// Dots with their names: the single models.
        MODELS,
        /// A dashed line: what tossing coins between models gives.
        HULL,
        /// The line that the plot is about.
        ROUTER,
        /// Places on it that have names.
        PLACES,
        /// What cannot be reached.
        ORACLE
    }

    /// @param label shown beside the dot; empty for none
    /// @param costUsdPer1k above zero, for the axis is logarithmic
    /// @param quality 0..1, its interval where there is one
    public record Mark(String label, double costUsdPer1k, double quality, Optional<Range> interval) {}

    public record Range(double low, double high) {}
}
