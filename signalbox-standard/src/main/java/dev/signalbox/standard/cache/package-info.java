/// Answers that were given before: which requests are the same, which mean the same, and whose answers are kept.
@NullMarked
package dev.signalbox.standard.cache;

import org.jspecify.annotations.NullMarked;
