"""Downloading model files, from a server in this process."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from imgfw import MissingFileError, ModelFile
from imgfw.fetching import fetch

CONTENT = bytes(range(256)) * 1000


class Answering(BaseHTTPRequestHandler):
    """/owl is the file, /moved leads to it, /cut ends early, /long never does, the rest is not there."""

    def do_GET(self) -> None:
        """Answer."""
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/owl")
            self.end_headers()
            return
        content = {
            "/owl": CONTENT, "/cut": CONTENT[:9000], "/long": CONTENT * 50, "/other": CONTENT[::-1],
            "/broken": CONTENT[:70000],
        }.get(self.path)  # fmt: skip
        self.send_response(200 if content else 404)
        if self.path == "/broken":
            self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(content or b"no")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """A server on this machine; `asked` holds the paths it was asked for."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    serving.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """The folder that IMGFW_MODELS names; it is not there yet."""
    monkeypatch.setenv("IMGFW_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("no_proxy", "*")
    return tmp_path / "models"


def owl(server: ThreadingHTTPServer, path: str) -> ModelFile:
    """The model file, said to be at this path of the server."""
    url = f"http://127.0.0.1:{server.server_address[1]}{path}"
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    return ModelFile("owl", "owl.onnx", url, sha256, len(CONTENT), "MIT", "Features of birds")


@pytest.mark.parametrize("path", ["/owl", "/moved"])
def test_a_file_is_announced_and_then_in_its_place(server, folder, path):
    """Size, licence, host and target are told before the server is asked."""
    said = []
    fetched, new = fetch(owl(server, path), lambda text: said.append((text, list(server.asked))))

    assert (fetched, new) == (folder / "owl.onnx", True) and fetched.read_bytes() == CONTENT
    assert [file.name for file in folder.iterdir()] == ["owl.onnx"]
    [(text, asked)] = said
    assert asked == []
    assert all(told in text for told in ("owl", "256.0 kB", "MIT", "127.0.0.1", str(folder / "owl.onnx")))


def test_what_is_there_is_not_fetched_again(server, folder):
    """Nobody is asked."""
    folder.mkdir()
    (folder / "owl.onnx").write_bytes(CONTENT)
    said: list[str] = []

    assert fetch(owl(server, "/owl"), said.append) == (folder / "owl.onnx", False)
    assert server.asked == said == []


def test_a_damaged_file_is_replaced(server, folder):
    """By the right one, not before that is there."""
    folder.mkdir()
    (folder / "owl.onnx").write_bytes(b"half")

    with pytest.raises(MissingFileError):
        fetch(owl(server, "/other"), print)
    kept = (folder / "owl.onnx").read_bytes()
    fetch(owl(server, "/owl"), print)

    assert kept == b"half" and (folder / "owl.onnx").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/cut", "expected 256,000 bytes, got 9,000"),
        ("/long", "expected 256,000 bytes, got more"),
        ("/other", "expected sha256"),
        ("/broken", "expected 256,000 bytes, got 70,000"),
        ("/gone", r"could not be fetched \(Not Found\)"),
    ],
)
def test_anything_else_is_refused_and_leaves_nothing(server, folder, path, told):
    """Too short, too long, other content, a connection that breaks, no such page."""
    with pytest.raises(MissingFileError, match=told) as caught:
        fetch(owl(server, path), lambda text: None)

    assert owl(server, path).url in str(caught.value)
    assert not folder.is_dir() or list(folder.iterdir()) == []


def test_without_a_network_one_sentence_says_what_to_do(server, folder):
    """From where the file can be had, and where to put it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/owl"

    with pytest.raises(MissingFileError) as caught:
        fetch(replace(owl(server, "/owl"), url=closed), lambda text: None)

    text = str(caught.value)
    assert "\n" not in text and closed in text and str(folder / "owl.onnx") in text
    assert "Connection refused" in text and not folder.exists()


def test_a_file_without_an_address_says_how_to_get_it(server, folder):
    """No one is asked."""
    by_hand = replace(owl(server, "/owl"), url="", description="Convert it from the makers' own")

    with pytest.raises(MissingFileError, match="Convert it from the makers' own") as caught:
        fetch(by_hand, lambda text: None)

    assert str(folder / "owl.onnx") in str(caught.value) and server.asked == []
