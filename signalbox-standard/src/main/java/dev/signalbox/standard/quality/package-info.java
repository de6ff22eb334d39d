/// Learned quality and cost: what a model's answer to this request will be worth and what it will cost, from outcomes
/// of the past. Everything here is an immutable snapshot; `signalbox-learning` fits it.
@NullMarked
package dev.signalbox.standard.quality;

import org.jspecify.annotations.NullMarked;
