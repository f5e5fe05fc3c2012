"""Threads with a bounded queue."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from imgfw_serve.refusals import RefusedError
from imgfw_serve.workers import Workers


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Jobs wait for it; it opens at the end."""
    made = threading.Event()
    yield made
    made.set()


def test_results_come_from_few_threads():
    """The same ones for all jobs, because each has its interpreters."""
    workers = Workers(2, 100)

    futures = workers.submit([threading.get_ident] * 100)

    assert len({future.result() for future in futures}) <= 2
    workers.close()


def test_all_jobs_of_a_request_have_room_or_none_has(gate):
    """Two at work and three that wait, then nothing more; one that ends makes room."""
    workers = Workers(2, 3)
    first = workers.submit([gate.wait] * 4)

    with pytest.raises(RefusedError, match="2 of 3 at most; there is no room for 2 more"):
        workers.submit([gate.wait] * 2)
    (last,) = workers.submit([lambda: 7])
    full = workers.waiting
    with pytest.raises(RefusedError) as told:
        workers.check(1)
    gate.set()

    assert (full, told.value.status, last.result()) == (3, 503, 7)
    assert [future.result() for future in first] == [True] * 4
    workers.close()


def test_what_is_given_up_makes_room(gate, tools):
    """At once, for it is not begun any more."""
    workers = Workers(1, 1)
    workers.submit([gate.wait])
    (waiting,) = workers.submit([gate.wait])

    waiting.cancel()

    workers.submit([gate.wait])
    gate.set()
    tools.until(lambda: workers.taken == 0)
    workers.close()


def test_a_job_that_fails_makes_room(tools):
    """Like any other one."""
    workers = Workers(1, 1)

    (future,) = workers.submit([lambda: 1 / 0])

    assert isinstance(future.exception(), ZeroDivisionError)
    tools.until(lambda: workers.taken == 0)
    workers.close()
