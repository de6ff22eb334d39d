/// Choosing one of the permitted models.
@NullMarked
package dev.signalbox.standard.selector;

import org.jspecify.annotations.NullMarked;
