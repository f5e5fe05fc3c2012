"""Wait for what the workers were given, not for ever, and not for somebody who has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from .refusals import busy

Result = TypeVar("Result")


async def finished(futures: Sequence[Future[Result]], request: Request, seconds: float) -> list[Result]:
    """The results, in order; what has not begun when this ends is not begun any more.

    Raises RefusedError where they take longer, ClientDisconnect where nobody waits for them any more.
    """
    together = asyncio.gather(*map(asyncio.wrap_future, futures))
    gone = asyncio.ensure_future(_gone(request))
    either: set[asyncio.Future[Any]] = {together, gone}
    try:
        done, _ = await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if together in done:
            return together.result()
        if gone in done:
            raise ClientDisconnect
        raise busy(f"the answer took longer than {seconds:g} s; ask again, for fewer pictures at a time")
    finally:
        gone.cancel()
        together.cancel()
        for future in futures:
            future.cancel()


async def _gone(request: Request) -> None:
    """Ends when the one who asked has gone; the body was read before."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
