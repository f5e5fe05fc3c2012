"""The pictures in a request: its body is read to its limits, in memory, and no worker waits for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from .limits import Limits
from .refusals import RefusedError, busy

FORM = "multipart/form-data"

# whoever sends a broken form is told so; without this each would be a line on stderr, too
logging.getLogger("python_multipart").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Upload:
    """A picture as it came: bytes, and the file's name where it had one."""

    name: str
    content: bytes


class Account:
    """The bytes that one request holds."""

    def __init__(self, held: Held) -> None:
        self._held, self.size = held, 0

    def add(self, count: int) -> None:
        """So many more. Raises RefusedError where all requests together hold too many."""
        if self._held.size + count > self._held.most:
            raise busy("too much is being sent at the moment; ask again")
        self._held.size += count
        self.size += count


class Held:
    """The bytes that all requests hold together; asked by the event loop alone."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0

    @contextmanager
    def account(self) -> Iterator[Account]:
        """What one request holds while this lasts."""
        account = Account(self)
        try:
            yield account
        finally:
            self.size -= account.size


async def uploads(request: Request, limits: Limits, account: Account) -> list[Upload]:
    """The pictures in the body: files of a form, or else the body as a whole.

    Raises RefusedError where it is too large, too slow, no form although it says so, or holds no picture.
    """
    try:
        async with asyncio.timeout(limits.reading), aclosing(_read(request, limits, account)) as chunks:
            if not request.headers.get("content-type", "").lower().startswith(FORM):
                return [Upload("", b"".join([chunk async for chunk in chunks]))]
            form = await _form(request, chunks, limits)
    except TimeoutError:
        raise RefusedError(408, f"the pictures did not arrive within {limits.reading:g} s") from None
    files = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
    found = [Upload(file.filename or "", await file.read()) for file in files if file.filename or file.size]
    await form.close()
    if not found:
        raise RefusedError(400, "expected one picture or more as files of the form, got none")
    return found


async def _read(request: Request, limits: Limits, account: Account) -> AsyncGenerator[bytes]:
    """The body chunk by chunk, as far as the limit."""
    length = request.headers.get("content-length", "")
    too_large = RefusedError(413, f"the request is too large; at most {limits.body:,} bytes")
    if length.isdecimal() and (len(length) > 20 or int(length) > limits.body):
        raise too_large
    async for chunk in request.stream():
        if account.size + len(chunk) > limits.body:
            raise too_large
        account.add(len(chunk))
        yield chunk


async def _form(request: Request, chunks: AsyncGenerator[bytes], limits: Limits) -> FormData:
    try:
        return await _InMemory(
            request.headers, chunks, max_files=limits.files, max_fields=limits.files
        ).parse()
    except MultiPartException as error:
        status = 413 if error.message.startswith("Too many files") else 400
        reason = f"at most {limits.files} pictures" if status == 413 else error.message.rstrip(".")
        raise RefusedError(status, f"the form cannot be used: {reason}") from None
    except ValueError as error:  # of a charset that decodes no bytes
        raise RefusedError(400, f"the form cannot be used: {error}") from None


class _InMemory(MultiPartParser):
    """Writes no file on the disk; the body is small enough."""

    spool_max_size = 0
