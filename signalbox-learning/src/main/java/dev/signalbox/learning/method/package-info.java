/// The ways to learn which model does well on a query, each behind the same door, so that they can be compared.
@NullMarked
package dev.signalbox.learning.method;

import org.jspecify.annotations.NullMarked;
