/// What is known of a request: typed signals, the sensors that read them, the conditions that ask about them.
@NullMarked
package dev.signalbox.signal;

import org.jspecify.annotations.NullMarked;
