/// The application: settings, assembly and the command line. The only place that knows all modules.
@NullMarked
package dev.signalbox.app;

import org.jspecify.annotations.NullMarked;
