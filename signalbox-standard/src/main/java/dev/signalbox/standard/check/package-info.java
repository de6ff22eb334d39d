/// What can be said of an answer without asking a model: checks, what they find, and what mends it.
@NullMarked
package dev.signalbox.standard.check;

import org.jspecify.annotations.NullMarked;
