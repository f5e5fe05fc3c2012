"""Connections: who is slow is not waited for, and who asks or sends too much hears why before it ends."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .crowd import SPARE, Crowd
from .refusals import RETRY

LINGER = 10.0
"""Seconds for a client that was answered before it had sent all, to notice."""
NOTICE = 1.0
"""Seconds for one for whom there is no room."""


class Connection(H11Protocol):
    """One connection.

    crowd     all of them
    patience  seconds for the head of a request to arrive
    reading   seconds for the other side to take what it is sent
    """

    def __init__(self, *args: Any, crowd: Crowd, patience: float, reading: float, **more: Any) -> None:
        super().__init__(*args, **more)
        self._crowd, self._patience, self._reading = crowd, patience, reading
        self._end: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None
        self._refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """From now on a request is expected, if there is room."""
        super().connection_made(transport)
        # asyncio does so only for sockets that name their protocol; without it a small answer waits for 40 ms
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport.set_write_buffer_limits(0)  # so that `pause_writing` tells of all that is not taken
        if len(self.connections) > self._crowd.most and not self._crowd.makes_room():
            self._turn_away()
            return
        self._crowd.idles(self)
        self._end_in(self._patience)

    def data_received(self, data: bytes) -> None:
        """Some bytes more; once a head is whole, its request has limits of its own."""
        if self._refused:
            return
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            if self._end is None:  # else the time that began with the first byte goes on
                self._end_in(self._patience)
            return
        self._crowd.asks(self)
        if self.conn.our_state is not h11.DONE:
            self._stay()

    def on_response_complete(self) -> None:
        """The answer was sent; who has not sent all of the request yet has a little time."""
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:
            self._end_in(LINGER)
        elif self.conn.their_state is h11.IDLE:
            self._crowd.idles(self)

    def pause_writing(self) -> None:
        """The other side does not take what it is sent."""
        super().pause_writing()
        self._stuck = self._stuck or self.loop.call_later(self._reading, self.transport.abort)

    def resume_writing(self) -> None:
        """It has taken all."""
        super().resume_writing()
        self._taken()

    def leave(self) -> None:
        """Make room for others."""
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended."""
        self._crowd.asks(self)
        self._stay()
        self._taken()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is answered as all else is, in JSON."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._say(400, b"Bad Request", f"expected HTTP/1.1: {msg}")
        self.transport.close()

    def _turn_away(self) -> None:
        """Say that there is no room; a client that is still sending hears it only if it is not cut off."""
        self._refused = True
        told = f"there are {self._crowd.most} connections, which is as many as may be; ask again"
        self._say(503, b"Service Unavailable", told, *RETRY.items())
        if len(self.connections) > self._crowd.most + SPARE:
            self.transport.close()
        else:
            self.transport.write_eof()
            self._end_in(NOTICE)

    def _say(self, status: int, reason: bytes, error: str, *more: tuple[str, str]) -> None:
        """An answer from here, without the app."""
        body = json.dumps({"format": 1, "error": error}).encode()
        head = [
            ("content-type", "application/json"),
            ("content-length", str(len(body))),
            ("connection", "close"),
        ]
        start = h11.Response(status_code=status, headers=[*head, *more], reason=reason)
        for event in (start, h11.Data(body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")

    def _end_in(self, seconds: float) -> None:
        self._stay()
        self._end = self.loop.call_later(seconds, self.transport.close)

    def _stay(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None

    def _taken(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
