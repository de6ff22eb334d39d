/// The rules that hold between modules.
@NullMarked
package dev.signalbox.verify;

import org.jspecify.annotations.NullMarked;
