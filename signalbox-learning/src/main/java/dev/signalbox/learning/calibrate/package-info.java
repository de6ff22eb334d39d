/// Turns scores into probabilities that mean what they say, and measures how far they do.
@NullMarked
package dev.signalbox.learning.calibrate;

import org.jspecify.annotations.NullMarked;
