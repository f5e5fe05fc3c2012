"""Waiting for the workers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import ClientDisconnect, Request

from imgfw_serve.finishing import finished
from imgfw_serve.refusals import RefusedError
from imgfw_serve.workers import Workers


@pytest.fixture
def workers() -> Iterator[Workers]:
    """One thread."""
    made = Workers(1, 9)
    yield made
    made.close()


def request(*messages: str) -> Request:
    """A request whose body was read; these messages come, then nothing more."""
    coming = iter(messages)

    async def receive() -> Any:
        if (message := next(coming, None)) is None:
            await asyncio.Event().wait()
        return {"type": message}

    return Request({"type": "http"}, receive)


def test_results_come_in_order(workers):
    """Whatever else comes from the client."""

    async def go() -> list[int]:
        return await finished(workers, [lambda n=n: n for n in range(5)], request("http.request"), 60)

    assert asyncio.run(go()) == [0, 1, 2, 3, 4]


def test_what_takes_too_long_is_refused(workers, tools):
    """What has not begun then is not begun any more."""
    gate, begun = threading.Event(), []

    async def go() -> None:
        await finished(workers, [gate.wait, lambda: begun.append(1)], request(), 0.01)

    with pytest.raises(RefusedError, match=r"no picture was finished for 0.01 s") as told:
        asyncio.run(go())
    gate.set()
    tools.until(lambda: workers.taken == 0)

    assert told.value.status == 503 and begun == []


def test_one_that_takes_too_long_is_refused_though_others_are_finished():
    """Its own time is over."""
    workers, gate, ended = Workers(2, 9), threading.Event(), threading.Event()

    def others() -> None:
        while not ended.is_set():
            workers.submit([lambda: None])[0].result()

    going = threading.Thread(target=others)
    going.start()

    async def go() -> None:
        await finished(workers, [gate.wait], request(), 0.5)

    with pytest.raises(RefusedError, match=r"longer than 0.5 s"):
        asyncio.run(go())
    ended.set()
    gate.set()
    going.join()
    workers.close()


def test_waiting_in_a_queue_that_moves_takes_no_time(workers, monkeypatch):
    """A picture is refused for the queue's length or its own slowness, never for those before it."""
    now = [0.0]
    for module in ("finishing", "workers"):
        clock = SimpleNamespace(monotonic=lambda: now[0])
        monkeypatch.setattr(f"imgfw_serve.{module}.time", clock)
    gates = [threading.Event() for _ in range(3)]
    ahead = workers.submit([each.wait for each in gates])

    async def go() -> list[bool]:
        last = asyncio.ensure_future(finished(workers, [lambda: True], request(), 0.02))
        await asyncio.sleep(0.1)
        for each, job in zip(gates, ahead, strict=True):
            now[0] += 0.015
            each.set()
            await asyncio.wrap_future(job)
            await asyncio.sleep(0.1)
        return await last

    assert asyncio.run(go()) == [True] and now[0] > 0.02


def test_nobody_waits_for_an_answer_to_one_who_has_gone(workers, tools):
    """The pictures of a closed connection make room for those of others."""
    gate = threading.Event()

    async def go() -> None:
        await finished(workers, [gate.wait] * 3, request("http.disconnect"), 60)

    with pytest.raises(ClientDisconnect):
        asyncio.run(go())

    assert workers.taken == 1
    gate.set()
    tools.until(lambda: workers.taken == 0)


def test_what_a_worker_raises_is_raised_here(workers):
    """A bug is no answer."""

    async def go() -> None:
        await finished(workers, [lambda: 1 / 0], request(), 60)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(go())
