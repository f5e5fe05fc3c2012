"""Who may ask: the right host name, the token; and an answer in JSON whatever happens."""

from __future__ import annotations

import asyncio
import hmac
import sys
import time
import traceback
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .refusals import RefusedError, bug, busy

OPEN = ("/",)
"""What anybody may see who reaches the server: the page, which asks for the token."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Guard:
    """Stands before the app.

    token  that everybody must know, "" for none
    hosts  the names by which the server may be called, so that no web page reaches it by a name of its own
           that leads here; None for any
    say    takes a line for each answer
    """

    def __init__(
        self, app: ASGIApp, token: str, hosts: Collection[str] | None, say: Callable[[str], None]
    ) -> None:
        self._app, self._token, self._hosts, self._say = app, token, hosts, say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, refused = time.perf_counter(), 0, None

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(ALWAYS)
            await send(message)

        try:
            self._check(Headers(scope=scope), scope["path"])
            await self._app(scope, receive, sent)
        except RefusedError as error:
            refused = error
        except asyncio.CancelledError:
            refused = busy("the server stops")
        except Exception:  # noqa: BLE001 - one request must not end the others
            traceback.print_exc(file=sys.stderr)
            refused = bug()
        if refused and not status:
            await refused.response()(scope, receive, sent)
        self._say(f"{scope['method']} {scope['path']!r} {status} {time.perf_counter() - begun:.3f} s")

    def _check(self, headers: Headers, path: str) -> None:
        """Raises RefusedError for a wrong name of the host, for other sites' pages, and without the token."""
        if self._hosts is not None and (host := host_of(headers.get("host", ""))) not in self._hosts:
            raise RefusedError(421, f"this server is not called {host!r}; expected {', '.join(self._hosts)}")
        if headers.get("sec-fetch-site") == "cross-site" and path not in OPEN:
            raise RefusedError(403, "pages of other sites may not ask here")
        if self._token and path not in OPEN and not self._knows(headers.get("authorization", "")):
            reason = "expected the token, in a header such as Authorization: Bearer TOKEN"
            raise RefusedError(401, reason, {"WWW-Authenticate": "Bearer"})

    def _knows(self, authorization: str) -> bool:
        scheme, _, token = authorization.partition(" ")
        same = hmac.compare_digest(token.strip().encode(), self._token.encode())
        return same and scheme.lower() == "bearer"


def host_of(header: str) -> str:
    """The name in a Host header, without the port; "" where there is none."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""
