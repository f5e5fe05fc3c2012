"""Asks the web, one thing at a time: politely, within limits, and only what is public."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import httpcore

from .addresses import Place, Resolve, allowed, looked_up
from .connection import Checked, Clock, NotPublicError, UntrustedError
from .links import RefusedError, host_of, joined, plain
from .pace import PATIENCE, TRIES, Pace, back_off, retry_after

REDIRECTS = 5
TOLD = 5.0
"""A wait of more seconds than this is told."""
Result = TypeVar("Result")


class AgainError(Exception):
    """It failed, and may succeed in a while.

    wait  how many seconds the host asks for, if it does; host  which one, "" for that of the link
    """

    def __init__(self, reason: str, wait: float | None = None, host: str = "") -> None:
        super().__init__(reason)
        self.wait, self.host = wait, host


@dataclass(frozen=True)
class Wanted:
    """What an answer may be.

    types    how its content type may begin; "" where it may be missing
    most     bytes at most
    seconds  that it may take, from the first to the last byte
    """

    types: tuple[str, ...]
    most: int
    seconds: float


@dataclass(frozen=True)
class Answer:
    """What came: from where (redirects followed), headers with small names, content."""

    link: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""


class Web:
    """A careful client. The keywords are for tests; the command line gives none of them.

    agent    says who asks, as the user agent
    say      told of longer waits
    resolve  looks up names; `permit` picks the places that may be connected to
    trust    which certificates are believed; by default those of the public authorities
    """

    def __init__(
        self,
        agent: str,
        say: Callable[[str], None],
        *,
        resolve: Resolve = looked_up,
        permit: Callable[[list[Place]], Iterator[Place]] = allowed,
        trust: ssl.SSLContext | None = None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.agent, self.say, self.sleep, self.clock = agent, say, sleep, Clock(now)
        self.paces: dict[str, Pace] = {}
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust, keepalive_expiry=20, network_backend=Checked(self.clock, resolve, permit)
        )

    def close(self) -> None:
        """End all connections."""
        self._pool.close()

    def ask(self, link: str, wanted: Wanted, read: Callable[[Answer], Result]) -> Result:
        """What `read` makes of the answer; asked again where it, or the host, says that this may help.

        Raises RefusedError, after some tries at most.
        """
        reason = ""
        for failed in range(1, TRIES + 1):
            try:
                return read(self._followed(plain(link), wanted))
            except AgainError as error:
                reason = str(error)
                wait = max(back_off(failed), error.wait or 0)
                self._pace(error.host or host_of(plain(link))).hold(wait, self.clock.now(), reason)
        raise RefusedError(f"{reason} ({TRIES} times)", later=True)

    def _followed(self, link: str, wanted: Wanted) -> Answer:
        for _ in range(REDIRECTS + 1):
            self._wait(host_of(link))
            answer = self._asked(link, wanted)
            if isinstance(answer, Answer):
                return answer
            link = joined(link, answer)
        raise RefusedError(f"is redirected more than {REDIRECTS} times")

    def _pace(self, host: str) -> Pace:
        return self.paces.setdefault(host, Pace())

    def _wait(self, host: str) -> None:
        pace = self._pace(host)
        seconds = pace.wait(self.clock.now())
        if seconds > PATIENCE:
            raise RefusedError(f"{host} asks to wait {seconds:.0f} s: {pace.why}", later=True)
        if seconds > TOLD:
            self.say(f"waiting {seconds:.0f} s for {host}: {pace.why}")
        if seconds:
            self.sleep(seconds)

    def _asked(self, link: str, wanted: Wanted) -> Answer | str:
        """One request: the answer, or where it is redirected to."""
        host = host_of(link)
        headers = [("Host", host), ("User-Agent", self.agent), ("Accept-Encoding", "identity")]
        self.clock.begin(wanted.seconds)
        try:
            with self._pool.stream("GET", link, headers=headers) as response:
                return self._taken(link, response, wanted)
        except NotPublicError as error:
            raise RefusedError(str(error)) from None
        except UntrustedError as error:
            raise RefusedError(str(error), later=True) from None
        except httpcore.TimeoutException as error:
            if self.clock.over():
                raise RefusedError(f"takes longer than {wanted.seconds:.0f} s", later=True) from None
            raise AgainError(f"{host} does not answer in time", host=host) from error
        except (httpcore.NetworkError, httpcore.RemoteProtocolError) as error:
            raise AgainError(f"{host} cannot be reached or breaks off ({error})", host=host) from error
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise RefusedError(f"cannot be asked for: {error}") from error
        finally:
            self._pace(host).asked(self.clock.now())

    def _taken(self, link: str, response: httpcore.Response, wanted: Wanted) -> Answer | str:
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
        }
        host, status = host_of(link), response.status
        self._pace(host).told(headers, self.clock.now())
        if status in (301, 302, 303, 307, 308) and "location" in headers:
            return headers["location"]
        if status in (408, 425, 429) or status >= 500:
            raise AgainError(f"{host} answers {status}", retry_after(headers), host)
        if status != 200:
            hint = "; --contact says who you are, which some hosts demand" if status in (401, 403) else ""
            raise RefusedError(f"{host} answers {status}{hint}", later=status in (401, 403))
        kind = headers.get("content-type", "").strip().lower()
        if not any(kind.startswith(start) if start else not kind for start in wanted.types):
            raise RefusedError(f"its content type is {kind or 'not told'!r:.80}")
        if headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
            raise RefusedError("is packed, though that was not asked for")
        return Answer(link, headers, _content(response, headers, wanted))


def _content(response: httpcore.Response, headers: Mapping[str, str], wanted: Wanted) -> bytes:
    too_large = f"is larger than {wanted.most / 1e6:.0f} MB"
    told = headers.get("content-length", "").strip()
    if told.isdecimal() and len(told) < 20 and int(told) > wanted.most:
        raise RefusedError(too_large)
    content = bytearray()
    for chunk in response.iter_stream():
        content += chunk
        if len(content) > wanted.most:
            raise RefusedError(too_large)
    return bytes(content)
