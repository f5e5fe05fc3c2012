"""Do one thing to many items in threads, in order, a bounded number ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def mapped(
    function: Callable[[Item], Result], items: Iterable[Item], *, workers: int
) -> Iterator[tuple[Item, Result]]:
    """(item, function(item)) in the order of the items; at most four results a worker wait at any time.

    What `function` raises is raised here; when the caller stops early, what has not begun is dropped.
    """
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="imgfw")
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    rest = iter(items)
    try:
        for item in islice(rest, 4 * workers):
            waiting.append((item, pool.submit(function, item)))
        while waiting:
            item, future = waiting.popleft()
            result = future.result()
            for following in islice(rest, 1):
                waiting.append((following, pool.submit(function, following)))
            yield item, result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of `size`, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
