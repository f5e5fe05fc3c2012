"""A fixed number of threads before which so many pictures may wait, and no more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from .refusals import busy

Result = TypeVar("Result")


class Workers:
    """Threads that stay, because every thread has an interpreter of its own for each graph.

    threads  work at the same time
    queue    so many jobs may wait besides
    """

    def __init__(self, threads: int, queue: int) -> None:
        self.threads, self.queue = threads, queue
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="imgfw-serve")
        self.taken = 0
        """How many jobs there are, at work or waiting."""
        self.moved = time.monotonic()
        """When a thread last ended a job."""
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many jobs wait for a thread."""
        return max(0, self.taken - self.threads)

    def check(self, count: int) -> None:
        """Raises RefusedError where there is no room for so many jobs more."""
        if self.taken + count > self.threads + self.queue:
            told = f"{self.waiting} of {self.queue} at most"
            raise busy(f"too many pictures wait: {told}; there is no room for {count} more")

    def submit(self, jobs: Sequence[Callable[[], Result]]) -> list[Future[Result]]:
        """All of these jobs, or none: raises RefusedError where there is no room for them."""
        with self._lock:
            self.check(len(jobs))
            self.taken += len(jobs)
        return [self._begun(job) for job in jobs]

    def close(self) -> None:
        """Begin nothing more; who works goes on to the end."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begun(self, job: Callable[[], Result]) -> Future[Result]:
        future = self._pool.submit(job)
        future.add_done_callback(self._done)
        return future

    def _done(self, future: Future[Any]) -> None:
        with self._lock:
            self.taken -= 1
            if not future.cancelled():
                self.moved = time.monotonic()
