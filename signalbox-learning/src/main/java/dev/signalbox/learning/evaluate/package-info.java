/// What routing would have been worth on a table of outcomes, beside the simple ways to choose a model.
@NullMarked
package dev.signalbox.learning.evaluate;

import org.jspecify.annotations.NullMarked;
