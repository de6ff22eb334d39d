/// Gates of a cascade: when the cheap model's answer may stand, by a bound on a score that was fitted with a
/// promise.
@NullMarked
package dev.signalbox.standard.gate;

import org.jspecify.annotations.NullMarked;
