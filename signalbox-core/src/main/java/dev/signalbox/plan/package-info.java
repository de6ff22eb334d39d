/// What shall be done to get an answer, and how that is chosen.
@NullMarked
package dev.signalbox.plan;

import org.jspecify.annotations.NullMarked;
