"""Connections: who sends slowly is not waited for, and who sends too much hears why before it ends."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

LINGER = 10.0
"""Seconds for a client that was answered before it had sent all, to notice."""


class Connection(H11Protocol):
    """One connection.

    patience  seconds for the head of a request to arrive
    """

    def __init__(self, *args: Any, patience: float, **more: Any) -> None:
        super().__init__(*args, **more)
        self._patience = patience
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """From now on a request is expected."""
        super().connection_made(transport)
        # asyncio does so only for sockets that name their protocol; without it a small answer waits for 40 ms
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._end_in(self._patience)

    def data_received(self, data: bytes) -> None:
        """Some bytes more; once a head is whole, its request has limits of its own."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            if self._end is None:  # else the time that began with the first byte goes on
                self._end_in(self._patience)
        elif self.conn.our_state is not h11.DONE:
            self._stay()

    def on_response_complete(self) -> None:
        """The answer was sent; who has not sent all of the request yet has a little time."""
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:
            self._end_in(LINGER)

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended."""
        self._stay()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is answered as all else is, in JSON."""
        body = json.dumps({"format": 1, "error": f"expected HTTP/1.1: {msg}"}).encode()
        head = [
            ("content-type", "application/json"),
            ("content-length", str(len(body))),
            ("connection", "close"),
        ]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            start = h11.Response(status_code=400, headers=head, reason=b"Bad Request")
            for event in (start, h11.Data(body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _end_in(self, seconds: float) -> None:
        self._stay()
        self._end = self.loop.call_later(seconds, self.transport.close)

    def _stay(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None
