"""Who has a connection, and who gives way."""

from __future__ import annotations

import contextlib
import http.client
import json
import resource
import socket
from typing import Any

import pytest

from imgfw import RunError
from imgfw_serve import crowd
from imgfw_serve.crowd import Crowd, open_files


class Somebody:
    """A connection that tells whether it had to leave."""

    left = False

    def leave(self) -> None:
        """Told."""
        self.left = True


@pytest.fixture
def impatient(monkeypatch) -> None:
    """Everybody has to give way at once."""
    monkeypatch.setattr(crowd, "GRACE", 0.0)


def test_who_has_asked_nothing_for_longest_gives_way(impatient):
    """One for each who comes; nobody who has asked does."""
    one, two, three = Somebody(), Somebody(), Somebody()
    made = Crowd(3)
    for each in (one, two, three):
        made.idles(each)
    made.idles(one)  # still since before
    made.asks(two)

    found = [made.makes_room() for _ in range(3)]

    assert found == [True, True, False]
    assert (one.left, two.left, three.left) == (True, False, True)


def test_who_has_just_come_does_not_give_way(monkeypatch):
    """Its request may be on its way."""
    monkeypatch.setattr(crowd, "GRACE", 3600.0)
    made, one = Crowd(1), Somebody()
    made.idles(one)

    assert not made.makes_room() and not one.left


def test_a_connection_that_asks_nothing_makes_room_for_others(serve, tools, impatient):
    """However many there are of them, one that asks is answered."""
    running = serve(connections=4)
    idle = [socket.create_connection(running.place, timeout=60) for _ in range(40)]
    for each in idle:
        each.send(b"GET /heal")

    assert running.predict(tools.png())[0] == 200
    with contextlib.suppress(ConnectionResetError):  # by what it sent and nobody read
        assert idle[0].recv(99) == b""
    for each in idle:
        each.close()


def test_without_room_it_is_told_so(serve, tools, closed):
    """To whoever comes, with the time to ask again; those who are connected are answered."""
    running = serve(connections=3)
    busy = [socket.create_connection(running.place, timeout=60) for _ in range(3)]
    body, kind = tools.form(("a.png", tools.png()))
    head = f"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    for each in busy:
        each.sendall(head.encode() + body)
    tools.until(lambda: running.workers.taken == 3)

    found = [_asked(running.place, tools.png()) for _ in range(20)]
    closed.unlink()
    answers = [each.recv(65536) for each in busy]
    for each in busy:
        each.close()
    tools.until(lambda: not running.server.server_state.connections)

    assert {status for status, _ in found} == {503}
    assert found[0][1]["error"].startswith("there are 3 connections, which is as many as may be")
    assert all(each.startswith(b"HTTP/1.1 200 ") for each in answers)
    assert running.predict(tools.png())[0] == 200


def test_who_comes_in_thousands_is_not_kept(serve, tools, monkeypatch):
    """Beyond a few who hear why, they are closed at once."""
    monkeypatch.setattr(crowd, "GRACE", 3600.0)
    running = serve(connections=10)
    connections = running.server.server_state.connections
    many = [socket.create_connection(running.place, timeout=60) for _ in range(400)]

    tools.until(lambda: len(connections) <= 10 + crowd.SPARE)
    heard = [each.recv(99)[9:12] for each in many[10:]]
    for each in many:
        each.close()

    assert set(heard) == {b"503"}
    tools.until(lambda: not connections)


def test_who_takes_no_answer_is_not_waited_for(serve, tools):
    """Its place is free after a time."""
    running = serve(reading=0.3)
    state = running.server.server_state
    with socket.create_connection(running.place, timeout=60) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.setblocking(False)
        asks, sent = b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n" * 100, 0
        with pytest.raises(BlockingIOError):
            while True:
                sent = (sent + deaf.send(asks[sent:])) % len(asks)

        tools.until(lambda: state.total_requests > 0)
        tools.until(lambda: not state.connections)

    assert running.ask("GET", "/health")[0] == 200


def test_files_are_opened_as_far_as_the_system_lets():
    """More is refused, with the number that it allows."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    open_files(1)
    with pytest.raises(RunError, match=r"--connections 1,099,511,627,776: takes .* open files.*ulimit -n"):
        open_files(2**40)

    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= before[0]


def _asked(place: tuple[str, int], picture: bytes) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(*place, timeout=60)
    connection.request("POST", "/predict", picture)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    assert answer.headers["retry-after"] == "1"
    return answer.status, told
