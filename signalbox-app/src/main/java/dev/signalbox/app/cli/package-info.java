/// The command line: one class a command.
@NullMarked
package dev.signalbox.app.cli;

import org.jspecify.annotations.NullMarked;
