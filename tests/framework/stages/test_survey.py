"""Survey: samples by content."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imgfw.data import Region, Sample
from imgfw.errors import ComponentError, RunError
from imgfw.kinds import Source
from imgfw.stages import survey
from imgfw.targets import Target

CLASSES = {"t": Target("t")}
SEVERAL = {"t": Target("t", "multi-label")}


class Given:
    """A source that gives these samples."""

    def __init__(self, *samples: Sample) -> None:
        self.given = samples

    def gives(self):
        """Three columns of labels."""
        return Target("one", "multi-label", ("x",)), Target("two", labels=("y", "z")), Target("three")

    def samples(self):
        """The samples."""
        return iter(self.given)


def sample(uri: str, label: str, digest: str = "d", **fields) -> Sample:
    """A sample with one label."""
    return Sample(uri, digest=digest, labels={"t": (label,)}, **fields)


def test_samples_know_their_source_and_their_labels_by_target():
    """Labels given under a column's name arrive under the target's."""
    first, second = Given(Sample("a", labels={"kind": ("x",)})), Given(Sample("b", labels={"kind": ("y",)}))

    found = survey.listed([first, second], {"t": ("kind",)}, {})

    assert [(s.uri, s.source, s.labels) for s in found] == [("a", 0, {"t": ("x",)}), ("b", 1, {"t": ("y",)})]


def test_several_columns_make_one_target():
    """The labels of all columns hold together."""
    source = Given(Sample("a", labels={"one": ("x",), "two": ("y",)}))

    found = survey.listed([source], {"t": ("one", "two", "three")}, {})

    assert found[0].labels == {"t": ("x", "y")}


def test_labels_of_a_column_that_is_unknown_are_unknown():
    """The others are known; a sample of which no column is known has no labels at all."""
    source = Given(Sample("a", labels={"one": ("x",)}), Sample("b", labels={"two": ()}), Sample("c"))

    found = survey.listed([source], {"t": ("one", "two")}, {})

    assert [s.labels for s in found] == [
        {"t": ("x",), "t:unknown": ("y", "z")}, {"t": (), "t:unknown": ("x",)}, {},
    ]  # fmt: skip


def test_copies_teach_each_other():
    """What one copy knows is known; what none does stays unknown."""
    labels = [{"t": ("x",), "t:unknown": ("y", "z")}, {"t": ("y",), "t:unknown": ("x", "z")}]

    (found,) = survey.merged(
        [Sample(str(i), digest="d", labels=each) for i, each in enumerate(labels)], SEVERAL
    )

    assert found.labels == {"t": ("x", "y"), "t:unknown": ("z",)}


def test_given_splits_are_renamed_and_others_refused():
    """A split that is none of ours must be renamed."""
    source = Given(sample("a", "x", split="validation"))

    found = survey.listed([source], {"t": ("t",)}, {"validation": "val"})

    assert found[0].split == "val"
    with pytest.raises(RunError, match="'validation'; expected train, val or test"):
        survey.listed([source], {"t": ("t",)}, {})


def test_what_a_source_gives_is_checked():
    """A source that gives something else ends the survey by name."""

    class Texts(Source):
        use: str = "texts"

        def samples(self):
            """Labels as a text."""
            yield Sample("a", labels={"t": "cat"})  # type: ignore[dict-item]

    with pytest.raises(ComponentError, match=r"source/texts: samples\(\), 'a', labels\['t'\]"):
        survey.listed([Texts()], {"t": ("t",)}, {})


def test_no_sample_at_all_is_an_error():
    """Empty sources are told at once."""
    with pytest.raises(RunError, match="no sample at all"):
        survey.listed([Given()], {}, {})


def test_a_limit_takes_samples_from_all_over():
    """Twenty of two hundred are in order and from both halves; a limit above the count changes nothing."""
    samples = [sample(str(i), "x", digest=str(i)) for i in range(200)]

    found = [int(s.uri) for s in survey.limited(samples, 20)]

    assert len(found) == 20 and found == sorted(found)
    assert 4 <= sum(number < 100 for number in found) <= 16
    assert survey.limited(samples, 1000) == samples


def test_the_same_content_is_one_sample():
    """Copies are listed on the first, with their place."""
    found = survey.merged([sample("a", "x"), sample("b", "x")], CLASSES)

    assert len(found) == 1
    assert found[0].copies == ("b",) and not found[0].left_out


def test_contradicting_labels_leave_the_sample_out():
    """The same picture in two class folders is a conflict that names both places."""
    found = survey.merged([sample("a", "x"), sample("b", "y")], CLASSES)

    assert "contradicting labels: t is x in a and y in b" in found[0].left_out


def test_of_several_labels_all_hold():
    """The same picture in two folders has both labels where labels do not exclude each other."""
    found = survey.merged([sample("a", "y"), sample("b", "x")], SEVERAL)

    assert found[0].labels == {"t": ("x", "y")} and not found[0].left_out


def test_a_copy_in_test_takes_the_sample_there():
    """What is given to train and to test is not trained on."""
    found = survey.merged([sample("a", "x", split="train"), sample("b", "x", split="test")], CLASSES)

    assert found[0].split == "test"


def test_what_cannot_be_used_is_kept_with_its_reason():
    """Samples left out come through, however many share no digest."""
    broken = [sample(str(i), "x", digest="", left_out="broken") for i in range(2)]

    assert survey.merged(broken, CLASSES) == broken


def test_copies_bring_their_groups_together():
    """A picture in two bursts makes them one, so that neither can be parted from the other."""
    given = [
        sample("a1", "x", digest="same", group="burst1"),
        sample("b1", "x", digest="same", group="burst2"),
        sample("b2", "x", digest="c", group="burst2"),
        sample("b3", "x", digest="d"),
        sample("b4", "x", digest="d", group="burst3"),
    ]

    found = {s.digest: s.group for s in survey.merged(given, CLASSES)}

    assert found == {"same": "burst1", "c": "burst1", "d": "burst3"}


def test_several_regions_are_samples_of_one_group():
    """Each region is a sample of its own, and they never part."""
    regions = (Region((0, 0, 1, 1)), Region((1, 1, 2, 2)))

    found = survey.expanded(
        [sample("a", "x"), sample("b", "x", digest="e", group="g")], {"d": regions, "e": regions}
    )

    assert [s.id for s in found] == ["d", "d#1", "e", "e#1"]
    assert [s.group for s in found] == ["d", "d", "g", "g"]
    assert [s.region for s in found] == [*regions, *regions]


def test_two_regions_of_a_picture_are_no_copies():
    """A source that lists two faces of one picture has two samples; the same face twice is one."""
    faces = [sample("a", "x", number=0), sample("a", "y", number=1), sample("b", "y", number=1)]

    found = survey.merged(faces, CLASSES)

    assert [(s.id, s.labels["t"], s.copies) for s in found] == [("d", ("x",), ()), ("d#1", ("y",), ("b",))]


def test_one_region_needs_no_group():
    """The only face of a picture is the picture's sample."""
    (found,) = survey.expanded([sample("a", "x")], {"d": (Region((0, 0, 1, 1)),)})

    assert (found.id, found.group, found.region.box) == ("d", "", (0, 0, 1, 1))


