/// MixLLM (arXiv 2502.18482) in closed form: embeddings that know their domain, a head a model, and a score that weighs
/// quality, cost, uncertainty and waiting.
@NullMarked
package dev.signalbox.learning.method.mixllm;

import org.jspecify.annotations.NullMarked;
