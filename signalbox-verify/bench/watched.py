#!/usr/bin/env python3
"""What watching adds to a stream's whole time: the same streams with all monitors, hold and window, and without.

One run, one gateway, one upstream that answers without any delay, so that the gateway's own work is as large a part of the time
as it can be. Each round measures both ways, one right after the other, and the next round in the other order; the result is the median
over the rounds of the ratio of times. Everything shares this machine's cores: look at the spread of the rounds, too. CPU is user
and system time of the gateway's process for each stream. Needs wrk:
    apt-get install wrk
    python3 signalbox-verify/bench/watched.py [--rounds 10] [--seconds 6] [--connections 4] [--monitors NAMES] [--java-options "..."]

Pieces that arrive together are read together where they are watched, and passed on one by one where they are not; with
`--tokens-per-second` each arrives alone, as from a model, and the ratio that tells is that of CPU:
    python3 signalbox-verify/bench/watched.py --tokens-per-second 60 --connections 200 --seconds 40
Traffic goes to loopback addresses only, and every run is bounded in time.
"""
import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

from load import ROOT, cpu_seconds, free_port, stop, wait_for, wrk

RECORDED = os.path.join(ROOT, "signalbox-app/src/main/resources/dev/signalbox/app/demo/answers.jsonl.gz")
MONITORS = ("json_opening, json_valid, schema_so_far, template_leak, language_drift, refusal_opening, repetition, unknown_tool, "
            "stall, too_long")

SETTINGS = """\
server: {{host: 127.0.0.1, port: {gateway}}}
journal: {{path: {folder}/journal.db}}
encoder: {{kind: none}}
providers:
  replay: {{url: "http://127.0.0.1:{upstream}/v1"}}
models:
  first: {{provider: replay, price: {{input: 0.1, output: 0.4}}}}
  second: {{provider: replay, price: {{input: 1, output: 4}}}}
routes:
  plain:
    models: [first, second]
    strategies: {{only: {{cascade: [{{call: first}}, second]}}}}
  watched:
    models: [first, second]
    strategies: {{only: {{cascade: [{{call: first, watch: {{monitors: [{monitors}]}}}}, second]}}}}
"""


def recorded():
    """A prompt and an answer of usual length, in prose."""
    with gzip.open(RECORDED, "rt") as lines:
        for line in lines:
            prompt = json.loads(line)
            for said in prompt["answers"].values():
                text = said["answer"]
                if 1_800 < len(text) < 2_200 and "```" not in text and said["quality"] > 0.9 and '"' not in prompt["text"]:
                    return prompt["text"], text
    sys.exit(f"{RECORDED} has no such answer")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--warm-up-seconds", type=int, default=20)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--monitors", default=MONITORS, help="which ones watch; all that come in the box, unless told")
    parser.add_argument("--tokens-per-second", type=float, help="how fast the upstream speaks; at once, unless told")
    parser.add_argument("--java-options", default="", help="passed to both JVMs as JDK_JAVA_OPTIONS")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("`wrk` is missing: apt-get install wrk")

    folder = tempfile.mkdtemp(prefix="signalbox-watched-")
    ports = {name: free_port() for name in ("upstream", "gateway")}
    prompt, text = recorded()
    answers = os.path.join(folder, "answers.jsonl")
    with open(answers, "w") as f:
        f.write(json.dumps({"id": "1", "text": prompt, "answers": {m: {"answer": text, "quality": 1.0} for m in ("first", "second")}}))
    settings = os.path.join(folder, "signalbox.yaml")
    with open(settings, "w") as f:
        f.write(SETTINGS.format(folder=folder, monitors=options.monitors, **ports))

    env = dict(os.environ, JDK_JAVA_OPTIONS=options.java_options)
    launcher = os.path.join(ROOT, "signalbox")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    running = []
    try:
        pace = ["--tokens-per-second", str(options.tokens_per_second)] if options.tokens_per_second else []
        upstream = subprocess.Popen([launcher, "upstream", "--answers", answers, "--port", str(ports["upstream"]), *pace], **quiet)
        running.append(upstream)
        wait_for(f"http://127.0.0.1:{ports['upstream']}/v1/models", upstream, 600)
        gateway = subprocess.Popen([launcher, "serve", settings], **quiet)
        running.append(gateway)
        wait_for(f"http://127.0.0.1:{ports['gateway']}/readyz", gateway)

        def measure(way, seconds):
            body = json.dumps({"model": f"auto/{way}", "stream": True, "messages": [{"role": "user", "content": prompt}]})
            before = cpu_seconds(gateway.pid)
            row = wrk(f"http://127.0.0.1:{ports['gateway']}/v1/chat/completions", body, options.connections, seconds, folder)
            if row["errors"] or not row["requests"]:
                sys.exit(f"{way}: {row['errors']} errors, {row['requests']} answers")
            return {"ms": 1000 * options.connections / row["rps"],
                    "cpu": (cpu_seconds(gateway.pid) - before) * 1e6 / row["requests"], "requests": row["requests"]}

        for way in ("plain", "watched"):  # A JVM is measured warm.
            measure(way, options.warm_up_seconds)
        rounds = []
        for i in range(options.rounds):
            ways = ("plain", "watched") if i % 2 == 0 else ("watched", "plain")
            rounds.append({way: measure(way, options.seconds) for way in ways})
        report(rounds, text)
    finally:
        stop(running)
        shutil.rmtree(folder, ignore_errors=True)


def report(rounds, text):
    print(f"an answer of {len(text):,} characters, {sum(r[w]['requests'] for r in rounds for w in r):,} streams\n")
    print("| round | plain, ms | watched, ms | ratio | plain, CPU µs | watched, CPU µs | ratio |")
    print("|---|---|---|---|---|---|---|")
    for i, r in enumerate(rounds, 1):
        plain, watched = r["plain"], r["watched"]
        print(f"| {i} | {plain['ms']:.2f} | {watched['ms']:.2f} | {watched['ms'] / plain['ms']:.3f} "
              f"| {plain['cpu']:.0f} | {watched['cpu']:.0f} | {watched['cpu'] / plain['cpu']:.3f} |")
    for name in ("ms", "cpu"):
        ratios = sorted(r["watched"][name] / r["plain"][name] for r in rounds)
        print(f"\n{name}: median ratio {statistics.median(ratios):.3f}, rounds {ratios[0]:.3f} to {ratios[-1]:.3f}")


if __name__ == "__main__":
    main()
