"""Label errors: planted ones are found, in words for people."""

from __future__ import annotations

import re

import numpy as np
import pytest

from imgfw import ComponentError, Sample
from imgfw_sklearn.label_errors import LabelErrors

NAMES = ("ape", "bee", "cow")


def blobs(count: int = 150, width: int = 3, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Features float32 (N, 20) of classes apart, and the classes."""
    rng = np.random.default_rng(seed)
    truth = np.arange(count) % width
    centres = rng.normal(0, 1, (width, 20))
    return (centres[truth] + rng.normal(0, 0.5, (count, 20))).astype(np.float32), truth


def samples(labels, **groups: str) -> list[Sample]:
    """Samples with these labels of "kind"; groups by row number as r7="group"."""
    return [
        Sample(str(i), digest=str(i), labels={"kind": given}, group=groups.get(f"r{i}", ""))
        for i, given in enumerate(labels)
    ]


def found(given: list[Sample], features: np.ndarray, **parameters) -> dict[int, str]:
    """{row: reason} of what is found."""
    return {
        int(finding.id): finding.reason
        for finding in LabelErrors(**parameters).inspect(given, features=features)
    }


def planted(share: float = 0.1) -> tuple[list[Sample], np.ndarray, set[int]]:
    """Samples of which a share is labelled wrongly, their features, and which are wrong."""
    features, truth = blobs()
    wrong = set(np.random.default_rng(1).choice(150, round(share * 150), replace=False).tolist())
    labels = [(NAMES[(kind + (row in wrong)) % 3],) for row, kind in enumerate(truth)]
    return samples(labels), features, wrong


@pytest.mark.parametrize("share", [0.02, 0.1, 0.2])
def test_planted_errors_are_found(share):
    """Nearly all, and hardly anything else."""
    given, features, wrong = planted(share)

    rows = set(found(given, features))

    assert len(rows & wrong) >= 0.85 * len(wrong) - 1
    assert len(rows - wrong) <= 2


def test_right_labels_are_left_alone():
    """On classes that are well apart."""
    features, truth = blobs()

    assert len(found(samples([(NAMES[kind],) for kind in truth]), features)) <= 1


def test_the_reason_tells_both_labels_and_how_likely_they_are():
    """In words for people; the score is the log of the ratio, and findings keep the samples' order."""
    given, features, _ = planted()

    findings = list(LabelErrors().inspect(given, features=features))

    assert [int(finding.id) for finding in findings] == sorted(int(finding.id) for finding in findings)
    for finding in findings:
        own = given[int(finding.id)].labels["kind"][0]
        told = re.fullmatch(
            r'looks like "(\w+)" \((\d.\d\d)\), labelled "(\w+)" \((\d.\d\d)\)', finding.reason
        )
        assert told and told[3] == own != told[1]
        assert finding.score == pytest.approx(np.log(float(told[2]) / float(told[4])), abs=0.2)
        assert (finding.cleaner, finding.action) == ("label-errors", "flag")


def test_they_can_be_dropped():
    """Where the recipe says so."""
    given, features, _ = planted()

    assert {f.action for f in LabelErrors(action="drop").inspect(given, features=features)} == {"drop"}


def test_twice_is_the_same():
    """Another seed may tell of others."""
    given, features, _ = planted()

    assert found(given, features) == found(given, features)


def test_copies_in_one_group_do_not_vouch_for_each_other():
    """Four copies of a mislabelled picture: found where they are a group, for their label is nowhere else."""
    features, truth = blobs()
    features[3:150:36] = features[3]
    rows = list(range(3, 150, 36))
    labels = [(NAMES[(kind + (row in rows)) % 3],) for row, kind in enumerate(truth)]
    groups = {f"r{row}": "copies" for row in rows}

    together = found(samples(labels, **groups), features, C=1)
    apart = found(samples(labels), features, C=1)

    assert set(rows) <= set(together)
    assert not set(rows) & set(apart)


def test_a_label_of_one_group_is_not_judged():
    """No model without it can know it."""
    features, truth = blobs()
    labels = [("owl",) if row < 8 else (NAMES[kind],) for row, kind in enumerate(truth)]
    groups = {f"r{row}": "one" for row in range(8)}

    assert not set(found(samples(labels, **groups), features)) & set(range(8))


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_label_of_few_pictures_is_not_judged(count):
    """Whatever they look like; the others are."""
    given, features, wrong = planted()
    few = [Sample(f"{1000 + i}", digest=f"{1000 + i}", labels={"kind": ("owl",)}) for i in range(count)]

    rows = set(found([*given, *few], np.concatenate([features, features[:count]])))

    assert max(rows) < 1000
    assert len(rows & wrong) >= 0.8 * len(wrong)


@pytest.mark.parametrize(
    "labels", [[], [("ape",)], [("ape",)] * 20, [("ape",), ("bee",)], [("ape",), ("bee",)] * 2]
)
def test_sets_of_which_nothing_can_be_said_have_no_findings(labels):
    """Empty, one picture, one label, every label once or twice."""
    assert not found(samples(labels), np.ones((len(labels), 5), np.float32))


def test_samples_of_unknown_label_are_passed_over():
    """They are neither found nor learned from."""
    given, features, wrong = planted()
    unknown = [Sample(f"{1000 + i}", digest=f"{1000 + i}") for i in range(20)]

    rows = set(found([*given, *unknown], np.concatenate([features, np.full((20, 20), 50, np.float32)])))

    assert len(rows & wrong) >= 0.85 * len(wrong)
    assert max(rows) < 1000


def test_no_more_than_a_share_of_a_label_is_found():
    """The cap holds label by label."""
    given, features, _ = planted(0.2)

    rows = found(given, features, most=0.05)

    own = [given[row].labels["kind"][0] for row in rows]
    assert rows and all(own.count(name) <= 0.05 * 60 for name in NAMES)


def test_several_labels_are_judged_one_by_one():
    """One that is missing and one that is too many; a picture with both has one finding that tells both."""
    rng = np.random.default_rng(0)
    features = rng.normal(size=(200, 12)).astype(np.float32)
    features[:, :2] *= 4
    holds = features[:, :2] > 0
    features[:4, :2] = [[9, -9], [-9, 9], [9, 9], [-9, 9]]
    holds[:4] = [[False, False], [True, True], [True, True], [True, False]]
    labels = [tuple(name for name, on in zip(("sea", "sky"), row, strict=True) if on) for row in holds]

    told = found(samples(labels), features, C=0.1)

    assert re.fullmatch(r'looks like "sea" \([01].\d\d\), not labelled so', told[0])
    assert re.fullmatch(r'labelled "sea" \([01].\d\d\), does not look like it', told[1])
    assert 2 not in told
    assert '"sea"' in told[3] and '"sky"' in told[3] and "; " in told[3]


def test_maps_of_features_are_taken_as_they_are():
    """A map (h, w, c) is as good as its values in a row."""
    given, features, _ = planted()

    assert found(given, features.reshape(-1, 2, 2, 5)) == found(given, features)


def test_a_number_is_refused():
    """There is no label to be wrong."""
    given = [Sample(str(i), digest=str(i), labels={"score": 0.5}) for i in range(20)]

    with pytest.raises(ComponentError, match='cleaner/label-errors: target "score": expected labels'):
        found(given, np.ones((20, 3), np.float32), target="score")


def test_the_target_can_be_named():
    """Where there are several."""
    given, features, _ = planted()
    both = [Sample(s.uri, digest=s.digest, labels={**s.labels, "other": ("x",)}) for s in given]

    with pytest.raises(ComponentError, match="expected `target`"):
        found(both, features)

    assert found(both, features, target="kind") == found(given, features)
