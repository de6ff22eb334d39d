/// What listens to answers while they are being said.
@NullMarked
package dev.signalbox.standard.monitor;

import org.jspecify.annotations.NullMarked;
