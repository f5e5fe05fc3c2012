"""Connections to checked addresses, held to a clock."""

from __future__ import annotations

import httpcore
import pytest

from imgfw_web.addresses import allowed
from imgfw_web.connection import QUIET, Checked, Clock, NotPublicError, Timed


class Time:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.value = 100.0

    def __call__(self) -> float:
        return self.value


def test_the_clock_gives_what_is_wanted_and_left():
    """Never more; and without a wish no more than a server may keep silent."""
    time = Time()
    clock = Clock(time)
    assert clock.left(None) == QUIET and not clock.over()

    clock.begin(20)
    time.value += 12

    assert clock.left(5) == 5 and clock.left(30) == 8 and clock.left(None) == 8
    time.value += 8
    assert clock.over()
    with pytest.raises(httpcore.ReadTimeout, match="the time for it is over"):
        clock.left(5)


def test_reading_is_given_less_and_less_time():
    """Each read has what is left, so that a drip cannot go on."""
    time, given = Time(), []
    clock = Clock(time)

    class Drip(httpcore.NetworkStream):
        def read(self, max_bytes, timeout=None):
            given.append(timeout)
            time.value += 4
            return b"."

    stream = Timed(Drip(), clock)
    clock.begin(10)

    with pytest.raises(httpcore.ReadTimeout):
        for _ in range(9):
            stream.read(10, 60)
    assert given == [10, 6, 2]


@pytest.mark.parametrize(
    "places",
    [
        [("127.0.0.1", 443)],
        [("10.0.0.1", 443), ("::1", 443), ("169.254.169.254", 443)],
        [("::ffff:127.0.0.1", 443)],
        [],
    ],
)
def test_a_host_without_a_public_address_is_refused(places):
    """Before anything is connected."""
    backend = Checked(Clock(), lambda host, port: places)

    with pytest.raises(NotPublicError, match=r"inside\.example leads to .*, which is not public"):
        backend.connect_tcp("inside.example", 443)


def test_the_checked_address_is_the_one_connected_to(monkeypatch):
    """The name is looked up once, and never reaches the library that connects."""
    looked_up, connected = [], []
    answers = iter([[("10.0.0.1", 443), ("8.8.8.8", 443)], [("127.0.0.1", 443)]])

    def resolve(host, port):
        looked_up.append(host)
        return next(answers)

    def connect(self, host, port, timeout=None, local_address=None, socket_options=None):
        connected.append((host, port))
        return httpcore.MockStream([])

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    backend = Checked(Clock(), resolve, lambda places: allowed(places))

    backend.connect_tcp("rebinding.example", 443)

    assert connected == [("8.8.8.8", 443)] and looked_up == ["rebinding.example"]
    with pytest.raises(NotPublicError):
        backend.connect_tcp("rebinding.example", 443)
    assert connected == [("8.8.8.8", 443)]


def test_the_next_address_is_tried_where_one_does_not_answer(monkeypatch):
    """All failing is the failure of the last."""
    connected = []

    def connect(self, host, port, timeout=None, local_address=None, socket_options=None):
        connected.append(host)
        if host != "1.1.1.1":
            raise httpcore.ConnectError("refused")
        return httpcore.MockStream([])

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)

    Checked(Clock(), lambda *_: [("8.8.8.8", 443), ("1.1.1.1", 443)]).connect_tcp("two.example", 443)

    assert connected == ["8.8.8.8", "1.1.1.1"]
    with pytest.raises(httpcore.ConnectError, match="refused"):
        Checked(Clock(), lambda *_: [("8.8.8.8", 443)]).connect_tcp("one.example", 443)


@pytest.mark.parametrize("error", [OSError("unknown"), UnicodeError("label too long")])
def test_a_host_that_nobody_knows_is_a_failure_to_connect(error):
    """Whatever the system says."""

    def resolve(host, port):
        raise error

    with pytest.raises(httpcore.ConnectError, match=r"no such host: gone\.example"):
        Checked(Clock(), resolve).connect_tcp("gone.example", 443)
