/// Linear algebra and minimisation for problems of some hundred numbers.
@NullMarked
package dev.signalbox.learning.numeric;

import org.jspecify.annotations.NullMarked;
