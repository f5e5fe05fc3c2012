"""Whole pictures."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from imgfw.landmarks import MIRROR
from imgfw_faces import render
from imgfw_faces.light import Light
from imgfw_faces.person import make_person
from imgfw_faces.portrait import make_portrait
from imgfw_faces.render import draw, landmarks

SOMEBODY = replace(
    make_person(7, 1), skin=1.0, hair="black", style="crop", fringe=False, beard=0.0, lipstick=True, age=0.0
)
PLAIN = replace(
    make_portrait(SOMEBODY, np.random.default_rng(0)),
    expression=(),
    pose=(0.0, 0.0, 0.0),
    tilt=0.0,
    size=0.8,
    centre=(0.5, 0.5),
    stops=0.0,
    blur=0.0,
    noise=0.0,
    glasses="",
    hat="",
    scene="wall",
    arm=0,
    light=Light(side=0.0, above=30.0, hard=0.5, warm=0.0, rim=0.0),
)


def _around(image, place, reach=1):
    x, y = np.floor(place).astype(int)
    return image[y - reach : y + reach + 1, x - reach : x + reach + 1].astype(float).reshape(-1, 3)


def test_a_picture_has_the_promised_form():
    """uint8 RGB of the asked size, landmarks float32 (68, 2)."""
    image, marks = draw(PLAIN, 80)

    assert image.dtype == np.uint8
    assert image.shape == (80, 80, 3)
    assert marks.dtype == np.float32
    assert marks.shape == (68, 2)


def test_landmarks_land_on_the_features():
    """Eyes and brows are darker than the cheek beside them, the lips redder, where the landmarks say."""
    image, marks = draw(PLAIN, 192)

    cheek = _around(image, (marks[2] + marks[48]) / 2, 2).mean(0)
    for eye in (marks[36:42], marks[42:48]):
        assert _around(image, eye.mean(0)).min(0).sum() < 0.5 * cheek.sum()
    for brow in (marks[19], marks[24]):
        assert _around(image, brow).mean(0).sum() < 0.8 * cheek.sum()
    lip = _around(image, (marks[57] + marks[66]) / 2).mean(0)
    assert lip[0] - lip[1] > 1.3 * (cheek[0] - cheek[1])


@pytest.mark.parametrize("yaw", [25.0, -40.0])
def test_positive_yaw_turns_the_nose_to_the_right(yaw):
    """The nose's tip leaves the middle of the eyes in the direction of yaw."""
    marks = landmarks(replace(PLAIN, pose=(yaw, 0.0, 0.0)), 96)

    assert np.sign(marks[30, 0] - marks[36:48, 0].mean()) == np.sign(yaw)


def test_mirrored_yaw_mirrors_the_landmarks():
    """Turning left instead of right exchanges the sides of the face."""
    right, left = (landmarks(replace(PLAIN, pose=(yaw, 0.0, 0.0)), 96) for yaw in (30.0, -30.0))

    mirrored = left[list(MIRROR[68])] * [-1, 1] + [96, 0]

    np.testing.assert_allclose(mirrored, right, atol=0.05)


def test_landmarks_scale_with_the_size():
    """Twice the size gives twice the pixels."""
    np.testing.assert_allclose(2 * landmarks(PLAIN, 96), landmarks(PLAIN, 192), atol=1e-3)


def test_the_head_has_no_holes(monkeypatch):
    """Before a magenta scene nothing magenta shines through within the face, from many sides."""
    magenta = np.broadcast_to(np.array([1.0, 0.0, 1.0], np.float32), (96, 96, 3))
    monkeypatch.setattr(render, "scene", lambda *_: magenta)

    for yaw, pitch in ((0, 0), (45, 10), (-45, -15)):
        image, marks = draw(replace(PLAIN, pose=(yaw, pitch, 0.0), size=0.7), 96)

        low, high = marks[17:].min(0).astype(int), marks[17:].max(0).astype(int)
        face = image[low[1] : high[1], low[0] : high[0]].astype(int)
        shining = (face[..., 0] > 200) & (face[..., 2] > 200) & (face[..., 1] < 60)
        middle = shining[:, face.shape[1] // 4 : -face.shape[1] // 4]
        assert middle.size > 200
        assert not middle.any()
        assert (image[0, 0] > 200).tolist() == [True, False, True]


def test_a_darker_picture_is_darker_and_a_blurred_one_is_softer():
    """Exposure and blur are seen in the pixels."""
    plain = draw(PLAIN, 64)[0].astype(float)

    dark = draw(replace(PLAIN, stops=-1.5), 64)[0].astype(float)
    soft = draw(replace(PLAIN, blur=0.03), 64)[0].astype(float)

    assert dark.mean() < 0.75 * plain.mean()
    assert np.abs(np.diff(soft, axis=1)).mean() < 0.8 * np.abs(np.diff(plain, axis=1)).mean()


def test_threads_draw_the_same_pictures():
    """Whatever the order and the number of threads, the bytes are the same."""
    portraits = [make_portrait(make_person(2, n % 3), np.random.default_rng(n)) for n in range(6)]
    digest = lambda portrait: hashlib.sha256(draw(portrait, 48)[0].tobytes()).hexdigest()  # noqa: E731
    alone = [digest(portrait) for portrait in portraits]

    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(digest, reversed(portraits)))

    assert together[::-1] == alone


@pytest.mark.slow
def test_what_is_kept_of_people_is_bounded():
    """After many people no more textures are kept than at most."""
    for number in range(20):
        draw(make_portrait(make_person(9, number), np.random.default_rng(number)), 32)

    kept = render._texture.cache_info()
    assert kept.currsize <= kept.maxsize < 20
