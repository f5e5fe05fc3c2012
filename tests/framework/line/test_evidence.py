"""Training pictures in the bundle as evidence."""

from __future__ import annotations

from imgfw.examples import Examples
from imgfw.line import evidence
from imgfw.line.evidence import with_examples
from imgfw.lineage import short


def knowing(recipe, changed, small, count: int, **fields):
    """The small recipe with a gallery that wants so many examples."""
    head = small["Known"](name="colour", targets=("colour",), examples=count)
    return changed(recipe, heads=(head,), **fields)


def test_every_label_has_as_many_as_are_asked_for(walk, lay, recipe, changed, small):
    """Of the training samples alone, and small pictures of what the backbone sees."""
    asked = knowing(recipe, changed, small, 3, transforms=(small["Darker"](),))
    attempt, _, _ = walk(asked)

    bundle = with_examples(lay(asked), attempt)

    examples = bundle.examples["colour"]
    train = {sample.uri for sample in attempt.samples if sample.split == "train"}
    assert examples.labels == ("blue",) * 3 + ("red",) * 3
    assert set(examples.uris) <= train and len(set(examples.uris)) == 6
    assert examples.features.shape == (6, 3) and all(
        each[:3] == b"\xff\xd8\xff" for each in examples.pictures
    )
    assert bundle.digest == attempt.bundle.digest


def test_they_are_made_once(walk, lay, recipe, changed, small, monkeypatch):
    """A run that reuses everything decodes no picture for them."""
    asked = knowing(recipe, changed, small, 2)
    attempt, _, _ = walk(asked)
    first = with_examples(lay(asked), attempt).examples["colour"]
    monkeypatch.setattr(evidence.examples, "few", None)

    again = with_examples(lay(asked), attempt).examples["colour"]

    assert isinstance(again, Examples) and again.pictures == first.pictures


def test_none_are_kept_where_none_are_asked_for(walk, lay, recipe, changed, small):
    """By default, and by heads that are no gallery."""
    for asked in (recipe, knowing(recipe, changed, small, 0)):
        attempt, _, _ = walk(asked)
        assert with_examples(lay(asked), attempt).examples == {}


def test_from_which_pictures_each_is_known_is_kept_always(walk, lay, recipe, changed, small):
    """Those of train, as they are known again; of heads that are no gallery none are."""
    asked = knowing(recipe, changed, small, 0)
    attempt, _, _ = walk(asked)
    train = [sample for sample in attempt.samples if sample.split == "train"]

    taught = with_examples(lay(asked), attempt).taught["colour"]

    assert {label: set(own) for label, own in taught.items()} == {
        label: {short(s.digest) for s in train if s.labels["colour"] == (label,)} for label in ("blue", "red")
    }
    other, _, _ = walk(recipe)
    assert with_examples(lay(recipe), other).taught == {}


def test_what_cleaners_drop_is_no_evidence(walk, lay, recipe, changed, small):
    """It may be somebody else."""
    asked = knowing(recipe, changed, small, 60)
    first, _, _ = walk(asked)
    shade = next(int(sample.uri) for sample in first.samples if sample.split == "train")
    attempt, _, _ = walk(changed(asked, cleaners=(small["Green"](shade=shade),)))

    dropped = {finding.id for finding in attempt.findings}
    uris = {sample.uri for sample in attempt.samples if sample.id in dropped}
    assert uris and uris.isdisjoint(with_examples(lay(asked), attempt).examples["colour"].uris)
