/// Carrying a plan out.
@NullMarked
package dev.signalbox.run;

import org.jspecify.annotations.NullMarked;
