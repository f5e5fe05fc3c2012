"""`imgfw serve` as somebody types it."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
from typing import Any
from urllib.parse import urlsplit

import pytest

from imgfw.cli.main import main

CALL = """
import sys
from imgfw.cli.main import main
code = main(sys.argv[1:])
print("HEAVY", [name for name in ("tensorflow", "keras") if name in sys.modules], file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def called(trained) -> Any:
    """Begins `imgfw serve latest` with more words, in a process of its own; gives it and its address."""
    begun: list[subprocess.Popen[str]] = []

    def call(*words: str, **environment: str) -> tuple[subprocess.Popen[str], Any]:
        plugins = [word for file in trained.plugins for word in ("--plugin", str(file))]
        given = ["serve", "latest", "--port", "0", "--runs", str(trained.runs), *plugins, *words]
        process = subprocess.Popen(
            [sys.executable, "-c", CALL, *given],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        begun.append(process)
        assert process.stdout is not None
        return process, urlsplit(process.stdout.readline().strip())

    yield call
    trained.gate.unlink(missing_ok=True)
    for process in begun:
        process.kill()
        process.communicate()


def asked(place: Any, method: str, path: str, body: Any = None, **headers: str) -> int:
    """The status of an answer."""
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    connection.request(method, path, body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_after_what_was_begun(called, closed, tools, sign):
    """With exit code 0; TensorFlow is never imported."""
    process, place = called("-v", "--workers", "1")
    found: list[int] = []
    asking = [
        threading.Thread(target=lambda: found.append(asked(place, "POST", "/predict", tools.png())))
        for _ in range(2)
    ]
    for each in asking:
        each.start()
    tools.until(lambda: '"waiting": 1' in _health(place))
    broken = {"Content-Type": "multipart/form-data; boundary=border"}
    assert asked(place, "POST", "/predict", b"no form", **broken) == 400

    process.send_signal(sign)
    tools.until(lambda: _refuses(place))
    closed.unlink()
    for each in asking:
        each.join()
    err = process.communicate()[1]

    assert (found, process.returncode) == ([200, 200], 0)
    assert "POST '/predict' 200" in err and err.endswith("HEAVY []\n")
    assert "ended; what was begun is answered" in err and "Traceback" not in err
    assert "boundary" not in err


def test_a_second_interrupt_waits_for_nothing(called, closed, tools):
    """Not even for a worker that never ends."""
    process, place = called("--workers", "1")
    asking = threading.Thread(target=lambda: _given_up(place, tools.png()))
    asking.start()
    tools.until(lambda: '"working": 1' in _health(place))

    process.send_signal(signal.SIGINT)
    tools.until(lambda: _refuses(place))
    process.send_signal(signal.SIGINT)
    err = process.communicate()[1]
    asking.join()

    assert process.returncode == 130 and "Traceback" not in err


def test_the_token_may_come_from_the_environment(called, tools):
    """So it stands in no list of processes; other names of the host are refused on a loopback address."""
    _, place = called("--allow-host", "photos.example", IMGFW_SERVE_TOKEN="secret")
    right = {"Authorization": "Bearer secret"}

    assert asked(place, "GET", "/health") == 401
    assert asked(place, "GET", "/health", **right) == 200
    assert asked(place, "GET", "/health", Host="photos.example", **right) == 200
    assert asked(place, "GET", "/health", Host="other.example", **right) == 421


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--max-files", "9", "--queue", "8"], 2, "--max-files 9: expected no more than may wait, --queue 8"),
        (["--token", " x"], 2, "--token: expected plain letters"),
        (["--host", "192.0.2.1"], 1, "cannot listen there"),
    ],
)
def test_a_wrong_call_is_told(trained, capsys, words, code, said):
    """Before anything is served."""
    plugins = [word for file in trained.plugins for word in ("--plugin", str(file))]

    found = main(["serve", "latest", "--runs", str(trained.runs), *plugins, *words])

    assert found == code and said in capsys.readouterr().err


def test_a_run_that_is_not_there_is_told(tmp_path, capsys):
    """As everywhere."""
    assert main(["serve", "latest", "--runs", str(tmp_path)]) == 2
    assert "no finished run here" in capsys.readouterr().err


@pytest.mark.parametrize("gone", ["fastapi", "uvicorn", "python_multipart"])
def test_what_is_not_installed_is_told(tmp_path, capsys, monkeypatch, gone):
    """With the extra that brings it."""
    monkeypatch.setitem(sys.modules, gone, None)

    assert main(["serve", "latest", "--runs", str(tmp_path)]) == 1
    assert "pip install 'imgfw[serve]' brings what it needs" in capsys.readouterr().err


def _given_up(place: Any, picture: bytes) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        asked(place, "POST", "/predict", picture)


def _health(place: Any) -> str:
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    connection.request("GET", "/health")
    told = connection.getresponse().read().decode()
    connection.close()
    return told


def _refuses(place: Any) -> bool:
    try:
        asked(place, "GET", "/health")
    except OSError:
        return True
    return False
