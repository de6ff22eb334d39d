/// What an answer will cost, how long it will take, and how good it is where nothing has been learnt.
@NullMarked
package dev.signalbox.standard.estimate;

import org.jspecify.annotations.NullMarked;
