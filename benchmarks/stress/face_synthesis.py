"""How well faces are turned: against drawn people who were drawn in the pose that was asked for.

python benchmarks/stress/face_synthesis.py [--people 16] [--fits 400] [--size 224] [--sheet FILE.png]

Prints the errors of the pose fit; for every yaw the likeness to the true picture (PSNR in dB, within the hull
of the landmarks), that of the photo brought there by moving, turning and resizing alone, and the error of
inner landmarks; how equal both halves of faces turned back to the front are; and milliseconds, by numpy and
by OpenCV where it is installed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch

import numpy as np
from PIL import Image, ImageDraw
from scipy.spatial import ConvexHull

from imgfw import Picture
from imgfw_faces import sampling, turning
from imgfw_faces.fitting import fit_pose, five_of
from imgfw_faces.head import average_head
from imgfw_faces.light import Light
from imgfw_faces.lookup import Pose, lookup
from imgfw_faces.modes import MODES
from imgfw_faces.person import GROWN, Person, make_person
from imgfw_faces.portrait import Portrait, make_portrait
from imgfw_faces.pose import angles, rotation
from imgfw_faces.render import draw, landmarks
from imgfw_faces.turning import fitted, turned

YAWS = (0, 22, 40, 55, 75)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=16)
    parser.add_argument("--fits", type=int, default=400)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--sheet", help="write true and turned pictures side by side")
    asked = parser.parse_args()
    errors = {points: fits(asked.fits, points) for points in (68, 5)}
    for points, (yaw, pitch, roll) in errors.items():
        print(f"{points:2} landmarks: yaw {yaw:.2f}, pitch {pitch:.2f}, roll {roll:.2f} degrees off")
    people = grown(asked.people)
    print("yaw   turned  moved only  better by   inner landmarks off (px)")
    for yaw in YAWS:
        one, two, off = likeness(people, yaw, asked.size)
        print(f"{yaw:3}   {one:5.1f}   {two:5.1f}       {one - two:5.1f}       {off:.2f}")
    for yaw in (15, 25, 35, 50):
        found = [unevenness(back(portrait, yaw, asked.size)) for portrait in people]
        print(
            f"{yaw} turned back: halves differ by {np.mean(found):.1f} grey levels, at most {max(found):.1f}"
        )
    timings(people[0], asked.size)
    if asked.sheet:
        rows = [[each for yaw in YAWS for each in pair(portrait, yaw, asked.size)[:2]] for portrait in people]
        Image.fromarray(np.vstack([np.hstack([each.image for each in row]) for row in rows])).save(
            asked.sheet
        )


def grown(count: int) -> list[Portrait]:
    """Plain pictures of so many grown people."""
    people = (make_person(7, number) for number in range(10 * count))
    return [plain(person) for person in people if person.age >= GROWN][:count]


def plain(person: Person) -> Portrait:
    """A sharp frontal picture of a person without hat and glasses, in a light from everywhere.

    Light stays with a photo when its face is turned, so any other would measure that.
    """
    portrait = make_portrait(person, np.random.default_rng(person.seed))
    return replace(
        portrait, pose=(0.0, 0.0, 0.0), tilt=0.0, size=0.66, centre=(0.5, 0.48), far=2500.0, stops=0.0,
        blur=0.0, noise=0.0, glasses="", hat="", arm=0, expression=(),
        light=Light(side=0, above=30, hard=0.0, warm=0.1, rim=0.0),
    )  # fmt: skip


def posed(portrait: Portrait, yaw: float) -> Portrait:
    """The same picture with the head turned."""
    return replace(portrait, pose=(yaw, *portrait.pose[1:]))


def framed(portrait: Portrait, like: np.ndarray, size: int) -> Portrait:
    """The portrait moved and resized until its inner landmarks lie like these."""
    for _ in range(3):
        marks = landmarks(portrait, size)[17:].astype(float)
        away, wanted = marks - marks.mean(0), like[17:] - like[17:].mean(0)
        factor = float((away * wanted).sum() / (away**2).sum())
        middle = np.array(portrait.centre) * size
        x, y = (like[17:].mean(0) + factor * (middle - marks.mean(0))) / size
        portrait = replace(portrait, size=portrait.size * factor, centre=(float(x), float(y)))
    return portrait


def fits(count: int, points: int) -> np.ndarray:
    """Mean error (3,) in degrees of yaw, pitch and roll on made-up heads, with a pixel of noise."""
    rng, head, found = np.random.default_rng(0), average_head(), []
    for _ in range(count):
        weights = {name: float(np.clip(rng.normal(0, 0.85), -1.9, 1.9)) for name in MODES}
        own = head.moved(weights).scaled(1 + 0.025 * rng.normal(), 1 + 0.022 * rng.normal())
        pose = rng.uniform(-50, 50), rng.uniform(-20, 20), rng.uniform(-20, 20)
        at = 0.78 * (own.landmarks @ rotation(*pose).T)[:, :2] * [1, -1] + 112 + rng.normal(size=(68, 2))
        fit = fit_pose(five_of(at) if points == 5 else at, head.landmarks)
        found.append(np.abs(np.subtract(angles(fit.rotation), pose)))
    return np.mean(found, axis=0)


def pair(portrait: Portrait, yaw: float, size: int) -> tuple[Picture, Picture, Picture]:
    """A true picture of the face at a yaw, the photo turned there, and the photo itself."""
    photo = drawn(portrait, size)
    made = turned(photo, yaw)
    return drawn(framed(posed(portrait, yaw), made.landmarks, size), size), made, photo


def drawn(portrait: Portrait, size: int) -> Picture:
    """The portrait with its landmarks."""
    image, marks = draw(portrait, size)
    return Picture(image, landmarks=marks)


def likeness(portraits: list[Portrait], yaw: float, size: int) -> np.ndarray:
    """Means (3,): dB of turned photos, dB of photos moved only, and pixels that inner landmarks are off."""
    found = []
    for portrait in portraits:
        true, made, photo = pair(portrait, yaw, size)
        inside = hull(true.landmarks, size)
        flat = moved_only(photo.image, photo.landmarks, true.landmarks)
        off = np.linalg.norm(made.landmarks[17:] - true.landmarks[17:], axis=1).mean()
        found.append((psnr(made.image, true.image, inside), psnr(flat, true.image, inside), off))
    return np.mean(found, axis=0)


def back(portrait: Portrait, yaw: float, size: int) -> Picture:
    """A picture of the face at a yaw, turned to the front."""
    return turned(drawn(posed(portrait, yaw), size), 0)


def unevenness(picture: Picture) -> float:
    """How much the halves of a frontal face differ in grey levels, its middle moved to a column's edge."""
    marks = picture.landmarks
    middle = marks[27:31, 0].mean()
    grey = picture.image.astype(float).mean(2)
    reach = np.arange(4, int(0.6 * (marks[45, 0] - marks[36, 0])))
    rows = slice(int(marks[36:48, 1].mean()), int(marks[48:60, 1].mean()))
    right, left = (grey[rows, (middle + side * reach).astype(int)] for side in (1, -1))
    return float(np.abs(right - left).mean())


