"""The augmenter that turns faces."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Picture, PictureError, Region, Sample
from imgfw.encoder import augmented
from imgfw.stages.augment import filled, per_label, plan
from imgfw.testing import check_component
from imgfw.workers import mapped
from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_faces.fitting import fit_pose
from imgfw_faces.head import average_head
from imgfw_faces.synthesis import FaceSynthesis

SOURCE = DrawnSelfies(count=12, people=4, size=96)


@pytest.fixture(scope="module")
def selfies() -> list[tuple[Sample, Picture]]:
    """Drawn selfies with landmarks."""
    return [(sample, SOURCE.read(sample)) for sample in SOURCE.samples()]


def turned_by(yaw: float, name: str = "a", label: str = "a") -> Sample:
    """A sample of which a head with this yaw is known."""
    from imgfw_faces.pose import rotation

    at = (average_head().landmarks @ rotation(yaw, 0, 0).T)[:, :2] * [1, -1] + 100
    return Sample(name, digest=name, labels={"who": (label,)}, region=Region(landmarks=at.astype(np.float32)))


@pytest.mark.parametrize(
    "given", [{}, {"turn_back": True, "expression": 1.0, "yaws": (0.0, 30.0), "shapes": 2}]
)
def test_it_keeps_the_contract(given):
    """Of augmenters."""
    check_component(FaceSynthesis, **given)


@pytest.mark.parametrize(("yaw", "count"), [(0, 90), (-12, 90), (20, 40), (35, 30), (-60, 10), (85, 10)])
def test_the_capacity_of_a_photo_is_told_by_its_landmarks(yaw, count):
    """Nine yaws and ten shapes from the front; fewer, the further it is turned."""
    assert FaceSynthesis().capacity(turned_by(yaw)) == count


def test_of_a_photo_without_landmarks_nothing_is_promised():
    """What is wrong is told when its view is asked for."""
    assert FaceSynthesis().capacity(Sample("a")) == 1
    assert FaceSynthesis().capacity(Sample("a", region=Region(box=(0, 0, 9, 9)))) == 1


def test_a_picture_without_landmarks_is_refused():
    """With the ways out."""
    picture = Picture(np.zeros((40, 40, 3), np.uint8))

    with pytest.raises(
        PictureError, match=r"landmarks.*got none.*landmarks-sidecar.*take face-synthesis out"
    ):
        FaceSynthesis().apply(picture, 1, np.random.default_rng(0))


def test_landmarks_that_are_no_face_are_refused():
    """A reason instead of a breakdown."""
    picture = Picture(np.zeros((40, 40, 3), np.uint8), landmarks=np.zeros((68, 2), np.float32))

    with pytest.raises(PictureError, match="on one another"):
        FaceSynthesis().apply(picture, 1, np.random.default_rng(0))


def test_all_views_of_a_photo_differ(selfies):
    """As many as it says it can give."""
    synthesis = FaceSynthesis(shapes=2)
    picture = next(p for s, p in selfies if synthesis.capacity(s) == 18)

    seen = {synthesis.apply(picture, n, np.random.default_rng(0)).image.tobytes() for n in range(1, 19)}

    assert len(seen) == 18


def test_views_have_the_yaws_of_the_recipe(selfies):
    """By the landmarks that travelled along."""
    synthesis = FaceSynthesis(yaws=(30.0,), shapes=1)
    _, picture = selfies[3]  # of a grown-up: a child's head is another one

    made = [synthesis.apply(picture, number, np.random.default_rng(0)) for number in (1, 2)]

    found = [fit_pose(each.landmarks, average_head().landmarks).yaw for each in made]
    assert found == pytest.approx([30, -30], abs=3)


def test_expressions_are_a_matter_of_chance(selfies):
    """None unless asked for; which one comes from the generator alone."""
    _, picture = selfies[0]

    def views(share: float) -> set[bytes]:
        synthesis = FaceSynthesis(expression=share, shapes=1)
        return {
            synthesis.apply(picture, 1, np.random.default_rng(seed)).image.tobytes() for seed in range(12)
        }

    assert len(views(0.0)) == 1
    assert len(views(1.0)) == 4


@pytest.mark.parametrize("workers", [1, 3])
def test_seed_sample_and_number_decide_alone(selfies, workers):
    """Equal bytes with any number of workers, in any order."""
    synthesis = FaceSynthesis(expression=0.5)
    wanted = [(place, number) for place in range(4) for number in (1, 2, 7)]

    def view(item: tuple[int, int]) -> bytes:
        sample, picture = selfies[item[0]]
        return augmented(picture, sample, item[1], (synthesis,), 7).image.tobytes()

    alone = {item: view(item) for item in reversed(wanted)}

    assert dict(mapped(view, wanted, workers=workers)) == alone


def test_classes_of_1_2_4_and_40_photos_come_to_30_rows():
    """Of frontal photos; those of a class that cannot are told by their number."""
    samples = [
        turned_by(0, f"{label}{number}", label)
        for label, count in (("one", 1), ("two", 2), ("four", 4), ("forty", 40))
        for number in range(count)
    ]
    samples.append(turned_by(80, "side", "side"))
    synthesis = (FaceSynthesis(),)

    rows = filled(
        plan(samples, synthesis, per_sample=1, original=True),
        synthesis,
        "who",
        at_least=30,
        most_per_sample=50,
    )

    assert per_label(rows, "who") == {"one": 30, "two": 30, "four": 30, "forty": 40, "side": 11}
    assert len({(sample.id, number) for sample, number in rows}) == len(rows)
    assert {sample.id for sample, _ in rows} == {sample.id for sample in samples}
