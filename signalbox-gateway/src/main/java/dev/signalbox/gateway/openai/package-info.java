/// The dialect of OpenAI's chat completions, read and written.
@NullMarked
package dev.signalbox.gateway.openai;

import org.jspecify.annotations.NullMarked;
