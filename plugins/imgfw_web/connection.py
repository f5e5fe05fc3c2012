"""Connections to checked addresses alone, which end when their time is over; no name is looked up twice.

The address that was checked is the one connected to, so a name that answers differently the next time gains
nothing; the certificate must still be the host's.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore

from .addresses import Place, Resolve, allowed, looked_up

QUIET = 15.0
"""Seconds that a server may keep silent."""


class NotPublicError(Exception):
    """A host leads into a network that is not public; the text says so."""


class UntrustedError(Exception):
    """The certificate of a host is not good; the text says why."""


class Clock:
    """The time that is left for what is being fetched."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._end = float("inf")

    def begin(self, seconds: float) -> None:
        """From now on there are so many seconds."""
        self._end = self.now() + seconds

    def over(self) -> bool:
        """Whether they have passed."""
        return self.now() >= self._end

    def left(self, wanted: float | None) -> float:
        """As many seconds as are wanted and left. Raises ReadTimeout where none is left."""
        left = min(QUIET if wanted is None else wanted, self._end - self.now())
        if left <= 0:
            raise httpcore.ReadTimeout("the time for it is over")
        return left


class Timed(httpcore.NetworkStream):
    """A stream that is held to the clock, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self.stream, self.clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Up to `max_bytes`; b"" at the end."""
        return self.stream.read(max_bytes, self.clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of the buffer."""
        self.stream.write(buffer, self.clock.left(timeout))

    def close(self) -> None:
        """End the connection."""
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The stream, encrypted; the certificate is checked against the name of the host."""
        try:
            secure = self.stream.start_tls(ssl_context, server_hostname, self.clock.left(timeout))
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                reason = error.__cause__.verify_message
                raise UntrustedError(f"the certificate of {server_hostname} is not good: {reason}") from None
            raise
        return Timed(secure, self.clock)

    def get_extra_info(self, info: str) -> Any:
        """What the stream beneath knows."""
        return self.stream.get_extra_info(info)


class Checked(httpcore.NetworkBackend):
    """Connects to public addresses alone.

    resolve  looks names up; every place it gives is checked
    permit   picks the places that may be connected to
    """

    def __init__(
        self,
        clock: Clock,
        resolve: Resolve = looked_up,
        permit: Callable[[list[Place]], Iterator[Place]] = allowed,
    ) -> None:
        self.clock, self.resolve, self.permit = clock, resolve, permit
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first place of the host that is public and answers."""
        try:
            places = list(self.resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no such host: {host}") from error
        public = list(self.permit(places))
        if not public:
            raise NotPublicError(
                f"{host} leads to {places[0][0] if places else 'nowhere'}, which is not public"
            )
        return Timed(self._first(public, timeout, socket_options), self.clock)

    def _first(
        self,
        places: list[Place],
        timeout: float | None,
        options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        failed: Exception = httpcore.ConnectError("no address")
        for address, port in places:
            try:
                return self._backend.connect_tcp(address, port, self.clock.left(timeout), None, options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed
