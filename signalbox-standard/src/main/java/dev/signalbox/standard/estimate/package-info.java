/// What an answer will cost, how long it will take, and how good it is where nothing has been learnt;
/// and what is usual of each model.
@NullMarked
package dev.signalbox.standard.estimate;

import org.jspecify.annotations.NullMarked;
