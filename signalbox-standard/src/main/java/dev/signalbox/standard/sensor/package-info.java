/// What a request tells before anybody answers it: its text, size, form, language and how hard it
/// is. What was read of a query is remembered for when it comes again.
@NullMarked
package dev.signalbox.standard.sensor;

import org.jspecify.annotations.NullMarked;
