/// Text to vector, in this process: a small transformer, its tokenizer, and a cache before it.
@NullMarked
package dev.signalbox.encoders;

import org.jspecify.annotations.NullMarked;
