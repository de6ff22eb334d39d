/// Fits the gates of a cascade with a promise: how often a kept answer may be one that the strong model gets
/// right.
@NullMarked
package dev.signalbox.learning.gate;

import org.jspecify.annotations.NullMarked;
