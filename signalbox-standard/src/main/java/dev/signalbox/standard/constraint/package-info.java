/// Why a model must not answer: it cannot take the request, or it is not well.
@NullMarked
package dev.signalbox.standard.constraint;

import org.jspecify.annotations.NullMarked;
