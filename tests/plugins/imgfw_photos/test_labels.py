"""Labels from what a bundle says."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from imgfw import Answer, Bundle, CallError, Target
from imgfw_photos.labels import also_of, labels_of, others_of, target_of
from imgfw_photos.template import read

KINDS = Target("kind", "multi-label", ("animal", "group", "me"))
QUALITY = Target("quality", "ordinal", ("poor", "good"))
AGE = Target("age", "number")


def bundle(*targets: Target, **decisions) -> Bundle:
    """One that only decides."""
    from imgfw.decisions import Decision

    made = {
        "kind": Decision(thresholds=(0.1, 0.1, None)),
        "quality": Decision(unknown=0.6),
        "age": Decision(),
    }
    given = {target.name: target for target in targets}
    return Bundle(SimpleNamespace(key=""), {}, given, {name: made[name] for name in given})


def answer(number: int = 0, **probabilities: list[float]) -> Answer:
    """What it says of a region."""
    return Answer("a.jpg", number, {name: np.array(p, np.float32) for name, p in probabilities.items()})


def test_every_label_above_its_threshold_holds():
    """None is allowed, and one that may never be is never there."""
    both = labels_of(bundle(KINDS), KINDS, [answer(kind=[0.003, 0.7, 0.9])])
    several = labels_of(bundle(KINDS), KINDS, [answer(kind=[0.1, 0.7, 0])])
    none = labels_of(bundle(KINDS), KINDS, [answer(kind=[0.0004, 0.015, 0.0078])])

    assert both == pytest.approx({"group": 0.7})
    assert several == pytest.approx({"animal": 0.1, "group": 0.7})
    assert none == {}


def test_of_labels_that_exclude_each_other_one_holds_or_none():
    """As sure as the bundle asks."""
    asked = bundle(QUALITY, KINDS)

    assert labels_of(asked, QUALITY, [answer(quality=[0.3, 0.7], kind=[0, 0, 0])]) == pytest.approx(
        {"good": 0.7}
    )
    assert labels_of(asked, QUALITY, [answer(quality=[0.45, 0.55], kind=[0, 0, 0])]) == {}


def test_a_picture_has_the_labels_of_all_its_regions():
    """Each with its highest probability."""
    regions = [answer(0, kind=[0.2, 0.7, 0]), answer(1, kind=[0.9, 0, 0])]

    assert labels_of(bundle(KINDS), KINDS, regions) == pytest.approx({"animal": 0.9, "group": 0.7})


def test_the_target_is_the_only_one_with_labels_or_is_named():
    """Numbers are no labels."""
    assert target_of(bundle(KINDS, AGE), None) == KINDS
    assert target_of(bundle(KINDS, QUALITY), "quality") == QUALITY
    with pytest.raises(CallError, match="--target"):
        target_of(bundle(KINDS, QUALITY), None)
    with pytest.raises(CallError, match='did you mean "kind"'):
        target_of(bundle(KINDS), "kinds")
    with pytest.raises(CallError, match="numbers alone"):
        target_of(bundle(AGE), None)


def test_labels_of_other_targets_are_those_of_the_same_region():
    """Of that where a label is most probable; "" where nothing is decided."""
    asked = bundle(KINDS, QUALITY)
    regions = [
        answer(0, kind=[0.2, 0.7, 0], quality=[0.9, 0.1]),
        answer(1, kind=[0.9, 0, 0], quality=[0.45, 0.55]),
        answer(2, kind=[0.5, 0.8, 0], quality=[0.1, 0.9]),
    ]

    assert also_of(asked, KINDS, [QUALITY], regions) == {
        "animal": {"quality": ""},
        "group": {"quality": "good"},
    }
    assert also_of(asked, KINDS, [], regions) == {}


def test_a_template_asks_for_targets_of_which_one_label_holds():
    """Of several labels nobody could say which is the folder; a number has none."""
    asked = bundle(KINDS, QUALITY, AGE)

    assert others_of(asked, read("{label}/{target:quality}/{name}")) == (QUALITY,)
    assert others_of(asked, read("{label}/{name}")) == ()
    for name, hint in (("kind", "known: quality"), ("age", "known: quality"), ("qualty", 'mean "quality"')):
        with pytest.raises(CallError, match=f"--template.*{{target:{name}}} is none of .*{hint}"):
            others_of(asked, read(f"{{label}}/{{target:{name}}}/{{name}}"))
    with pytest.raises(CallError, match="none is known"):
        others_of(bundle(KINDS), read("{label}/{target:quality}/{name}"))
