/// What can be found wrong with an answer, and mended, without asking a model.
@NullMarked
package dev.signalbox.checks;

import org.jspecify.annotations.NullMarked;
