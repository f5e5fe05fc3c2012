"""Work in threads, in order."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.workers import batched, mapped


@given(st.lists(st.integers(), max_size=30), st.integers(1, 5))
def test_results_come_in_the_order_of_the_items(items: list[int], workers: int):
    """Each item comes with its own result, in order, for any number of workers."""
    found = list(mapped(lambda item: item * 2, items, workers=workers))

    assert found == [(item, item * 2) for item in items]


def test_only_a_bounded_number_is_begun_ahead():
    """While the first result waits to be taken, at most four items a worker have been read."""
    read: list[int] = []

    def items():
        for number in range(1000):
            read.append(number)
            yield number

    results = mapped(lambda item: item, items(), workers=2)
    next(results)

    assert len(read) <= 4 * 2 + 1
    results.close()


def test_an_error_is_raised_where_the_result_would_be():
    """Results before the failing item are given; then its error comes."""
    results = mapped(lambda item: 1 // item, [1, 1, 0, 1], workers=2)

    assert next(results) == (1, 1)
    assert next(results) == (1, 1)
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_workers_work_at_the_same_time():
    """Two workers meet at a barrier that one alone would never pass."""
    barrier = threading.Barrier(2, timeout=30)

    found = list(mapped(lambda _: barrier.wait() >= 0, range(2), workers=2))

    assert [result for _, result in found] == [True, True]


@given(st.lists(st.integers(), max_size=30), st.integers(1, 7))
def test_batches_hold_every_item_once(items: list[int], size: int):
    """Batches are full but for the last, and joined they are the items."""
    batches = list(batched(items, size))

    assert [item for batch in batches for item in batch] == items
    assert all(len(batch) == size for batch in batches[:-1])
