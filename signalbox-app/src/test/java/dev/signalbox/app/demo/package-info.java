/// Tests of the package of the same name.
@NullMarked
package dev.signalbox.app.demo;

import org.jspecify.annotations.NullMarked;
