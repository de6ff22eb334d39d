/// What an answer would be worth, cost and take, with its uncertainty; and how such beliefs are learnt.
@NullMarked
package dev.signalbox.estimate;

import org.jspecify.annotations.NullMarked;
