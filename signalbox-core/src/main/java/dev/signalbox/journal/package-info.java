/// What happened: the one log that audit, replay, training and metrics read.
@NullMarked
package dev.signalbox.journal;

import org.jspecify.annotations.NullMarked;
