/// What a request tells before anybody answers it: its text, size, form and language.
@NullMarked
package dev.signalbox.standard.sensor;

import org.jspecify.annotations.NullMarked;