def test_the_sources_own_region_wins():
    """What the source knows is not looked for again; what is left out has no regions."""
    own, other = Region((0, 0, 9, 9)), (Region((1, 1, 2, 2)), Region((2, 2, 3, 3)))
    given = [sample("a", "x", region=own), sample("b", "x", digest="e", left_out="broken")]

    found = survey.expanded(given, {"d": other, "e": other})

    assert found == given


def test_one_class_alone_is_refused():
    """There is nothing to tell apart, and the error says what was found."""
    with pytest.raises(RunError, match='target "t": expected at least two labels to tell apart, got x'):
        survey.used_targets(CLASSES, [sample("a", "x")])


def test_no_usable_sample_is_refused_with_the_reasons():
    """Where nothing can be used, the error says why."""
    with pytest.raises(RunError, match="none of 1 samples can be used: broken"):
        survey.used_targets(CLASSES, [sample("a", "x", left_out="broken")])


def test_labels_of_unusable_samples_do_not_count():
    """A label that only broken pictures have is no label of the target."""
    samples = [sample("a", "x"), sample("b", "y"), sample("c", "z", left_out="broken")]

    assert survey.used_targets(CLASSES, samples)["t"].labels == ("x", "y")


def test_a_sample_without_any_label_is_left_out():
    """Nothing can be learned from it or scored with it."""
    found = survey.labelled([replace(sample("a", "x"), labels={})], CLASSES)

    assert found[0].left_out == "has no label"


class Passes(Source):
    """A source that passes files over."""

    use: str = "passes"
    given: object = None

    def passed_over(self):
        """What the test says."""
        return self.given


def test_what_sources_pass_over_is_told_together():
    """Counts of the same ending are summed; sources without any say nothing."""
    found = survey.passed_over(
        [Passes(given={".dat": 2}), Source.model_construct(), Passes(given={".dat": 1})]
    )

    assert found == "3 files passed over: .dat 3"
    assert survey.passed_over([Source.model_construct()]) == ""


@pytest.mark.parametrize("given", [None, 3, [".dat"], {3: ".dat"}, {".dat": "3"}])
def test_what_is_no_count_is_a_fault_of_the_source(given):
    """It is named."""
    with pytest.raises(ComponentError, match="source/passes: expected passed_over"):
        survey.passed_over([Passes(given=given)])


def test_labels_that_are_read_the_same_are_refused():
    """An é is one character or two, as systems write it: that would be two labels of one name."""
    samples = [sample("a", "Ren\u00e9"), sample("b", "Rene\u0301"), sample("c", "Ann")]

    with pytest.raises(
        RunError, match=r"two labels are read .*written 'Rene\\u0301' and 'Ren\\xe9'; .*rename"
    ):
        survey.used_targets(CLASSES, samples)
