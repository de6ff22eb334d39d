/// Gradient-boosted trees, kept to queries that are like the ones they learnt from.
@NullMarked
package dev.signalbox.learning.method.trees;

import org.jspecify.annotations.NullMarked;
