/// An upstream that says again what models once said, for demos, tests and load.
@NullMarked
package dev.signalbox.gateway.replay;

import org.jspecify.annotations.NullMarked;
