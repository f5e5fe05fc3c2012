"""Connections that are slow, or say too much, or nothing that makes sense."""

from __future__ import annotations

import http.client
import json
import socket

import pytest

HEAD = b"POST /predict HTTP/1.1\r\nHost: localhost\r\n"


def said(place: tuple[str, int], *parts: bytes) -> bytes:
    """All that comes back for these bytes until the server ends the connection."""
    with socket.create_connection(place, timeout=60) as connection:
        for part in parts:
            connection.sendall(part)
        found = b""
        while more := connection.recv(65536):
            found += more
    return found


@pytest.mark.parametrize(
    "sent", [b"GET\r\n\r\n", b"\x16\x03\x01\x02\0\x01\0\xff\n\n", HEAD + b"a b: c\r\n\r\n"]
)
def test_what_is_no_http_is_answered_in_json(server, sent: bytes):
    """And the connection ends."""
    head, _, body = said(server.place, sent).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["error"].startswith("expected HTTP/1.1")


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHo", HEAD])
def test_a_head_that_does_not_come_ends_the_connection(serve, sent: bytes):
    """After its time."""
    assert said(serve(head=0.05).place, sent) == b""


def test_a_second_head_that_does_not_come_ends_it_as_well(serve):
    """The time begins with its first byte; a whole one is answered."""
    with socket.create_connection(serve(head=1).place, timeout=60) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        first = connection.recv(65536)
        while not first.endswith(b"}"):
            more = connection.recv(65536)
            assert more
            first += more
        connection.sendall(b"GET / HT")

        assert first.startswith(b"HTTP/1.1 200 OK") and connection.recv(65536) == b""


def test_a_body_that_comes_slowly_holds_up_nobody(serve, tools):
    """No worker waits for it; after its time it is told so."""
    running = serve(threads=1, reading=0.3)
    kind = b"Content-Length: 999\r\n\r\n"
    slow = [socket.create_connection(running.place, timeout=60) for _ in range(20)]
    for each in slow:
        each.sendall(HEAD + kind + b"begun")

    tools.until(lambda: running.predict(tools.png())[0] == 200)

    for each in slow:
        assert each.recv(99).startswith(b"HTTP/1.1 408 ")
        each.close()


def test_who_sends_too_much_hears_so(serve):
    """Before all is sent; the rest is not kept, and soon not read."""
    running = serve(body=1000)
    long = (bytes(60_000) for _ in range(200))

    status, told, _ = running.ask("POST", "/predict", long, {"Transfer-Encoding": "chunked"})
    with socket.create_connection(running.place, timeout=60) as connection:
        connection.sendall(HEAD + b"Content-Length: 1000000000000\r\n\r\n")
        claimed = connection.recv(65536)

    assert (status, told["error"]) == (413, "the request is too large; at most 1,000 bytes")
    assert claimed.startswith(b"HTTP/1.1 413 ")


def test_a_connection_lasts_after_a_refusal(serve):
    """Where all of the request was sent, the next one is answered."""
    connection = http.client.HTTPConnection(*serve(body=1000).place, timeout=60)
    found = []

    for size in (200_000, 10, 200_000, 10):
        connection.request("POST", "/predict", bytes(size))
        answer = connection.getresponse()
        found.append((answer.status, bool(answer.read()), answer.will_close))

    connection.close()
    assert found == [(413, True, False), (422, True, False)] * 2


def test_one_who_goes_leaves_no_work_behind(serve, closed, tools):
    """The pictures of a connection that was closed are not looked at."""
    running = serve(threads=1)
    connection = socket.create_connection(running.place)
    body, kind = tools.form(*[("a.png", tools.png())] * 5)
    connection.sendall(HEAD + f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    running.waits(4)

    connection.close()

    running.waits(0)
    closed.unlink()
    tools.until(lambda: running.workers.taken == 0)
    assert running.predict(tools.png())[0] == 200


def test_small_answers_are_sent_at_once(serve, tools):
    """Their second part does not wait until the first one is acknowledged."""
    running = serve()
    connections = running.server.server_state.connections

    with socket.create_connection(running.place):
        tools.until(lambda: len(connections) == 1)
        (each,) = connections
        option = each.transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    assert option
