/// The dialect of every OpenAI-compatible server: requests out, answers and streams in.
@NullMarked
package dev.signalbox.providers.openai;

import org.jspecify.annotations.NullMarked;
