"""Real people: who is who, and who is nobody, by a face network on real photos."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import imgfw

pytestmark = [pytest.mark.slow, pytest.mark.keras]

WHERE = ('source.0.use="folder"', 'target.who.from="class"')
FOUND = 'annotator=[{use="landmarks-mesh",several="central",at_predict=true}]'


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose cache the tests of this module share."""
    return tmp_path_factory.mktemp("people")


@pytest.fixture
def run(tool: Callable[..., Any], recipes: Path, assets: Path, work: Path) -> Callable[..., Any]:
    """Runs the recipe with overrides, where the networks are."""

    def called(*overrides: str) -> Any:
        values = [word for value in overrides for word in ("--set", value)]
        networks = str(assets / "assets" / "face")
        return tool("run", recipes / "celeb-lfw.toml", *values, "--json", work=work, IMGFW_MODELS=networks)

    return called


def split_by_person(photos: Path, known: list[str], table: Path) -> Path:
    """A table of the photos: half of those of each known person to learn from, all others in test."""
    with table.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "who", "split"])
        for place, person in enumerate(sorted(photos.iterdir())):
            for number, photo in enumerate(sorted(person.iterdir())):
                part = "train" if person.name in known and number % 2 == place % 2 else "test"
                rows.writerow([f"{person.name}/{photo.name}", person.name, part])
    return table


def test_ten_people_are_told_apart(run: Any, assets: Path, work: Path) -> None:
    """Five photos of each are enough for 49 of the other 50 at least.

    One leaves, is not known any more, comes back, and is known by evidence.
    """
    photos = assets / "data" / "lfw10x10"
    found = run(*WHERE, f'source.0.path="{photos}"', FOUND, "decide.false_accepts=0.1")

    accuracy = found.document["scores"]["who"]["test"]["accuracy"]
    assert found.code == 0 and accuracy["n"] == 50 and accuracy["value"] >= 49 / 50
    folder, blair = work / found.document["run"], sorted((photos / "Tony_Blair").iterdir())
    imgfw.dismiss(folder, "Tony_Blair")
    gone = imgfw.load(folder).predict(blair[5:])
    assert [answer.decided["who"] for answer in gone].count("") >= 4
    imgfw.enrol(folder, "Tony_Blair", blair[:5])
    back = imgfw.load(folder).predict(blair[5:])
    assert [answer.decided["who"] for answer in back] == ["Tony_Blair"] * 5
    assert {answer.evidence["who"][0].label for answer in back} == {"Tony_Blair"}


def test_strangers_are_nobody(run: Any, assets: Path, work: Path) -> None:
    """Each half of the ten people is unknown in turn; the threshold comes from people whom it does not judge.

    The share of strangers taken for somebody is in the interval stated before; who is known is found.
    """
    photos = assets / "data" / "lfw10x10"
    names = sorted(path.name for path in photos.iterdir())
    for known in (names[:5], names[5:]):
        table = split_by_person(photos, known, work / f"{known[0]}.csv")
        done = run(
            f'source=[{{use="table",path="{table}",root="{photos}"}}]',
            'target.who.from="who"',
            FOUND,
            "decide.false_accepts=0.17",  # five strangers tell of one in six, and of no less
        )

        scores = json.loads((work / done.document["run"] / "scores.json").read_text())
        stated, held = scores["decisions"]["who"]["false_accepts"], scores["held"]["test"]["who"]
        assert (stated["strangers"], stated["samples"], held["false_accepts"]["n"]) == (5, 25, 50)
        assert stated["low"] <= held["false_accepts"]["value"] <= stated["high"]
        assert held["found"]["n"] == 25 and held["found"]["value"] >= 0.95
