"""Photos of faces, turned."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from imgfw import Picture, resized
from imgfw_faces import sampling
from imgfw_faces.fitting import fit_pose, five_of
from imgfw_faces.head import average_head
from imgfw_faces.pose import angles
from imgfw_faces.shapes import FEELINGS, SHAPES
from imgfw_faces.turning import fitted, turned

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "stress" / "face_synthesis.py"


@pytest.fixture(scope="module")
def oracle():
    """The benchmark's functions: they draw people in the pose that was asked for."""
    found = importlib.util.spec_from_file_location("face_synthesis", BENCHMARK)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def photo(oracle) -> Picture:
    """A drawn person from the front."""
    return oracle.drawn(oracle.grown(1)[0], 160)


def pose_of(picture: Picture) -> tuple[float, float, float]:
    """Yaw, pitch and roll by its landmarks."""
    return angles(fit_pose(picture.landmarks, average_head().landmarks).rotation)


@pytest.mark.parametrize("yaw", [22, -40, 55, -75])
def test_landmarks_turn_as_asked(photo, yaw):
    """By their fit the face has the new yaw, the pitch and roll it had, its size and about its place."""
    made = turned(photo, yaw)

    before, after = pose_of(photo), pose_of(made)
    assert after[0] == pytest.approx(yaw, abs=3)
    np.testing.assert_allclose(after[1:], before[1:], atol=5)
    assert made.image.shape == photo.image.shape
    assert made.image.dtype == np.uint8
    assert made.landmarks.dtype == np.float32


@pytest.mark.parametrize("yaw", [0, 55])
def test_the_box_stays_about_the_face(photo, yaw):
    """As far from the landmarks to each side as before, in the face's size; without a box there is none."""
    low, high = photo.landmarks.min(0), photo.landmarks.max(0)
    share = (high - low) * [0.2, 0.1]
    made = turned(replace(photo, box=(*(low - share), *(high + share))), yaw)

    low, high = made.landmarks.min(0), made.landmarks.max(0)
    share = (high - low) * [0.2, 0.1]
    np.testing.assert_allclose(made.box, (*(low - share), *(high + share)), atol=0.01)
    assert turned(photo, yaw).box is None


def test_to_the_right_is_to_the_pictures_right(photo):
    """+40 moves the nose to the right of the eyes' middle, -40 to the left."""

    def nose(picture: Picture) -> float:
        return picture.landmarks[30, 0] - picture.landmarks[36:48, 0].mean()

    assert nose(turned(photo, 40)) > nose(photo) + 8
    assert nose(turned(photo, -40)) < nose(photo) - 8


def test_pixels_go_with_the_landmarks(photo):
    """A dot on the photo's left mouth corner lies at the landmark afterwards."""
    image = np.full_like(photo.image, 40)
    x, y = photo.landmarks[48].round().astype(int)
    image[y - 2 : y + 2, x - 2 : x + 2] = 255

    made = turned(replace(photo, image=image), 40)

    rows, columns = np.nonzero(made.image[..., 0] > 150)
    np.testing.assert_allclose([columns.mean() + 0.5, rows.mean() + 0.5], made.landmarks[48], atol=2.5)


def test_the_same_pose_changes_nothing(photo):
    """Where a face already is as asked, hardly a grey level."""
    made = turned(photo, fitted(photo.landmarks, SHAPES[0])[0].yaw)

    assert np.abs(made.image.astype(int) - photo.image).max() <= 1
    np.testing.assert_allclose(made.landmarks[17:], photo.landmarks[17:], atol=0.1)


@pytest.mark.parametrize("yaw", [22, 55])
def test_mirror_in_mirror_out(photo, yaw):
    """The mirrored photo turned to the other side is the turned photo mirrored."""
    one, other = turned(photo, yaw), turned(photo.mirrored(), -yaw).mirrored()

    apart = np.abs(one.image.astype(int) - other.image)
    assert apart.mean() < 1
    np.testing.assert_allclose(one.landmarks, other.landmarks, atol=0.1)


def test_a_leaning_head_leans_as_before(oracle):
    """Turning a turned picture is turning a picture turned."""
    portrait = oracle.grown(1)[0]
    leaning = oracle.drawn(replace(portrait, pose=(0.0, 0.0, 25.0)), 160)

    made = turned(leaning, 40)

    assert pose_of(made)[0] == pytest.approx(40, abs=4)
    assert pose_of(made)[2] == pytest.approx(pose_of(leaning)[2], abs=3)


def test_every_pixel_comes_from_the_photo(photo):
    """None is left empty, neither where the head was nor at the frame."""
    image = np.full_like(photo.image, 200)

    for yaw in (-75, -40, 22, 55, 75):
        assert (turned(replace(photo, image=image), yaw).image == 200).all()


