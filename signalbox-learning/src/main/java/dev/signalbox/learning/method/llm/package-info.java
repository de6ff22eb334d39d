/// A large language model that routes: how it is asked, what its replies are taken for, and a head that
/// learns from them.
@NullMarked
package dev.signalbox.learning.method.llm;

import org.jspecify.annotations.NullMarked;
