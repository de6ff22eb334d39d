#!/usr/bin/env python3
"""Load benchmark: what the gateway adds to an upstream, beside nginx doing the least a proxy can do.

One run measures, for plain JSON and for SSE, at several numbers of connections:
  direct   wrk -> replay upstream
  nginx    wrk -> nginx (keep-alive to the upstream, no buffering) -> replay upstream
  named    wrk -> gateway, the client names the model -> replay upstream
  auto     wrk -> gateway, the router chooses (embedding cached) -> replay upstream
Everything shares this machine's cores, so figures are for the whole chain; compare rows of one run only. CPU is user and
system time of the proxy's own process from /proc, divided by the requests it served. Needs wrk and nginx:
    apt-get install wrk nginx-light
    python3 signalbox-verify/bench/load.py [--seconds 8] [--connections 1,16,64] [--json FILE] [--java-options "..."]
Traffic goes to loopback addresses only, and every run is bounded in time.
"""
import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TICKS = os.sysconf("SC_CLK_TCK")
PROMPT = "Explain in two sentences what a signal box does on a railway, and why interlocking matters."

SETTINGS = """\
server: {{host: 127.0.0.1, port: {gateway}}}
journal: {{path: {folder}/journal.db}}
providers:
  replay: {{url: "http://127.0.0.1:{upstream}/v1"}}
models:
{models}
routes:
  default: {{models: [{names}], explore: 0}}
"""

NGINX = """\
worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream replay {{ server 127.0.0.1:{upstream}; keepalive 128; keepalive_requests 1000000; }}
  server {{ listen 127.0.0.1:{nginx};
    location / {{ proxy_pass http://replay; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }} }}
}}
"""

