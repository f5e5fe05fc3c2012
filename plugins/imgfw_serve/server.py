"""The server: a place to listen at, and an end that finishes what was begun."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from ipaddress import ip_address
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from imgfw import RunError

from .connections import Connection
from .crowd import AT_ONCE, BACKLOG, Crowd
from .limits import Limits

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Server(uvicorn.Server):
    """Ends by a signal as if it had been told to: what was begun is finished, the exit code is 0.

    A second Ctrl-C is an interrupt as everywhere.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take connections; more may wait than are taken at once, which asyncio does not tell apart."""
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(BACKLOG)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """While this lasts, signals are answered here, and not by ending the process."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        others = signal.set_wakeup_fd(-1)  # nobody else is to answer an interrupt in the meantime
        before = {each: signal.signal(each, self.handle_exit) for each in SIGNALS}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)
            signal.set_wakeup_fd(others)
        if self.force_exit:
            raise KeyboardInterrupt


def make_server(app: ASGIApp, limits: Limits) -> Server:
    """A server of an app; `run(sockets=[...])` serves until a signal comes or `should_exit` is set."""
    crowd = Crowd(limits.connections)
    connection: Any = partial(Connection, crowd=crowd, patience=limits.head, reading=limits.reading)
    return Server(
        uvicorn.Config(
            app,
            http=connection,
            ws="none",
            lifespan="off",
            loop="asyncio",
            backlog=AT_ONCE,
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=round(limits.seconds) + 5,
        )
    )


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is a free one. Raises RunError."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = error.strerror or error
        raise RunError(f"{host}:{port}: cannot listen there: {why}; --port 0 takes a free port") from error


def address_of(listener: socket.socket) -> str:
    """The address under which a browser of this machine finds it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def is_loopback(listener: socket.socket) -> bool:
    """Whether it can be reached from this machine alone."""
    return ip_address(listener.getsockname()[0]).is_loopback
