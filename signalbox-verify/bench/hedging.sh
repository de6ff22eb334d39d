#!/bin/sh
# What hedging is worth against an upstream with a heavy tail. Builds what it needs. Arguments: requests of each kind,
# median time to the first token in milliseconds, seed, `given` or `learnt` (where the hedge has its delay from), and how
# many calls more there may be for a request (0.05).
set -eu
cd "$(dirname "$0")/../.."
classpath=signalbox-verify/target/benchmark.classpath
# In one run with the compiling, so that the other modules are taken from here. Each module writes the file; ours is last.
mvn -B -q -DskipTests -Dspotless.check.skip -pl signalbox-verify -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$PWD/$classpath" -Dmdep.includeScope=test
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" -cp "signalbox-verify/target/test-classes:$(cat $classpath)" dev.signalbox.verify.benchmark.HedgingBenchmark "$@"
