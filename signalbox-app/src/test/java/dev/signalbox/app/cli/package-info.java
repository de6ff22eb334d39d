/// Tests of the package of the same name.
@NullMarked
package dev.signalbox.app.cli;

import org.jspecify.annotations.NullMarked;