WRK = """\
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [==[{body}]==]
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %f %f %f %d\\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), latency.mean, e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(url, process, seconds=90):
    end = time.time() + seconds
    while time.time() < end:
        if process.poll() is not None:
            sys.exit(f"{url}: the process ended with {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=1).read()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"{url} does not answer")


def family(pid):
    """The process and its children: nginx works in them, and the launcher may have one."""
    pids = [pid]
    for p in pids:
        try:
            for task in os.listdir(f"/proc/{p}/task"):
                pids += [int(c) for c in open(f"/proc/{p}/task/{task}/children").read().split()]
        except OSError:
            pass
    return pids


def stop(running):
    """Ends processes with their children, and waits for them."""
    for process in running:
        for pid in reversed(family(process.pid)):
            try:
                os.kill(pid, signal.SIGTERM)
            except OSError:
                pass
    for process in running:
        process.wait(timeout=20)


def cpu_seconds(pid):
    total = 0
    for p in family(pid):
        try:
            fields = open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / TICKS
        except OSError:
            pass
    return total


def resident_mib(pid):
    total = 0
    for p in family(pid):
        try:
            total += int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{p}/status").read()).group(1))
        except (OSError, AttributeError):
            pass
    return total / 1024


def wrk(url, body, connections, seconds, folder):
    script = os.path.join(folder, "wrk.lua")
    with open(script, "w") as f:
        f.write(WRK.format(body=body))
    out = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", script, url],
        capture_output=True, text=True, check=True).stdout
    requests, micros, p50, p99, mean, errors = re.search(
        r"RESULT (\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+) (\d+)", out).groups()
    return {"requests": int(requests), "rps": int(requests) / (int(micros) / 1e6), "p50Ms": float(p50) / 1000,
            "p99Ms": float(p99) / 1000, "errors": int(errors)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--warm-up-seconds", type=int, default=20)
    parser.add_argument("--connections", default="1,16,64")
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--java-options", default="", help="passed to both JVMs as JDK_JAVA_OPTIONS")
    options = parser.parse_args()
    for tool in ("wrk", "nginx"):
        if not shutil.which(tool) and not os.path.exists(f"/usr/sbin/{tool}"):
            sys.exit(f"`{tool}` is missing: apt-get install wrk nginx-light")

    folder = tempfile.mkdtemp(prefix="signalbox-load-")
    ports = {name: free_port() for name in ("upstream", "gateway", "nginx")}
    names = [f"model-{i}" for i in range(10)]
    models = "\n".join(
        f"  {n}: {{provider: replay, price: {{input: {0.1 * (i + 1):.1f}, output: {0.4 * (i + 1):.1f}}}}}" for i, n in enumerate(names))
    answers = os.path.join(folder, "answers.jsonl")
    with open(answers, "w") as f:
        text = "A signal box controls points and signals. Interlocking keeps two trains off one track. " * 8
        f.write(json.dumps({"id": "1", "text": PROMPT, "answers": {n: {"answer": text, "quality": 1.0} for n in names}}))
    settings = os.path.join(folder, "signalbox.yaml")
    with open(settings, "w") as f:
        f.write(SETTINGS.format(folder=folder, models=models, names=", ".join(names), **ports))
    conf = os.path.join(folder, "nginx.conf")
    with open(conf, "w") as f:
        f.write(NGINX.format(folder=folder, **ports))

    env = dict(os.environ, JDK_JAVA_OPTIONS=options.java_options, PATH=os.environ["PATH"] + ":/usr/sbin")
    launcher = os.path.join(ROOT, "signalbox")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    running = []
    try:
        upstream = subprocess.Popen([launcher, "upstream", "--answers", answers, "--port", str(ports["upstream"])], **quiet)
        running.append(upstream)
        wait_for(f"http://127.0.0.1:{ports['upstream']}/v1/models", upstream)
        gateway = subprocess.Popen([launcher, "serve", settings], **quiet)
        running.append(gateway)
        wait_for(f"http://127.0.0.1:{ports['gateway']}/readyz", gateway)
        nginx = subprocess.Popen(["nginx", "-c", conf], **quiet)
        running.append(nginx)
        wait_for(f"http://127.0.0.1:{ports['nginx']}/v1/models", nginx)

        paths = [("direct", "upstream", names[0], upstream), ("nginx", "nginx", names[0], nginx),
                 ("named", "gateway", names[0], gateway), ("auto", "gateway", "auto", gateway)]
        rows = []
        for stream in (False, True):
            kind = "SSE" if stream else "JSON"
            bodies = {model: json.dumps({"model": model, "stream": stream, "messages": [{"role": "user", "content": PROMPT}]})
                      for model in (names[0], "auto")}
            for name, port, model, _ in paths:  # A JVM is measured warm: by count, not by luck.
                wrk(f"http://127.0.0.1:{ports[port]}/v1/chat/completions", bodies[model], 16, options.warm_up_seconds, folder)
            for connections in [int(c) for c in options.connections.split(",")]:
                for name, port, model, process in paths:
                    before = cpu_seconds(process.pid)
                    row = wrk(f"http://127.0.0.1:{ports[port]}/v1/chat/completions", bodies[model], connections, options.seconds, folder)
                    row.update(kind=kind, connections=connections, path=name, rssMib=resident_mib(process.pid),
                               cpuMicros=(cpu_seconds(process.pid) - before) * 1e6 / max(1, row["requests"]))
                    rows.append(row)
        report(rows)
        if options.json:
            with open(options.json, "w") as f:
                json.dump(rows, f, indent=1)
    finally:
        stop(running)
        shutil.rmtree(folder, ignore_errors=True)


def report(rows):
    print("| | c | path | requests/s | of nginx | p50 ms | p99 ms | added p50 | added p99 | CPU us/request | RSS MiB | errors |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        same = {r["path"]: r for r in rows if (r["kind"], r["connections"]) == (row["kind"], row["connections"])}
        direct, nginx = same["direct"], same["nginx"]
        print(f"| {row['kind']} | {row['connections']} | {row['path']} | {row['rps']:,.0f} | {row['rps'] / nginx['rps']:.0%} "
              f"| {row['p50Ms']:.2f} | {row['p99Ms']:.2f} | {row['p50Ms'] - direct['p50Ms']:+.2f} | {row['p99Ms'] - direct['p99Ms']:+.2f} "
              f"| {row['cpuMicros']:.1f} | {row['rssMib']:.0f} | {row['errors']} |")


if __name__ == "__main__":
    main()
