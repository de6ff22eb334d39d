/// Text to vector, in this process: a table of token vectors, the small transformer that it is distilled from, their
/// tokenizer, and a cache for the transformer.
@NullMarked
package dev.signalbox.encoders;

import org.jspecify.annotations.NullMarked;
