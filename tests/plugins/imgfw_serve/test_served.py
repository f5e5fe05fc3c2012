"""Generations of a bundle, one after the other."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

import imgfw


@pytest.fixture
def own(trained, tmp_path: Path) -> Path:
    """A copy of the bundle, which may be changed."""
    return Path(shutil.copytree(trained.bundle, tmp_path / "bundle"))


def test_somebody_added_is_known_from_the_next_answer_on(serve, trained, own, tools, tmp_path):
    """Without a restart; and nobody who was removed is."""
    running = serve(own)
    (tmp_path / "pink.png").write_bytes(tools.png(250, 180, 200))
    before = running.predict(tools.png(250, 180, 200))[1]

    imgfw.enrol(own, "pink", tmp_path / "pink.png", plugins=trained.plugins)
    added = running.predict(tools.png(250, 180, 200))[1]
    labels = running.ask("GET", "/labels")[1]
    imgfw.dismiss(own, "pink", plugins=trained.plugins)
    removed = running.predict(tools.png(250, 180, 200))[1]

    assert [told["generation"] for told in (before, added, removed)] == [1, 2, 3]
    assert added["answers"][0]["colour"]["decided"] == "pink" and "pink" in str(labels)
    once, again = (told["answers"][0]["colour"]["probabilities"] for told in (before, removed))
    assert once == again and "pink" not in str(removed)
    assert running.ask("GET", "/health")[1]["generation"] == 3
    assert "generation 2 is served now" in running.lines


def test_an_answer_that_has_begun_ends_with_its_generation(serve, trained, own, closed, tools, tmp_path):
    """Another one takes over only for who asks after it."""
    running = serve(own, threads=1)
    found = []
    asking = threading.Thread(target=lambda: found.append(running.predict(tools.png())[1]))
    asking.start()
    tools.until(lambda: running.workers.taken == 1)
    (tmp_path / "pink.png").write_bytes(tools.png(250, 180, 200))

    closed.unlink()
    asking.join()
    imgfw.enrol(own, "pink", tmp_path / "pink.png", plugins=trained.plugins)
    after = running.predict(tools.png())[1]

    assert (found[0]["generation"], after["generation"]) == (1, 2)
    assert len(found[0]["answers"][0]["colour"]["probabilities"]) == 3
    assert len(after["answers"][0]["colour"]["probabilities"]) == 4


def test_a_generation_that_cannot_be_read_does_not_end_the_server(serve, own, tools, monkeypatch):
    """The one before is served on, health says why, and the next one that can be read takes over."""
    monkeypatch.setattr("imgfw_serve.served.AGAIN", 0.05)
    running = serve(own)
    record = (own / "bundle.json").read_text()

    (own / "bundle.json").write_text("{")
    status, told = running.predict(tools.png())
    ill = running.ask("GET", "/health")[1]
    (own / "bundle.json").write_text(record + " ")
    tools.until(lambda: running.ask("GET", "/health")[1]["status"] == "ok")

    assert (status, told["generation"]) == (200, 1)
    assert ill["status"] == "outdated" and "damaged" in ill["reason"]
    assert len([line for line in running.lines if "is still served" in line]) == 1