def hull(points: np.ndarray, size: int) -> np.ndarray:
    """Which pixels bool (size, size) lie within the landmarks' outline."""
    corners = points[ConvexHull(points).vertices]
    mask = Image.new("1", (size, size))
    ImageDraw.Draw(mask).polygon([tuple(map(float, each)) for each in corners], fill=1)
    return np.asarray(mask)


def moved_only(image: np.ndarray, marks: np.ndarray, there: np.ndarray) -> np.ndarray:
    """The photo brought to landmarks by the best similarity."""
    a, b = marks[17:].astype(float), there[17:].astype(float)
    one, two = (each[:, 0] + 1j * each[:, 1] for each in (b - b.mean(0), a - a.mean(0)))
    factor = (np.conj(one) @ two) / (np.conj(one) @ one)  # from there back to the photo
    c, s = factor.real, factor.imag
    shift = a.mean(0) - np.array([[c, -s], [s, c]]) @ b.mean(0)
    data = (c, -s, shift[0], s, c, shift[1])
    affine, smooth = Image.Transform.AFFINE, Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(image).transform(image.shape[1::-1], affine, data, smooth))


def psnr(one: np.ndarray, other: np.ndarray, inside: np.ndarray) -> float:
    """Peak signal to noise in dB."""
    error = (one[inside].astype(float) - other[inside]) ** 2
    return float(10 * np.log10(255**2 / max(error.mean(), 1e-9)))


def best_of(call: Callable[[], object], rounds: int = 40) -> float:
    """Milliseconds of the fastest call."""
    found = []
    for _ in range(rounds):
        begun = time.process_time()
        call()
        found.append(time.process_time() - begun)
    return 1e3 * min(found)


def timings(portrait: Portrait, size: int) -> None:
    """A view with its table at hand, and a table."""
    picture, pose = drawn(portrait, size), Pose(40)
    cold = best_of(lambda: lookup.__wrapped__(pose), 8)
    print(f"table: {cold:.1f} ms, {lookup(pose).cells.nbytes / 1e6:.2f} MB")
    fitting = best_of(lambda: fitted(picture.landmarks, pose.shape))
    print(f"fit: {fitting:.2f} ms; views without it:")
    fit, pitch = fitted(picture.landmarks, pose.shape)
    # a fit remembers what was asked of it, so each view gets a new one
    with patch.object(turning, "fitted", lambda *_: (replace(fit), pitch)):
        _views(picture, size)


def _views(picture: Picture, size: int) -> None:
    """Milliseconds of a view whose pose is known."""
    installed = sampling.opencv()
    if installed is not None:
        installed.setNumThreads(1)
        x, y = (each.astype(np.float32) for each in np.meshgrid(np.arange(size) + 0.3, np.arange(size) + 0.3))
        floor = best_of(lambda: installed.remap(picture.image, x, y, installed.INTER_LINEAR))
        view = best_of(lambda: turned(picture, 40))
        print(f"OpenCV {view:.2f} ms at {size} px, {view / floor:.1f} times one remap ({floor:.2f} ms)")
        made = turned(picture, 40).image.astype(int)
    with patch.object(sampling, "opencv", lambda: None):
        if installed is not None:
            apart = np.abs(made - turned(picture, 40).image)
            print(f"OpenCV against numpy: {100 * (apart <= 1).mean():.2f} % within 1, {apart.max()} at most")
        print(f"numpy  {best_of(lambda: turned(picture, 40)):.2f} ms at {size} px")


if __name__ == "__main__":
    main()
