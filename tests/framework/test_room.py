"""Room in memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread

import pytest

from imgfw.room import SMALL, Room


def test_no_more_is_taken_at_once_than_there_is() -> None:
    """However many threads want room, the sum of what they have never exceeds its size."""
    room, lock = Room(10 * SMALL), Lock()
    now, most = [0], [0]

    def work(number: int) -> None:
        wanted = (1 + number % 7) * SMALL
        with room.of(wanted):
            with lock:
                now[0] += wanted
                most[0] = max(most[0], now[0])
            with lock:
                now[0] -= wanted

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(500)))

    assert now == [0]
    assert 0 < most[0] <= 10 * SMALL


def test_who_wants_more_than_is_free_waits_for_the_other() -> None:
    """The second enters when the first has left, not before."""
    room, inside = Room(2 * SMALL), Event()

    def second() -> None:
        with room.of(2 * SMALL):
            inside.set()

    with room.of(SMALL):
        thread = Thread(target=second)
        thread.start()
        early = inside.wait(0.05)
    thread.join()

    assert not early
    assert inside.is_set()


def test_what_is_larger_than_the_room_takes_all_of_it() -> None:
    """It is not refused and does not wait for ever, and afterwards all is free again."""
    room = Room(2 * SMALL)

    with room.of(100 * SMALL):
        pass
    with room.of(2 * SMALL):
        entered = True

    assert entered


def test_small_ones_never_wait() -> None:
    """What takes little enters even a full room."""
    room = Room(2 * SMALL)

    with room.of(2 * SMALL), room.of(SMALL - 1):
        entered = True

    assert entered


def test_an_error_gives_the_room_back() -> None:
    """Who fails inside leaves all of it free."""
    room = Room(2 * SMALL)

    with pytest.raises(ValueError, match="failed"), room.of(2 * SMALL):
        raise ValueError("failed")
    with room.of(2 * SMALL):
        entered = True

    assert entered
