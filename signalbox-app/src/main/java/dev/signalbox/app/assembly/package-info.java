/// From settings to a running whole.
@NullMarked
package dev.signalbox.app.assembly;

import org.jspecify.annotations.NullMarked;
