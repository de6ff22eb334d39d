/// Tests of the package of the same name.
@NullMarked
package dev.signalbox.app.condition;

import org.jspecify.annotations.NullMarked;
