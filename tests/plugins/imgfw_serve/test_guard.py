"""Who may ask."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from imgfw_serve.guard import Guard, host_of


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Localhost:8000", "localhost"),
        ("[::1]:8000", "::1"),
        ("a.b", "a.b"),
        ("", ""),
        ("[", ""),
        ("a@b", "b"),
    ],
)
def test_the_name_of_the_host_is_read_without_its_port(header: str, name: str):
    """In small letters."""
    assert host_of(header) == name


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil:8000"])
def test_a_name_of_somebody_else_is_refused(serve, host: str):
    """So no page of the web reaches it by a name that it lets lead here."""
    running = serve(hosts=("localhost", "127.0.0.1"))

    status, told, _ = running.ask("GET", "/health", headers={"Host": host})
    right = running.ask("GET", "/health", headers={"Host": "LOCALHOST:1"})[0]

    assert (status, right) == (421, 200)
    assert told["error"] == f"this server is not called {host_of(host)!r}; expected localhost, 127.0.0.1"


def test_without_the_token_nothing_is_told(serve, tools):
    """But for the page, which asks for it; the body of the request is not even read."""
    running = serve(token="a secret")

    page = running.ask("GET", "/")[0]
    for given in ({}, {"Authorization": "Bearer a"}, {"Authorization": "Basic a secret"}):
        for path in ("/health", "/labels", "/openapi.json", "/nothing"):
            status, told, headers = running.ask("GET", path, headers=given)
            assert (status, headers["www-authenticate"]) == (401, "Bearer") and "token" in told["error"]
        assert running.predict(tools.png(), **given)[0] == 401

    right = {"Authorization": "bearer a secret"}
    assert page == 200
    assert running.predict(tools.png(), **right)[0] == running.ask("GET", "/health", None, right)[0] == 200


def test_other_pages_may_not_even_ask(server, tools):
    """A browser says where a request is from; a link to the page itself is followed."""
    other = {"Sec-Fetch-Site": "cross-site"}

    status, told = server.predict(tools.png(), **other)

    assert (status, told["error"]) == (403, "pages of other sites may not ask here")
    assert server.predict(tools.png(), **{"Sec-Fetch-Site": "same-origin"})[0] == 200
    assert server.ask("GET", "/", headers=other)[0] == 200


def test_other_pages_may_not_read_answers(server, tools):
    """No header allows them to."""
    origin = {"Origin": "https://evil.example"}

    found = [server.ask("GET", "/health", None, origin), server.ask("OPTIONS", "/predict", None, origin)]

    assert [key for *_, headers in found for key in headers if key.lower().startswith("access-control")] == []
    assert found[0][2]["x-content-type-options"] == "nosniff"
    assert found[0][2]["cache-control"] == "no-store"


def test_a_server_that_stops_says_so():
    """To whoever still sends."""
    sent: list[Any] = []

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    async def go() -> None:
        scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
        task = asyncio.ensure_future(Guard(slow, "", None, sent.append)(scope, None, send))
        await asyncio.sleep(0)
        task.cancel()
        await task

    asyncio.run(go())

    assert sent[0]["status"] == 503
    assert json.loads(sent[1]["body"])["error"] == "the server stops"
    assert sent[2].startswith("GET '/' 503 ")
