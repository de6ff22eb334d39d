/// What was asked and what was said, in no vendor's dialect.
@NullMarked
package dev.signalbox.chat;

import org.jspecify.annotations.NullMarked;
