/// An evaluation for readers: JSON, a table for the console, a page with a plot.
@NullMarked
package dev.signalbox.learning.report;

import org.jspecify.annotations.NullMarked;
