"""Survey and split, with what they keep."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from imgfw.errors import RunError
from imgfw.line.shared import parted, surveyed
from imgfw.recipe.tables import GroupTable, SplitTable
from imgfw.runfolder import StageRecord


def survey(line):
    """What the survey of a line gives."""
    return surveyed(line, StageRecord("survey"))


def test_a_limit_takes_part_of_the_samples(recipe, lay):
    """Both labels are among the samples of a limited run."""
    samples, targets = survey(lay(recipe, limit=15))

    assert len(samples) == 15
    assert targets["colour"].labels == ("blue", "red")


def test_what_is_wrong_with_the_set_is_said_before_anything_is_read(recipe, lay, changed, small, monkeypatch):
    """One class alone is refused without a single picture being read."""
    monkeypatch.setattr(small["Colours"], "read", lambda self, sample: pytest.fail("a picture was read"))

    with pytest.raises(RunError, match="expected at least two labels"):
        survey(lay(changed(recipe, sources=(small["Colours"](count=1),))))


def test_labels_that_corrections_change_are_listed(recipe, lay, changed, tmp_path):
    """In corrected.csv, and how many these are; those that say the same change nothing."""
    one, other = survey(lay(recipe))[0][:2]
    (before,), (kept,) = one.labels["colour"], other.labels["colour"]
    label = {"red": "blue", "blue": "red"}[before]
    table = tmp_path / "corrections.csv"
    table.write_text(f"file,target,label\n{one.uri},colour,{label}\n{other.uri},colour,{kept}\n")
    line, done = lay(changed(recipe, corrections={"colour": table})), StageRecord("survey")

    samples, _ = surveyed(line, done)

    assert samples[0].labels["colour"] == (label,)
    assert "1 label corrected, see corrected.csv" in done.notes
    listed = (line.folder.path / "corrected.csv").read_text()
    assert listed == f"file,target,before,label\n{one.uri},colour,{before},{label}\n"


def twinned(line):
    """The samples of a line, before them a near-duplicate of the first, with a thumbnail of its own."""
    samples, _ = survey(line)
    thumb = line.intake._thumbs.get(samples[0].digest)
    line.intake.log("thumbs", line.intake._thumbs.path.stem).append([("twin", thumb)])
    return [replace(samples[0], digest="twin", uri="twin"), *samples]


def test_it_is_told_how_many_given_samples_are_left_out_here(recipe, lay):
    """The near-copy in train of a test picture, and not what was left out before."""
    line, done = lay(recipe), StageRecord("split")
    twin, first, second, *others = twinned(line)
    given = [
        replace(twin, split="train"),
        replace(first, split="test"),
        replace(second, left_out="is broken"),
        *others,
    ]

    parted(line, given, done)

    assert "1 left out: they belong to pictures of other given splits" in done.notes


def test_near_duplicates_are_looked_for_where_asked(recipe, lay, changed):
    """They are kept together by default; without the search nobody says that there are none."""
    line = lay(recipe)
    twins = twinned(line)

    found, near = parted(line, twins, StageRecord("split"))
    _, unsought = parted(lay(changed(recipe, group=GroupTable(near=False))), twins, StageRecord("split"))

    assert near == (tuple(sorted((twins[0].digest, twins[1].digest))),)
    assert unsought is None
    both = [s for s in found if s.digest in near[0]]
    assert len({s.group for s in both}) == len({s.split for s in both}) == 1 and both[0].group


def test_samples_that_move_are_listed(recipe, lay, changed):
    """The first run lists none; another exact split of more samples says which ones moved from where."""
    exact = SplitTable(train=0.6, val=0.2, test=0.2, exact=True)
    line = lay(changed(recipe, split=exact))
    samples, _ = survey(line)
    done = StageRecord("split")
    before, _ = parted(line, samples[:50], done)

    more = lay(changed(recipe, split=exact))
    moved = StageRecord("split")
    after, _ = parted(more, samples, moved)

    where = {s.id: s.split for s in before}
    expected = {s.id for s in after if where.get(s.id, s.split) != s.split}
    assert expected and not (line.folder.path / "moved.csv").exists()
    with (more.folder.path / "moved.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    assert {row["id"] for row in rows} == expected
    assert all(row["before"] == where[row["id"]] for row in rows)
    assert f"{len(expected)} moved to another split than before, see moved.csv" in moved.notes


def moved(line, samples) -> set[str]:
    """The ids that moved.csv lists once these samples were parted."""
    parted(line, samples, StageRecord("split"))
    path = line.folder.path / "moved.csv"
    if not path.exists():
        return set()
    with path.open(newline="") as table:
        return {row["id"] for row in csv.DictReader(table)}


def test_a_run_with_a_limit_makes_nobody_forget_what_moved(recipe, lay, changed):
    """What moved since the last whole run is listed also where a limited one came between."""
    exact = changed(recipe, split=SplitTable(train=0.6, val=0.2, test=0.2, exact=True))
    samples, _ = survey(lay(exact))
    before, _ = parted(lay(exact), samples[:50], StageRecord("split"))

    parted(lay(exact, limit=20), samples[:20], StageRecord("split"))
    more = lay(exact)
    found = moved(more, samples)

    where = {s.id: s.split for s in before}
    after, _ = parted(lay(exact), samples, StageRecord("split"))
    assert found == {s.id for s in after if where.get(s.id, s.split) != s.split} != set()


@pytest.mark.parametrize(
    "other",
    [
        {"split": SplitTable(train=0.2, val=0.2, test=0.6, exact=True)},
        {"split": SplitTable(train=0.6, val=0.2, test=0.2, exact=False)},
        {"seed": 7},
    ],
    ids=["shares", "exact", "seed"],
)
def test_what_a_recipe_asks_for_is_no_move(recipe, lay, changed, other):
    """With other shares, another way or another seed samples lie elsewhere, as was asked: none is listed."""
    asked = changed(recipe, split=SplitTable(train=0.6, val=0.2, test=0.2, exact=True))
    samples, _ = survey(lay(asked))
    before, _ = parted(lay(asked), samples, StageRecord("split"))

    line = lay(changed(asked, **other))
    listed = moved(line, samples)

    after, _ = parted(line, samples, StageRecord("split"))
    assert [s.split for s in after] != [s.split for s in before]
    assert listed == set()


@pytest.mark.parametrize("damage", ['{"cut": "tra', "", "[1, 2]", '{"a": 1}'])
def test_a_damaged_list_of_splits_is_as_none(recipe, lay, damage):
    """Nothing moved as far as anybody knows, and the list is whole again."""
    samples, _ = survey(lay(recipe))
    parted(lay(recipe), samples, StageRecord("split"))
    (kept,) = lay(recipe).store.folder("splits").glob("*.json")
    whole = kept.read_text("utf-8")
    kept.write_text(damage, "utf-8")

    listed = moved(lay(recipe), samples)

    assert listed == set() and kept.read_text("utf-8") == whole
