"""Waiting for the workers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
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
        futures = workers.submit([lambda n=n: n for n in range(5)])
        return await finished(futures, request("http.request"), 60)

    assert asyncio.run(go()) == [0, 1, 2, 3, 4]


def test_what_takes_too_long_is_refused(workers, tools):
    """What has not begun then is not begun any more."""
    gate, begun = threading.Event(), []

    async def go() -> None:
        futures = workers.submit([gate.wait, lambda: begun.append(1)])
        await finished(futures, request(), 0.01)

    with pytest.raises(RefusedError, match=r"longer than 0.01 s") as told:
        asyncio.run(go())
    gate.set()
    tools.until(lambda: workers.taken == 0)

    assert told.value.status == 503 and begun == []


def test_nobody_waits_for_an_answer_to_one_who_has_gone(workers, tools):
    """The pictures of a closed connection make room for those of others."""
    gate = threading.Event()

    async def go() -> None:
        await finished(workers.submit([gate.wait] * 3), request("http.disconnect"), 60)

    with pytest.raises(ClientDisconnect):
        asyncio.run(go())

    assert workers.taken == 1
    gate.set()
    tools.until(lambda: workers.taken == 0)


def test_what_a_worker_raises_is_raised_here(workers):
    """A bug is no answer."""

    async def go() -> None:
        await finished(workers.submit([lambda: 1 / 0]), request(), 60)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(go())
