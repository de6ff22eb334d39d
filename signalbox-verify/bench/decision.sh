#!/bin/sh
# The JMH benchmark of the decision path: time (p50, p99) and allocation. Needs the project built once (./signalbox verify
# or mvn -DskipTests package). Options go to JMH, for example: decision.sh -prof gc
set -eu
cd "$(dirname "$0")/../.."
classpath=signalbox-verify/target/benchmark.classpath
mvn -B -q -DskipTests -Dspotless.check.skip -pl signalbox-verify -am test-compile
mvn -B -q -pl signalbox-verify dependency:build-classpath -Dmdep.outputFile="$PWD/$classpath" -Dmdep.includeScope=test
exec "${JAVA_HOME:?set it to a JDK 25}/bin/java" -cp "signalbox-verify/target/test-classes:$(cat $classpath)" org.openjdk.jmh.Main "$@"
