"""Teaching by example: photos put into category folders and labels corrected; only what is new is encoded."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.keras]
CATEGORIES = ("campus", "desert", "landscape")
QUICK = (  # a head that is no graph, so that forward passes are those of the encoder
    *("augment.per_sample=1", "augmenter=[]", 'head.0.use="logistic"'),
    *('backbone.use="mobilenet"', "backbone.alpha=0.25", "backbone.size=128"),
    *("split={train=0.5, val=0.25, test=0.25}", "seed=3"),
)


@pytest.fixture
def taught(tool, recipes, assets, tmp_path):
    """taught(SETS...) -> recipes/photos-organize.toml, run on the folder `photos` below tmp_path."""

    def called(*sets: str):
        given = (f'source.0.path="{tmp_path / "photos"}"', *QUICK, *sets)
        words = [word for value in given for word in ("--set", value)]
        home = str(assets / "assets" / "keras_home")
        done = tool("run", recipes / "photos-organize.toml", *words, "--json", work=tmp_path, KERAS_HOME=home)
        assert done.code == 0, done.err
        return done

    return called


def photos(assets: Path, category: str, first: int, last: int) -> list[Path]:
    """Some real photos of a category."""
    return sorted((assets / "data" / "scenes8" / category).iterdir())[first:last]


def test_only_what_is_new_is_encoded(taught, tool, assets, tmp_path):
    """Five more photos cost five passes, corrected labels none; the head learns anew each time."""
    for category in CATEGORIES:
        (tmp_path / "photos" / category).mkdir(parents=True)
        for photo in photos(assets, category, 0, 16):
            shutil.copy2(photo, tmp_path / "photos" / category)
    first = taught()

    for photo in photos(assets, "desert", 20, 25):
        shutil.copy2(photo, tmp_path / "photos" / "desert")
    more = taught()
    assert more.made(tmp_path)["survey"] == 5 and more.made(tmp_path)["fit"] > 0
    assert 5 <= more.passes <= 5 + 1  # one is predicted once more, to be sure

    table = tmp_path / "corrections.csv"
    rows = [f"desert/{photo.name},tags,desert|landscape" for photo in photos(assets, "desert", 0, 3)]
    table.write_text("\n".join(["file,target,label", *rows]) + "\n")
    corrected = taught(f'target.tags.corrections="{table}"')
    made = corrected.made(tmp_path)
    assert made["survey"] == made["encode"] == 0 and corrected.passes <= 1 and made["fit"] > 0
    samples = csv.DictReader(
        (tmp_path / corrected.document["run"] / "samples.csv").read_text("utf-8").splitlines()
    )
    labels = {row["uri"]: row["tags"] for row in samples}
    assert [labels[row.split(",")[0]] for row in rows] == ["desert|landscape"] * 3

    compared = tool("compare", first.document["run"], corrected.document["run"], work=tmp_path)
    assert compared.code == 0 and "tags" in compared.out
