#!/bin/sh
# Strategies on recorded answers, end to end over HTTP: quality, cost and verifier error rates; structured output of an
# unreliable model with its repair ladder; how often monitors and checks speak against recorded answers; and what signals are worth
# on labelled data. As Markdown.
# usage: orchestration.sh [FOLDER [FILE]] [--signals LABELLED]: a folder with mbpp.jsonl, humaneval.jsonl and math.jsonl (lines
# of {"id", "text", "answers": {MODEL: {"answer", "quality"}}}), and a file of rated general answers in the same form; a folder
# with banking77/train.csv, clinc150/train_val.json and hallucination/general_data.json.
set -eu
folder='' general='' signals=''
while [ $# -gt 0 ]; do
  case $1 in
    --signals) signals=$(cd "$2" && pwd); shift ;;
    *) if [ -z "$folder" ]; then folder=$(cd "$1" && pwd); else general=$(cd "$(dirname "$1")" && pwd)/$(basename "$1"); fi ;;
  esac
  shift
done
cd "$(dirname "$0")/../.."
classpath=signalbox-verify/target/benchmark.classpath
# In one run with the compiling, so that the other modules are taken from here. Each module writes the file; ours is last.
mvn -B -q -DskipTests -Dspotless.check.skip -pl signalbox-verify -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$PWD/$classpath" -Dmdep.includeScope=test
java=${JAVA_HOME:?set it to a JDK 25}/bin/java
run() {
  main=$1
  shift
  "$java" -cp "signalbox-verify/target/test-classes:$(cat $classpath)" "dev.signalbox.verify.orchestration.$main" "$@"
}
if [ -n "$folder" ]; then
  run Orchestration "$folder" ${general:+"$general"}
  run Ladder 2000 1
  run AlarmStudy "$folder/mbpp.jsonl" "$folder/humaneval.jsonl" "$folder/math.jsonl"
fi
if [ -n "$signals" ]; then
  run GroundingStudy "$signals/hallucination/general_data.json"
  run HitStudy "$signals"
fi
