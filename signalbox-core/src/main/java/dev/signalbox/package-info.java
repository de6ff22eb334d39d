/// The walk of a request, top to bottom: sense, find the route, object, estimate, select, run, sense again.
@NullMarked
package dev.signalbox;

import org.jspecify.annotations.NullMarked;
