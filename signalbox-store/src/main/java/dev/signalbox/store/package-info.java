/// The journal on disk: one SQLite file, one thread that writes it, any number that read.
@NullMarked
package dev.signalbox.store;

import org.jspecify.annotations.NullMarked;
