"""A web of our own on this machine: hosts that behave like the picture APIs, or badly."""

from __future__ import annotations

import io
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import numpy as np
import pytest
import trustme
from PIL import Image

from imgfw_web.addresses import allowed, looked_up
from imgfw_web.web import Web

HOSTS = ("api.openverse.org", "commons.wikimedia.org", "pictures.example", "other.example")


def jpeg(seed: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A picture that differs by seed."""
    noise = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), np.uint8)
    content = io.BytesIO()
    Image.fromarray(noise).save(content, "JPEG")
    return content.getvalue()


class Reply:
    """What a route says: status, headers, content; or `raw`, which writes to the connection as it likes."""

    def __init__(
        self,
        content: bytes = b"",
        kind: str | None = "image/jpeg",
        status: int = 200,
        raw: Callable[[Any], None] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.content, self.kind, self.status, self.raw = content, kind, status, raw
        self.headers = headers or {}


def as_json(document: Any, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """A JSON document."""
    return Reply(json.dumps(document).encode(), "application/json", status, headers=headers)


class LocalWeb:
    """The hosts.

    routes  for (host, path) a Reply, several to be given one after the other, or a function of the query
    asked   what was asked for, with the headers
    names   where a host leads to
    """

    def __init__(self, secure: ssl.SSLContext, trust: ssl.SSLContext) -> None:
        self.routes: dict[tuple[str, str], Any] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.names: dict[str, list[tuple[str, int]]] = {}
        self.resolved: list[str] = []
        self.slept: list[float] = []
        self.said: list[str] = []
        self.stop = threading.Event()
        self.trust = trust
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.server.socket = secure.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.place = ("127.0.0.1", self.server.server_address[1])
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.005})
        self.thread.start()

    def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """Where a host leads to: this server for ours, what the system says for others."""
        self.resolved.append(host)
        if host in self.names:
            return self.names[host]
        return [self.place] if host in HOSTS else looked_up(host, port)

    def permit(self, places: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
        """This server, and what is public."""
        return (place for place in places if place == self.place or list(allowed([place])))

    def now(self) -> float:
        """The time, with what was slept."""
        return time.monotonic() + sum(self.slept)

    def client(self) -> Web:
        """A client that sleeps in no time."""
        return Web(
            "imgfw/test (me@example.org)",
            self.said.append,
            resolve=self.resolve,
            permit=self.permit,
            trust=self.trust,
            now=self.now,
            sleep=self.slept.append,
        )

    def paths(self, host: str = "") -> list[str]:
        """What was asked for, of one host or of all."""
        return [path for name, path, _ in self.asked if host in ("", name)]

    def close(self) -> None:
        """End it."""
        self.stop.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def openverse(self, count: int, **more: Any) -> list[dict[str, Any]]:
        """Behave like Openverse with so many results for any query, 20 a page; pictures are served too."""
        results = [self._result(number, **more) for number in range(count)]

        def page(query: dict[str, list[str]]) -> Reply:
            size, number = int(query["page_size"][0]), int(query["page"][0])
            if size > 20:
                return as_json({"detail": "page_size must be no greater than 20."}, 401)
            codes = query["license"][0].split(",")
            fitting = [each for each in results if each["license"] in codes]
            document = {
                "result_count": len(fitting),
                "page_count": -(-len(fitting) // 20),
                "page_size": size,
                "page": number,
                "results": fitting[(number - 1) * 20 : number * 20],
            }
            left = 20 - len(self.paths("api.openverse.org")) % 20
            limits = {"X-RateLimit-Limit-anon_burst": "20/min", "X-RateLimit-Available-anon_burst": str(left)}
            return as_json(document, headers=limits)

        self.routes["api.openverse.org", "/v1/images/"] = page
        return results

    def _result(self, number: int, **more: Any) -> dict[str, Any]:
        path = f"/{number}.jpg"
        self.routes["pictures.example", path] = Reply(jpeg(number))
        return {
            "id": str(UUID(int=number + 1)),
            "title": f"Picture {number}",
            "url": f"https://pictures.example{path}",
            "creator": f"Creator {number % 3}",
            "license": ("by", "cc0", "by-nc")[number % 3],
            "license_version": "2.0",
            "license_url": "https://creativecommons.org/licenses/by/2.0/",
            "foreign_landing_url": f"https://other.example/{number}",
            "mature": False,
            **more,
        }

    def commons(self, count: int, licence: str = "cc-by-sa-4.0") -> list[dict[str, Any]]:
        """Behave like Wikimedia Commons with so many files for any query."""
        pages = [self._page(number, licence) for number in range(count)]

        def page(query: dict[str, list[str]]) -> Reply:
            start, size = int(query.get("gsroffset", ["0"])[0]), int(query["gsrlimit"][0])
            document: dict[str, Any] = {
                "batchcomplete": True,
                "query": {"pages": pages[start : start + size][::-1]},
            }
            if start + size < count:
                document["continue"] = {"gsroffset": start + size, "continue": "gsroffset||"}
            return as_json(document)

        self.routes["commons.wikimedia.org", "/w/api.php"] = page
        return pages

    def _page(self, number: int, licence: str) -> dict[str, Any]:
        path = f"/thumb/{number}.jpg"
        self.routes["pictures.example", path] = Reply(jpeg(number))
        return {
            "pageid": 1000 + number,
            "ns": 6,
            "title": f"File:Picture {number}.jpg",
            "index": number + 1,
            "imagerepository": "local",
            "imageinfo": [
                {
                    "size": 9_000_000,
                    "width": 6000,
                    "height": 4000,
                    "thumburl": f"https://pictures.example{path}?utm_source=commons.wikimedia.org",
                    "thumbwidth": 1280,
                    "thumbheight": 853,
                    "url": f"https://pictures.example/{number}.jpg",
                    "descriptionurl": f"https://commons.wikimedia.org/wiki/File:Picture_{number}.jpg",
                    "mime": "image/jpeg",
                    "extmetadata": {
                        "License": {"value": licence, "source": "commons-templates"},
                        "LicenseShortName": {"value": "CC BY-SA 4.0", "source": "commons-desc-page"},
                        "Artist": {
                            "value": f'<a href="//commons.wikimedia.org/wiki/User:A">A &amp; B {number}</a>'
                        },
                        "ObjectName": {"value": f"<b>Object</b> {number}"},
                    },
                }
            ],
        }


def _handler(web: LocalWeb) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = (self.headers["Host"] or "").split(":")[0]
            web.asked.append((host, self.path, {k.lower(): v for k, v in self.headers.items()}))
            reply = web.routes.get((host, urlsplit(self.path).path), Reply(b"not here", "text/plain", 404))
            if isinstance(reply, list):
                reply = reply.pop(0) if len(reply) > 1 else reply[0]
            if callable(reply):
                reply = reply(parse_qs(urlsplit(self.path).query))
            if reply.raw is not None:
                self.close_connection = True
                reply.raw(self)
                return
            self.send_response(reply.status)
            if reply.kind is not None:
                self.send_header("Content-Type", reply.kind)
            for name, value in {"Content-Length": str(len(reply.content)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.content)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    return Handler


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """An authority that only these tests trust."""
    return trustme.CA()


@pytest.fixture(scope="session")
def contexts(authority: trustme.CA) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server shows, and what its clients trust."""
    secure, trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.issue_cert(*HOSTS).configure_cert(secure)
    authority.configure_trust(trust)
    return secure, trust


@pytest.fixture
def local(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> Iterator[LocalWeb]:
    """The web of our own."""
    web = LocalWeb(*contexts)
    yield web
    web.close()


@pytest.fixture
def client(local: LocalWeb) -> Iterator[Web]:
    """A client for it."""
    web = local.client()
    yield web
    web.close()


@pytest.fixture
def reply() -> type[Reply]:
    """What a route says."""
    return Reply


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """picture(seed): a JPEG that differs by seed."""
    return jpeg