@pytest.mark.parametrize("size", [33, 64, 301, 900])
def test_pictures_of_any_size_are_turned(photo, size):
    """The same picture smaller or larger gives the same view, smaller or larger."""
    factor = size / 160
    other = Picture(resized(photo.image, (size, size)), landmarks=photo.landmarks * np.float32(factor))

    made, plain = turned(other, 40), turned(photo, 40)

    apart = resized(made.image, (33, 33)).astype(int) - resized(plain.image, (33, 33))
    assert np.abs(apart).mean() < 4
    np.testing.assert_allclose(made.landmarks / factor, plain.landmarks, atol=0.1)


def test_what_is_far_from_the_head_stays(photo):
    """Of a wide picture with a small head all but its surroundings, to the byte."""
    wide = np.random.default_rng(0).integers(0, 256, (160, 900, 3), np.uint8)
    wide[:, :160] = photo.image

    made = turned(Picture(wide, landmarks=photo.landmarks), 40)

    np.testing.assert_array_equal(made.image[:, 400:], wide[:, 400:])
    assert (made.image[:, :160] != wide[:, :160]).any()


def test_a_head_outside_the_picture_changes_nothing(photo):
    """It has nothing to show."""
    away = replace(photo, landmarks=photo.landmarks + 3000)

    np.testing.assert_array_equal(turned(away, 40).image, photo.image)


def test_five_landmarks_do(photo):
    """The view is much the same, with five landmarks."""
    few = replace(photo, landmarks=five_of(photo.landmarks).astype(np.float32))

    made, whole = turned(few, 40), turned(photo, 40)

    assert made.landmarks.shape == (5, 2)
    np.testing.assert_allclose(made.landmarks, five_of(whole.landmarks), atol=8)


def test_shapes_and_movements_give_other_pictures(photo):
    """Each another one; a movement moves the mouth's landmarks."""
    plain = turned(photo, 40)

    others = [turned(photo, 40, shape) for shape in SHAPES[1:]] + [turned(photo, 40, SHAPES[0], FEELINGS[0])]

    assert len({each.image.tobytes() for each in [plain, *others]}) == 11
    assert np.abs(others[-1].landmarks[[48, 54], 1] - plain.landmarks[[48, 54], 1]).min() > 0.5


def test_faces_turned_back_have_no_second_face(oracle):
    """The hidden half is filled from the other one: both are about equal."""
    for portrait in oracle.grown(2):
        for yaw in (35, 50):
            assert oracle.unevenness(oracle.back(portrait, yaw, 160)) <= 20


@pytest.mark.slow
@pytest.mark.parametrize("yaw", [15, 25, 35, 50])
def test_sixteen_people_turned_back_have_equal_halves(oracle, yaw):
    """Long hair beside the face does not come to lie on the cheek."""
    assert max(oracle.unevenness(oracle.back(portrait, yaw, 224)) for portrait in oracle.grown(16)) <= 17


def test_the_fit_is_as_good_as_promised(oracle):
    """On made-up heads with a pixel of noise."""
    yaw, pitch, roll = oracle.fits(60, 68)

    assert yaw <= 2.2 and pitch <= 1.8 and roll <= 0.7


def test_views_look_like_true_ones(oracle):
    """Against people drawn in the pose that was asked for; better than moving the photo there."""
    made, moved, off = oracle.likeness(oracle.grown(2), 40, 160)

    assert made >= 21.5
    assert made >= moved + 3.5
    assert off <= 1.8


@pytest.mark.slow
@pytest.mark.parametrize(
    ("yaw", "least", "better"), [(0, 30, 5), (22, 25, 5), (40, 21.5, 5), (55, 19.5, 4), (75, 17, 2)]
)
def test_sixteen_people_look_like_true_ones(oracle, yaw, least, better):
    """In dB at 224 pixels."""
    made, moved, off = oracle.likeness(oracle.grown(16), yaw, 224)

    assert made >= least
    assert made >= moved + better
    assert off <= 1.8


def test_opencv_gives_the_same_view(photo, monkeypatch):
    """Within rounding."""
    pytest.importorskip("cv2", reason="OpenCV, the extra `faces`, is not installed")
    fast = turned(photo, 40).image.astype(int)
    monkeypatch.setattr(sampling, "opencv", lambda: None)

    apart = np.abs(fast - turned(photo, 40).image)

    assert apart.mean() < 0.5


def test_landmarks_on_one_another_are_refused(photo):
    """Nothing is guessed."""
    with pytest.raises(ValueError, match="on one another"):
        turned(replace(photo, landmarks=np.zeros((68, 2), np.float32)), 40)


def test_landmarks_of_no_face_are_refused(photo):
    """In a wrong order, at random, or with left and right mistaken."""
    rng = np.random.default_rng(2)
    shuffled = rng.permutation(photo.landmarks)
    switched = photo.landmarks * np.array([-1, 1], np.float32) + np.array([160, 0], np.float32)

    for points, reason in ((shuffled, "order right"), (switched, "left and right")):
        with pytest.raises(ValueError, match=reason):
            turned(replace(photo, landmarks=points), 40)
