/// Ways to answer with more than one call, and what they are believed to be worth.
@NullMarked
package dev.signalbox.standard.strategy;

import org.jspecify.annotations.NullMarked;
