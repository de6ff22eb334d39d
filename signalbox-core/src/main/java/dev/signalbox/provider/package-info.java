/// Calling those who answer.
@NullMarked
package dev.signalbox.provider;

import org.jspecify.annotations.NullMarked;
