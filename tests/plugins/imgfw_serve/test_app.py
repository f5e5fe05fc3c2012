"""The app, asked over a real socket."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

import imgfw
from imgfw.cli.main import main

SMALL = Path(__file__).parents[2] / "framework" / "small_plugin.py"
HALVES = """
name = "halves"

[[source]]
use = "colours"
count = 80

[[annotator]]
use = "halves"
several = "all"
at_predict = true

[split]
exact = true

[backbone]
use = "mean-colour"

[[head]]
use = "means"

[decide]
coverage = 0.8

[[metric]]
use = "share"
"""


def test_a_picture_gets_what_the_bundle_says(server, trained, tools):
    """To the bit, evidence and decision included."""
    picture = tools.png(180, 40, 30)

    status, told = server.predict(picture)

    (expected,) = trained.predicted(picture)
    assert status == 200
    assert told == {"format": 1, "generation": 1, "answers": [{**expected, "file": "0.png"}]}
    assert expected["colour"]["decided"] == "red" and len(expected["colour"]["evidence"]) == 3
    bundle = imgfw.load(trained.bundle, plugins=trained.plugins)
    values = list(told["answers"][0]["colour"]["probabilities"].values())
    assert np.array_equal(np.float32(values), bundle.answer(picture)[0].probabilities["colour"])


def test_regions_and_sets_are_told_as_predict_does(tmp_path, serve, tools, capsys):
    """Equal to what `imgfw predict --json` prints, but for the names of the files."""
    (tmp_path / "halves.toml").write_text(HALVES)
    outcome = imgfw.run(tmp_path / "halves.toml", runs=tmp_path / "runs", plugins=SMALL, workers=1)
    files = [tmp_path / f"{number}.png" for number in range(2)]
    for file, colour in zip(files, ((200, 10, 10), (105, 10, 100)), strict=True):
        file.write_bytes(tools.png(*colour))
    words = ["--plugin", SMALL, "predict", outcome.folder, *files, "--json"]

    code = main([str(word) for word in words])
    expected = json.loads(capsys.readouterr().out)["answers"]
    told = serve(outcome.bundle, plugins=[SMALL]).predict(*(file.read_bytes() for file in files))[1]

    assert code == 0 and [each["region"] for each in expected] == [0, 1, 0, 1]
    assert all("set" in each["colour"] for each in expected)
    assert told["answers"] == [{**each, "file": Path(each["file"]).name} for each in expected]


def test_a_picture_may_be_the_body_itself(server, trained, tools):
    """Whatever its type is called; it has no name then."""
    picture = tools.png(20, 30, 200)

    for kind in ("image/png", "application/octet-stream", "application/x-www-form-urlencoded"):
        status, told, _ = server.ask("POST", "/predict", picture, {"Content-Type": kind})

        assert (status, told["answers"]) == (200, trained.predicted(picture))


def test_several_pictures_are_answered_in_order(server, tools):
    """One that cannot be used is left out with its reason, and the others are answered."""
    status, told = server.predict(tools.png(200, 10, 10), b"no picture", tools.png(10, 10, 200))

    first, second, third = told["answers"]
    assert status == 200 and "error" not in told
    assert [each["file"] for each in told["answers"]] == ["0.png", "1.png", "2.png"]
    assert (first["colour"]["decided"], third["colour"]["decided"]) == ("red", "blue")
    assert second == {"file": "1.png", "region": 0, "left_out": second["left_out"]}
    assert second["left_out"].startswith("is not a picture that can be read")


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + bytes(99), b"{}"])
def test_bytes_that_are_no_picture_are_told_why(server, content: bytes):
    """With the decoder's reason, as 422."""
    status, told, _ = server.ask("POST", "/predict", content)

    assert status == 422
    assert told["error"] == f"the picture: {told['answers'][0]['left_out']}"


def test_pictures_that_cannot_be_used_are_no_error_where_that_is_asked_for(server, tools):
    """By the header that RFC 7240 has for it; what is no form is an error all the same."""
    body, kind = tools.form(("a.png", b"no picture"))
    headers = {"Content-Type": kind, "Prefer": "handling=lenient"}

    status, told, found = server.ask("POST", "/predict", body, headers)
    broken = server.ask("POST", "/predict", b"no form", headers)[0]

    assert (status, found["preference-applied"], broken) == (200, "handling=lenient", 400)
    assert "error" not in told and "left_out" in told["answers"][0]


