/// What models are able to do and what queries need, as few numbers that people can read.
@NullMarked
package dev.signalbox.learning.method.capability;

import org.jspecify.annotations.NullMarked;
