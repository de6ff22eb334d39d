/// Item response theory: a query has a difficulty and tells models apart to a degree, a model has abilities.
@NullMarked
package dev.signalbox.learning.method.irt;

import org.jspecify.annotations.NullMarked;
