"""How many pictures a second a server answers, against the bare loop over the same network in the same run.

    python benchmarks/serve.py RUN PICTURES [--clients 1 8 64] [--seconds 5] [--turns 3] [--plugin FILE]

RUN is a run of `imgfw run`, PICTURES a folder of picture files, of which 64 are used. By turns

    network    the graph alone: pixels that are ready, an interpreter in each of as many threads as cores
    bundle     `Bundle.answer` on the bytes of files, in as many threads: decoding, transforms, network, heads
    N clients  the same bytes sent to `imgfw serve` by N connections at a time, each waiting for its answer

The server is a process of its own; the clients are one, on the same cores. Printed are medians over the
turns: pictures a second, the share of what the bundle does without a server, and how long answers took.
"""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

CORES = os.cpu_count() or 1
PICTURES = 64


@contextmanager
def served(words: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], str, int]]:
    """`imgfw serve` with these words on a free port: the process, host and port."""
    call = [sys.executable, "-m", "imgfw", "serve", "--port", "0", *words]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    place = urlsplit(process.stdout.readline().strip())
    try:
        yield process, str(place.hostname), int(place.port or 0)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def rate(work: Callable[[int], Any], threads: int, seconds: float) -> tuple[float, list[float]]:
    """How often threads do this a second, and how long each took; `work` gets ever another number."""
    took: list[list[float]] = [[] for _ in range(threads)]
    end = time.perf_counter() + seconds

    def go(which: int) -> None:
        number = which
        while (begun := time.perf_counter()) < end:
            work(number)
            took[which].append(time.perf_counter() - begun)
            number += threads

    begun = time.perf_counter()
    asking = [threading.Thread(target=go, args=(which,)) for which in range(threads)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    every = [each for one in took for each in one]
    return len(every) / (time.perf_counter() - begun), every


class Clients:
    """Connections that stay, one for each thread."""

    def __init__(self, host: str, port: int, contents: Sequence[bytes]) -> None:
        self.place, self.contents, self.own = (host, port), contents, threading.local()

    def __call__(self, number: int) -> None:
        """Ask about one picture."""
        if not hasattr(self.own, "connection"):
            self.own.connection = http.client.HTTPConnection(*self.place, timeout=120)
        self.own.connection.request("POST", "/predict", self.contents[number % len(self.contents)])
        answer = self.own.connection.getresponse()
        told = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {told[:200]!r}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run")
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--plugin", action="append", default=[])
    given = parser.parse_args()
    import imgfw

    bundle = imgfw.load(given.run, plugins=given.plugin)
    paths = list(imgfw.pictures_under(given.pictures))
    contents = [path.read_bytes() for path in paths[:: max(1, len(paths) // PICTURES)][:PICTURES]]
    seen = [bundle.encoder.transformed(bundle.encoder.pictures(content)[0]) for content in contents]
    backbone = bundle.encoder.backbone.fitted
    rows = [backbone.backbone.pixels(each.image)[None] for each in seen]
    ways: dict[str, tuple[Callable[[int], Any], int]] = {
        "network": (lambda number: backbone.graph(rows[number % len(rows)]), CORES),
        "bundle": (lambda number: bundle.answer(contents[number % len(contents)]), CORES),
    }
    plugins = [word for file in given.plugin for word in ("--plugin", file)]
    with served([given.run, *plugins, "-q"]) as (_, host, port):
        for count in given.clients:
            ways[f"{count} clients"] = (Clients(host, port, contents), count)
        found: dict[str, list[tuple[float, list[float]]]] = {name: [] for name in ways}
        for work, threads in ways.values():
            rate(work, threads, 1)
        for _ in range(given.turns):
            for name, (work, threads) in ways.items():
                found[name].append(rate(work, threads, given.seconds))
    print(f"{len(contents)} pictures of {sum(map(len, contents)) // len(contents):,} bytes, {CORES} cores")
    floor = median(each for each, _ in found["bundle"])
    for name, turns in found.items():
        speed = median(each for each, _ in turns)
        took = sorted(each for _, every in turns for each in every)
        middle, most = (took[len(took) * share // 100] * 1000 for share in (50, 99))
        print(
            f"{name:<12}{speed:8.1f} a second {speed / floor:6.2f} of the bundle"
            f"   median {middle:6.1f} ms, 99 % below {most:7.1f} ms"
        )


if __name__ == "__main__":
    main()
