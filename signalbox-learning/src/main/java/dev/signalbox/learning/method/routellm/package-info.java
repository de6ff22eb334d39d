/// Routers that learn from which of two models answered better, as RouteLLM (arXiv 2406.18665) does.
@NullMarked
package dev.signalbox.learning.method.routellm;

import org.jspecify.annotations.NullMarked;
