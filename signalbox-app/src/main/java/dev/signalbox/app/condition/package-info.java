/// Conditions as people write them (CEL) become conditions of the core.
@NullMarked
package dev.signalbox.app.condition;

import org.jspecify.annotations.NullMarked;
