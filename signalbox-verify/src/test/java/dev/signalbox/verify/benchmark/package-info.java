/// Benchmarks (JMH). `signalbox-verify/bench/decision.sh` runs them.
@NullMarked
package dev.signalbox.verify.benchmark;

import org.jspecify.annotations.NullMarked;
