/// From an outcome table to a snapshot.
@NullMarked
package dev.signalbox.learning.train;

import org.jspecify.annotations.NullMarked;
