"""A small bundle, real servers of it on real sockets, and a browser."""

from __future__ import annotations

import http.client
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import imgfw
import imgfw.testing.toy
from imgfw_serve.app import make_app
from imgfw_serve.guard import Guard
from imgfw_serve.limits import Limits
from imgfw_serve.served import Served
from imgfw_serve.server import address_of, listening, make_server
from imgfw_serve.workers import Workers

TOY = Path(imgfw.testing.toy.__file__)
GATE = '''
"""A transform that a test can hold up, and that breaks on some pictures."""

import time
from pathlib import Path
from typing import Literal

from imgfw import Transform, hookimpl


class Gate(Transform):
    """Wait while there is a file called closed in a folder."""

    use: Literal["gate"] = "gate"
    path: Path

    def apply(self, picture):
        while (self.path / "closed").exists():
            time.sleep(0.005)
        if tuple(picture.image[0, 0].tolist()) == (1, 2, 3):
            raise ZeroDivisionError("a mistake in a plugin")
        return picture


@hookimpl
def imgfw_transforms():
    return [Gate]
'''
RECIPE = """
name = "squares"

[[source]]
use = "toy-squares"

[group]
near = false

[split]
exact = true

[[transform]]
use = "gate"
path = "{gate}"

[backbone]
use = "toy-colour"

[[head]]
use = "prototypes"
examples = 2

[[metric]]
use = "toy-error"
"""


class Trained:
    """A run, what it takes to load its bundle, and the file that holds up whatever it is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.gate, self.runs = folder, folder / "closed", folder / "runs"
        self.plugins = (TOY, folder / "gate.py")

    @property
    def bundle(self) -> Path:
        """The folder of the bundle."""
        return imgfw.bundle_folder("latest", runs=self.runs)

    def predicted(self, content: bytes) -> list[dict[str, Any]]:
        """What the bundle says of a picture, as plain data; its file has no name."""
        bundle = imgfw.load(self.bundle, plugins=self.plugins)
        return [imgfw.record_of(bundle, answer) for answer in bundle.answer(content)]


class Running:
    """A server at work, and how to ask it."""

    def __init__(self, server: Any, listener: Any, workers: Workers, lines: list[str]) -> None:
        self.server, self.workers, self.lines = server, workers, lines
        self.address = address_of(listener)
        self.place = listener.getsockname()[:2]
        self._thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        self._thread.start()

    def ask(self, method: str, path: str, body: Any = None, headers: Any = None) -> tuple[int, Any, Any]:
        """Status, document and headers of the answer."""
        connection = http.client.HTTPConnection(*self.place, timeout=60)
        try:
            connection.request(method, path, body, headers or {}, encode_chunked=hasattr(body, "__next__"))
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        told = content.decode()
        return answer.status, json.loads(told) if told[:1] == "{" else told, answer.headers

    def predict(self, *pictures: bytes, **headers: str) -> tuple[int, Any]:
        """Status and document for these pictures, as files of a form."""
        body, kind = form(*((f"{number}.png", content) for number, content in enumerate(pictures)))
        return self.ask("POST", "/predict", body, {"Content-Type": kind, **headers})[:2]

    def waits(self, count: int) -> None:
        """Return when so many pictures wait for a worker."""
        until(lambda: self.workers.waiting == count)

    def end(self) -> None:
        """As a signal does it."""
        self.server.should_exit = True
        self._thread.join()
        self.workers.close()


def until(holds: Callable[[], bool]) -> None:
    """Return when something holds that is sure to come."""
    for _ in range(6000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come")


def form(*files: tuple[str, bytes]) -> tuple[bytes, str]:
    """Files as the body of a form, and its content type."""
    parts = [
        f'--border\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, content in files
    ]
    return b"".join(parts) + b"--border--\r\n", "multipart/form-data; boundary=border"


def png(*colour: int, size: int = 8) -> bytes:
    """A plain picture."""
    file = io.BytesIO()
    Image.fromarray(np.full((size, size, 3), colour or (200, 10, 10), np.uint8)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="session")
def tools() -> Any:
    """The functions above."""

    class Tools:
        form, png, until = staticmethod(form), staticmethod(png), staticmethod(until)

    return Tools


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trained]:
    """A run of red, green and blue squares; nobody changes it."""
    folder = tmp_path_factory.mktemp("trained")
    (folder / "gate.py").write_text(GATE)
    found = Trained(folder)
    (folder / "squares.toml").write_text(RECIPE.format(gate=folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMGFW_CACHE", str(folder / "cache"))
        imgfw.run(folder / "squares.toml", runs=found.runs, plugins=found.plugins, workers=1)
    yield found
    found.gate.unlink(missing_ok=True)


@pytest.fixture
def closed(trained: Trained) -> Iterator[Path]:
    """While this file is there, no picture gets through."""
    trained.gate.touch()
    yield trained.gate
    trained.gate.unlink(missing_ok=True)


def started(
    folder: Path, plugins: Any, threads: int = 2, token: str = "", hosts: Any = None, **limits: Any
) -> Running:
    """A server of the bundle in a folder, on a free port."""
    lines: list[str] = []
    limit = Limits(**limits)
    workers, served = Workers(threads, limit.queue), Served(folder, plugins, lines.append)
    app = Guard(make_app(served, workers, limit, guarded=bool(token)), token, hosts, lines.append)
    return Running(make_server(app, limit), listening("127.0.0.1", 0), workers, lines)


@pytest.fixture
def serve(trained: Trained) -> Iterator[Callable[..., Running]]:
    """Starts servers, which end with the test."""
    running: list[Running] = []

    def start(folder: Path | None = None, plugins: Any = trained.plugins, **given: Any) -> Running:
        running.append(started(folder or trained.bundle, plugins, **given))
        return running[-1]

    yield start
    trained.gate.unlink(missing_ok=True)
    for each in running:
        each.end()


@pytest.fixture(scope="module")
def server(trained: Trained) -> Iterator[Running]:
    """A server with the usual limits, for all tests of a module."""
    running = started(trained.bundle, trained.plugins)
    yield running
    running.end()
