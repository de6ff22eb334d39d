/// Tests of the package of the same name.
@NullMarked
package dev.signalbox.app.settings;

import org.jspecify.annotations.NullMarked;
