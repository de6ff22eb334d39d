/// What decisions during and after an answer bring: strategies on recorded answers, over HTTP, with their costs.
@NullMarked
package dev.signalbox.verify.orchestration;

import org.jspecify.annotations.NullMarked;
