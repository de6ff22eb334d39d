/// Who could answer, and who must not.
@NullMarked
package dev.signalbox.model;

import org.jspecify.annotations.NullMarked;
