/// Tests of the package of the same name.
@NullMarked
package dev.signalbox.app.assembly;

import org.jspecify.annotations.NullMarked;
