"""A server under what it may meet: damaged pictures and requests, too much, too slow, too many, and changes.

    python benchmarks/stress/serve.py [--mutated 10000] [--run RUN] [--plugin FILE] [--seed 1]

Without RUN a small run of coloured squares is made. `imgfw serve` runs as a process of its own; then

    pictures     damaged ones of every format, as bodies and in forms; each answer must be `Bundle.answer`'s
    requests     a fifth as many damaged forms, and as many damaged requests, heads included
    a gigabyte   sent in chunks: 413, and how much the server grew
    slow         200 connections that send a byte now and then, while others ask
    at once      300 connections at a time
    crowded      20,000 connections that ask nothing, while others ask (as many as this process may open)
    changes      labels come and go while others ask (where the bundle has a gallery)

No answer may be a 5xx but 503, and none of these below the queue; the process must be the same to the end.
Linux only. Exit code 1 where something does not hold.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import resource
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from mutated_pictures import drawn, forms, mutated

import imgfw
import imgfw.testing.toy

RECIPE = """
name = "served"
[[source]]
use = "toy-squares"
[split]
exact = true
[backbone]
use = "toy-colour"
[[head]]
use = "prototypes"
examples = 2
[[metric]]
use = "toy-error"
"""
HEAD = b"POST /predict HTTP/1.1\r\nHost: localhost\r\n"
GROWTH, SLOW, AT_ONCE, CLIENTS, CHANGES, CROWD, IDLE = 64, 200, 300, 16, 40, 20_000, 2.0
Answer = tuple[int, Any]


class Server:
    """`imgfw serve` at work."""

    def __init__(self, words: Sequence[str]) -> None:
        call = [sys.executable, "-m", "imgfw", "serve", "--port", "0", "-q", *words]
        self.process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        host, port = self.process.stdout.readline().strip(" \n/").removeprefix("http://").split(":")
        self.place, self.own = (host, int(port)), threading.local()

    def ask(self, content: bytes, kind: str = "image/jpeg") -> Answer:
        """Status and document for a body; the connection of a thread stays while it is used."""
        if time.monotonic() - getattr(self.own, "used", 0) > IDLE:
            self.own.connection = http.client.HTTPConnection(*self.place, timeout=120)
        connection = self.own.connection
        connection.request("POST", "/predict", content, {"Content-Type": kind})
        answer = connection.getresponse()
        told, self.own.used = answer.read(), time.monotonic()
        return answer.status, json.loads(told)

    def health(self) -> Any:
        """What it says of itself."""
        connection = http.client.HTTPConnection(*self.place, timeout=120)
        connection.request("GET", "/health")
        return json.loads(connection.getresponse().read())

    def memory(self, which: str) -> float:
        """Megabytes: VmRSS now, VmHWM at most."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{which}:\s+(\d+)", text)[1]) / 1024  # type: ignore[index]

    def files(self) -> int:
        """How many it has open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def end(self) -> tuple[int, str]:
        """Exit code and stderr."""
        self.process.terminate()
        _, told = self.process.communicate()
        return self.process.returncode, told


def form(*contents: bytes) -> bytes:
    """Pictures as a form, with the boundary "border"."""
    head = b'--border\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
    return b"".join(head + content + b"\r\n" for content in contents) + b"--border--\r\n"


KIND = "multipart/form-data; boundary=border"


def pictures(count: int, seed: int) -> Iterator[bytes]:
    """Damaged pictures of every format, by turns."""
    rng, chance, ways = np.random.default_rng(seed), random.Random(seed), forms()
    for number in range(count):
        yield mutated(ways[number % len(ways)](drawn(rng, number)), chance)


def damaged_pictures(server: Server, bundle: imgfw.Bundle, count: int, seed: int) -> list[str]:
    """Every second one in a form; the answer must be that of the bundle, to the bit."""

    def one(numbered: tuple[int, bytes]) -> tuple[int, bool]:
        number, content = numbered
        status, told = server.ask(*((form(content), KIND) if number % 2 else (content,)))
        name = "a" if number % 2 else ""
        try:
            answers = [replace(each, uri=name) for each in bundle.answer(content)]
        except imgfw.ImgfwError as error:
            answers = [imgfw.Answer(name, left_out=str(error))]
        return status, told.get("answers") == [imgfw.record_of(bundle, each) for each in answers]

    with ThreadPoolExecutor(CLIENTS) as pool:
        found = list(pool.map(one, enumerate(pictures(count, seed))))
    statuses, equal = Counter(status for status, _ in found), sum(same for _, same in found)
    print(f"pictures     {dict(statuses)}, {equal:,} of {count:,} as the bundle says")
    return [] if set(statuses) <= {200, 422} and equal == count else ["damaged pictures"]


def damaged_requests(server: Server, count: int, seed: int) -> list[str]:
    """Forms, which must be answered; then whole requests, of which some leave more to be expected."""
    chance = random.Random(seed)
    some = list(pictures(50, seed))

    def whole(number: int) -> str:
        body = form(some[number % 50], some[(number + 7) % 50])
        request = HEAD + f"Content-Type: {KIND}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        with socket.create_connection(server.place, timeout=120) as connection:
            connection.sendall(mutated(request[:400], random.Random(number)) + request[400:])
            connection.settimeout(2)
            try:
                return connection.recv(65536)[9:12].decode() or "ended"
            except ConnectionResetError:
                return "ended"
            except TimeoutError:
                return "more is expected"

    bodies = [mutated(form(some[number % 50]), chance) for number in range(count)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        of_forms = Counter(status for status, _ in pool.map(lambda body: server.ask(body, KIND), bodies))
        of_requests = Counter(pool.map(whole, range(count)))
    print(f"forms        {dict(of_forms)} of {count:,}")
    print(f"requests     {dict(of_requests)} of {count:,}")
    wrong = [status for status in of_requests if status.startswith("5")]
    return [] if set(of_forms) <= {200, 400, 413, 422} and not wrong else ["damaged requests"]


def gigabyte(server: Server) -> list[str]:
    """In chunks, without a length, for as long as there is no answer."""
    peak, held, sent = server.memory("VmHWM"), server.memory("VmRSS"), 0
    chunk = b"fa00\r\n" + bytes(64_000) + b"\r\n"
    with socket.create_connection(server.place, timeout=120) as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        while sent < 1_024_000_000 and not select.select([connection], [], [], 0)[0]:
            connection.sendall(chunk)
            sent += 64_000
        status = connection.recv(65536)[9:12].decode()
    growth, above = server.memory("VmHWM") - peak, server.memory("VmHWM") - held
    print(
        f"a gigabyte   {status} after {sent // 10**6:,} MB were sent; "
        f"{growth:.0f} MB above the peak of before, {above:.0f} above what was held"
    )
    return [] if status == "413" and above < GROWTH else ["a gigabyte"]


def slow(server: Server) -> list[str]:
    """How long a picture takes while 200 connections send a byte now and then, as against before."""
    content = next(good())

    def times() -> float:
        took = []
        for _ in range(100):
            begun = time.perf_counter()
            assert server.ask(content)[0] == 200
            took.append(time.perf_counter() - begun)
        return median(took) * 1000

    before, ended = times(), threading.Event()
    heads = [HEAD + b"Content-Length: 9999\r\n\r\n", HEAD, b"GET / HT", b""]
    lines = [socket.create_connection(server.place, timeout=120) for _ in range(SLOW)]
    for number, line in enumerate(lines):
        line.sendall(heads[number % 2])

    def drip() -> None:
        while not ended.wait(0.2):
            for line in lines:
                try:
                    line.send(b"x")
                except OSError:  # its time was over
                    continue

    dripping = threading.Thread(target=drip)
    dripping.start()
    during = times()
    ended.set()
    dripping.join()
    for line in lines:
        line.close()
    print(f"slow         {before:.1f} ms a picture before, {during:.1f} ms beside {SLOW} slow connections")
    return [] if during < 5 * before + 20 else ["slow connections"]


def at_once(server: Server) -> list[str]:
    """300 connections at a time, each with its picture."""
    content = next(good())
    health = server.health()
    room, found = health["workers"] + health["queue"], list[int]()
    asking = [threading.Thread(target=lambda: found.append(server.ask(content)[0])) for _ in range(AT_ONCE)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    print(f"at once      {dict(Counter(found))} of {AT_ONCE}, {room} of which have room")
    return (
        [] if len(found) == AT_ONCE and set(found) <= {200, 503} and found.count(200) >= room else ["at once"]
    )


def crowded(server: Server) -> list[str]:
    """Connections that ask nothing, in thousands: files that the server opens, and what others are told."""
    content, most, lines, found = next(good()), 0, list[socket.socket](), list[int]()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    many = CROWD if hard == resource.RLIM_INFINITY else min(CROWD, hard - 500)
    for number in range(many):
        lines.append(socket.create_connection(server.place, timeout=120))
        lines[-1].sendall(b"GET /heal")
        if number % 1000 == 999:
            most = max(most, server.files())
            server.own.used = 0  # a connection of its own for each
            found.append(server.ask(content)[0])
    for line in lines:
        line.close()
    print(
        f"crowded      {many:,} connections, {most:,} files open at most; others hear {dict(Counter(found))}"
    )
    return [] if most < 1676 and set(found) <= {200, 503} and 200 in found else ["crowded"]


def changes(server: Server, run: str, plugins: Sequence[str], work: Path) -> list[str]:
    """A label comes and goes while others ask; each answer is whole, and of one generation."""
    content = next(good())
    (work / "somebody.jpg").write_bytes(content)
    ended, found = threading.Event(), list[Answer]()

    def ask() -> None:
        while not ended.is_set():
            found.append(server.ask(content))

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for each in asking:
        each.start()
    for _ in range(CHANGES // 2):
        imgfw.enrol(run, "somebody", work / "somebody.jpg", plugins=plugins)
        imgfw.dismiss(run, "somebody", plugins=plugins)
    ended.set()
    for each in asking:
        each.join()
    last = server.health()["generation"]
    good_ones = [told for status, told in found if status == 200]
    torn = [
        told for told in good_ones if ("somebody" in str(told["answers"])) != (told["generation"] % 2 == 0)
    ]
    print(
        f"changes      {len(good_ones):,} of {len(found):,} answered over {CHANGES} changes, "
        f"{len(torn)} torn, generation {last} at the end"
    )
    return [] if len(good_ones) == len(found) and not torn and last == CHANGES + 1 else ["changes"]


def good() -> Iterator[bytes]:
    """Pictures that nobody damaged."""
    rng = np.random.default_rng(0)
    for number in range(99):
        yield forms()[0](drawn(rng, number, 256))


def main() -> None:
    """Start, try, judge and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mutated", type=int, default=10_000)
    parser.add_argument("--run")
    parser.add_argument("--plugin", action="append", default=[])
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        os.environ["IMGFW_CACHE"] = str(work / "cache")
        plugins = given.plugin or [imgfw.testing.toy.__file__]
        run = given.run or _trained(work, plugins)
        bundle = imgfw.load(run, plugins=plugins)
        server = Server([run, *(word for file in plugins for word in ("--plugin", file))])
        tries: list[Callable[[], list[str]]] = [
            lambda: gigabyte(server),
            lambda: damaged_pictures(server, bundle, given.mutated, given.seed),
            lambda: damaged_requests(server, given.mutated // 5, given.seed),
            lambda: slow(server),
            lambda: at_once(server),
            lambda: crowded(server),
        ]
        if not given.run:
            tries.append(lambda: changes(server, run, plugins, work))
        try:
            for each in tries:
                wrong += each()
            alive, peak = server.process.poll() is None, server.memory("VmHWM")
        finally:
            code, told = server.end()
    print(f"the process is {'the same' if alive else 'gone'}, {peak:.0f} MB at most; exit code {code}")
    if told.strip():
        print(told[-2000:])
    if wrong or not alive or code or "Traceback" in told:
        sys.exit(f"does not hold: {', '.join(wrong) or 'the process'}")


def _trained(work: Path, plugins: Sequence[str]) -> str:
    (work / "served.toml").write_text(RECIPE)
    return str(imgfw.run(work / "served.toml", runs=work / "runs", plugins=plugins).folder)


if __name__ == "__main__":
    main()
