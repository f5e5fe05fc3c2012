"""The pictures in a request."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from imgfw_serve.bodies import Held, Upload, uploads
from imgfw_serve.limits import Limits
from imgfw_serve.refusals import RefusedError

KIND = "multipart/form-data; boundary=border"


def found(
    chunks: Iterator[bytes] | list[bytes],
    kind: str = "image/png",
    held: Held | None = None,
    length: int | None = None,
    **limits: Any,
) -> list[Upload]:
    """What a request of these chunks holds; `length` is what it claims to have."""
    headers = [(b"content-type", kind.encode("latin-1"))]
    headers += [] if length is None else [(b"content-length", str(length).encode())]
    coming = iter(chunks)

    async def receive() -> Any:
        chunk = next(coming, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def go() -> list[Upload]:
        with (held or Held(10**6)).account() as account:
            return await uploads(
                Request({"type": "http", "headers": headers}, receive), Limits(**limits), account
            )

    return asyncio.run(go())


def test_a_body_is_a_picture():
    """Whole, in however many chunks it comes."""
    assert found([b"ab", b"", b"c"]) == [Upload("", b"abc")]


def test_the_files_of_a_form_are_pictures(tools):
    """In order, with their names; fields of text, and files that nobody chose, are none."""
    body, _ = tools.form(("ü.png", b"one"), ("", b""), ("b/../c.png", b"--border two"))
    text = b'--border\r\nContent-Disposition: form-data; name="x"\r\n\r\ntext\r\n'

    assert found([text, body[:30], body[30:]], KIND) == [
        Upload("ü.png", b"one"),
        Upload("b/../c.png", b"--border two"),
    ]


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        (KIND, b"--border--\r\n", "expected one picture or more as files of the form, got none"),
        (KIND, b"nothing of that kind", "the form cannot be used"),
        (KIND, b"--border\r\n\r\nx\r\n--border--\r\n", "Content-Disposition"),
        ("multipart/form-data", b"--border--\r\n", "Missing boundary"),
        (
            f"{KIND}; charset=undefined",
            b'--border\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n--border--',
            "the form cannot be used",
        ),
    ],
)
def test_a_form_that_cannot_be_used_is_refused(kind: str, body: bytes, reason: str):
    """With what is wrong."""
    with pytest.raises(RefusedError, match=reason) as told:
        found([body], kind)

    assert told.value.status == 400


def test_too_many_files_are_refused(tools):
    """As too large, with how many there may be."""
    body, kind = tools.form(*[("a.png", b"x")] * 4)

    with pytest.raises(RefusedError, match="at most 3 pictures") as told:
        found([body], kind, files=3)

    assert told.value.status == 413


@pytest.mark.parametrize("kind", ["image/png", KIND])
def test_reading_stops_at_the_limit(kind: str):
    """However much more would come."""
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b'--border\r\nContent-Disposition: form-data; name="f"\r\n\r\n' if read == 1 else bytes(100)

    with pytest.raises(RefusedError, match="at most 1,000 bytes") as told:
        found(endless(), kind, body=1000)

    assert told.value.status == 413 and read <= 11


@pytest.mark.parametrize("length", [1001, 10**4000])
def test_who_says_that_too_much_comes_is_believed(length: int):
    """Before anything is read."""
    with pytest.raises(RefusedError, match="too large"):
        found(iter(lambda: pytest.fail("it was read"), None), length=length, body=1000)


def test_all_requests_together_hold_so_much():
    """What one gives back, another one may hold."""
    held = Held(1000)

    assert found([bytes(600)], held=held) == found([bytes(600)], held=held)
    with held.account() as account:
        account.add(600)
        with pytest.raises(RefusedError, match="too much is being sent") as told:
            found([bytes(600)], held=held)

    assert (told.value.status, held.size) == (503, 0)


def test_a_body_that_does_not_arrive_is_given_up():
    """After its time."""

    async def never() -> Any:
        await asyncio.Event().wait()

    async def go() -> None:
        with Held(1000).account() as account:
            await uploads(Request({"type": "http", "headers": []}, never), Limits(reading=0.01), account)

    with pytest.raises(RefusedError, match=r"within 0.01 s") as told:
        asyncio.run(go())

    assert told.value.status == 408


@given(
    st.lists(st.sampled_from([b"--border", b"--", b"\r\n", b":", b"Content-Disposition: form-data; name=x;",
                              b'filename="a"', b"filename*=utf-8''%ff", b"\0"]) | st.binary(max_size=9)),
    st.sampled_from(["", "; charset=utf-16", "; charset=idna", "; charset=punycode", "; charset=undefined"]),
)  # fmt: skip
def test_any_form_is_read_or_refused(parts: list[bytes], charset: str):
    """With a status of the client's."""
    try:
        assert all(isinstance(each, Upload) for each in found([b"--border\r\n", *parts], KIND + charset))
    except RefusedError as error:
        assert error.status in (400, 413)