def test_a_picture_of_too_many_pixels_is_told_why(serve, tools):
    """Like any other one that cannot be used."""
    status, told = serve(pixels=100).predict(tools.png(size=11))

    assert (status, told["error"]) == (422, "0.png: is too large: 121 pixels; at most 100")


def test_what_is_served_is_told(server, trained):
    """Labels in the order of the probabilities; run, generation and queue."""
    labels = server.ask("GET", "/labels")[1]
    health = server.ask("GET", "/health")[1]

    assert labels["targets"]["colour"]["labels"] == ["blue", "green", "red"]
    assert (health["status"], health["generation"], health["workers"]) == ("ok", 1, 2)
    assert (health["waiting"], health["queue"]) == (0, 256)
    assert health["run"] == trained.bundle.parent.name and health["run"].startswith("squares-2")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/docs", 404),
        ("PUT", "/predict", 405),
        ("GET", "/predict", 405),
        ("GET", "/labels/", 404),
        ("POST", "/%2e%2e/x", 404),
    ],
)
def test_other_paths_are_told_which_there_are(server, method: str, path: str, status: int):
    """In JSON, as all that is refused."""
    found, told, headers = server.ask(method, path)

    assert found == status and headers["content-type"] == "application/json"
    assert told["error"].startswith("expected GET /, /health, /labels, /openapi.json or POST /predict, got")


def test_the_description_says_what_is_answered(server, tools):
    """Each answer keeps to its schema in openapi.json."""
    paths = server.ask("GET", "/openapi.json")[1]["paths"]

    def check(path: str, method: str, status: int, told: Any) -> None:
        answer = paths[path][method]["responses"][str(status)]
        schema = answer["content"]["application/json"]["schema"]
        jsonschema.Draft202012Validator(schema).validate(told)

    check("/predict", "post", *server.predict(tools.png()))
    check("/predict", "post", *server.predict(b"no"))
    for path in ("/health", "/labels"):
        check(path, "get", 200, server.ask("GET", path)[1])
    assert paths.keys() == {"/predict", "/health", "/labels"}


def test_too_many_pictures_at_a_time_are_refused(serve, closed, tools):
    """Above the queue only, with the reason and when to ask again; those before are answered."""
    running = serve(threads=1, queue=2)
    found: list[int] = []
    asking = [
        threading.Thread(target=lambda: found.append(running.predict(tools.png())[0])) for _ in range(3)
    ]
    for number, each in enumerate(asking):
        each.start()
        running.waits(number) if number else tools.until(lambda: running.workers.taken == 1)

    status, told, headers = running.ask("POST", "/predict", tools.png())
    health = running.ask("GET", "/health")[1]
    closed.unlink()
    for each in asking:
        each.join()

    assert (status, headers["retry-after"]) == (503, "1")
    assert told["error"].startswith("too many pictures wait: 2 of 2 at most")
    assert health["waiting"] == 2
    assert found == [200, 200, 200]
    assert running.predict(tools.png())[0] == 200


def test_an_answer_that_takes_too_long_is_given_up(serve, closed, tools):
    """With a reason; what had not begun is not begun any more, and the next one is answered."""
    running = serve(threads=1, seconds=0.2)

    waiting = running.predict(tools.png(), tools.png())
    begun = running.predict(tools.png())
    closed.unlink()

    assert (waiting[0], begun[0]) == (503, 503)
    assert "no picture was finished for 0.2 s" in waiting[1]["error"]
    tools.until(lambda: running.workers.taken == 0)
    tools.until(lambda: running.predict(tools.png())[0] == 200)


def test_a_mistake_in_a_plugin_ends_one_request_alone(serve, tools, capfd):
    """It is told as what it is, in JSON; the traceback stands on stderr."""
    running = serve()

    status, told = running.predict(tools.png(1, 2, 3))

    assert (status, told["error"].startswith("this is a bug")) == (500, True)
    assert running.predict(tools.png())[0] == 200
    assert "ZeroDivisionError: a mistake in a plugin" in capfd.readouterr().err


def test_three_hundred_at_once_are_all_answered(serve, tools):
    """By labels, or by the word that the queue is full."""
    running = serve(queue=20)
    found: list[int] = []
    asking = [
        threading.Thread(target=lambda: found.append(running.predict(tools.png())[0])) for _ in range(300)
    ]

    for each in asking:
        each.start()
    for each in asking:
        each.join()

    assert len(found) == 300 and set(found) <= {200, 503} and found.count(200) >= 22
