/// What listens to answers while they are being said, and by which limits: those that are set, or what is usual.
@NullMarked
package dev.signalbox.standard.monitor;

import org.jspecify.annotations.NullMarked;
