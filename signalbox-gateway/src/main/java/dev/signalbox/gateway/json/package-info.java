/// Reading JSON that a client wrote, with errors that it can use.
@NullMarked
package dev.signalbox.gateway.json;

import org.jspecify.annotations.NullMarked;
