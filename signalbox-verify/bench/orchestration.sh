#!/bin/sh
# Strategies on recorded answers, end to end over HTTP: quality, cost and verifier error rates; and structured output of an
# unreliable model with its repair ladder. As Markdown.
# usage: orchestration.sh FOLDER [FILE]: a folder with mbpp.jsonl, humaneval.jsonl and math.jsonl (lines of
# {"id", "text", "answers": {MODEL: {"answer", "quality"}}}), and a file of rated general answers in the same form.
set -eu
folder=$(cd "$1" && pwd)
general=${2:+$(cd "$(dirname "$2")" && pwd)/$(basename "$2")}
cd "$(dirname "$0")/../.."
classpath=signalbox-verify/target/benchmark.classpath
# In one run with the compiling, so that the other modules are taken from here. Each module writes the file; ours is last.
mvn -B -q -DskipTests -Dspotless.check.skip -pl signalbox-verify -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$PWD/$classpath" -Dmdep.includeScope=test
java=${JAVA_HOME:?set it to a JDK 25}/bin/java
classes="signalbox-verify/target/test-classes:$(cat $classpath)"
"$java" -cp "$classes" dev.signalbox.verify.orchestration.Orchestration "$folder" ${general:+"$general"}
exec "$java" -cp "$classes" dev.signalbox.verify.orchestration.Ladder 2000 1
