"""Milliseconds that faces take, each part by itself, and how much of it is what cannot be had for less.

    IMGFW_MODELS=FOLDER python benchmarks/faces.py [--photos FOLDER] [--size 512] [--count 40]

Pictures are those of the folder, or selfies drawn by code, brought to `size` pixels. Each line is processor
time a picture (or a face) on one core, the best of five rounds:

    find       faces in a picture, by the first network of landmarks-mesh; `network` is its forward pass
    mesh       478 points of a face, looked at until it stands upright; `network` are its forward passes
    landmarks  both together, as the annotator works
    yunet      face-detector, at the same size; needs OpenCV
    pose       the head's pose from 68 landmarks, and from 5
    align      align-face to 150 pixels
    view       a face turned by 40 degrees at 224 pixels, its pose known; `remap` is one coherent cv2.remap of
               that size, timed in turn with it; views that take a hidden part from the other half stand apart

A line that needs a model file or OpenCV says so where it is missing.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from imgfw import MissingFileError, Picture, Sample, decode, pictures_under, resized
from imgfw_faces import turning
from imgfw_faces.align import AlignFace
from imgfw_faces.detector import FaceDetector
from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_faces.finding import faces_in
from imgfw_faces.fitting import Fit, fit_pose, five_of
from imgfw_faces.landmarker import Landmarker
from imgfw_faces.mesh_landmarks import LandmarksMesh
from imgfw_faces.meshing import mesh_of
from imgfw_faces.mirroring import reveals
from imgfw_faces.points import LANDMARKS
from imgfw_faces.sampling import opencv
from imgfw_faces.shapes import SHAPES
from imgfw_faces.turning import fitted, turned

ROUNDS = 5


def milliseconds(call: Callable[[Any], object], given: Sequence[Any]) -> float:
    """Processor time of one call, the best of some rounds over all that is given."""
    best = float("inf")
    for each in given[:1]:
        call(each)
    for _ in range(ROUNDS):
        start = time.process_time()
        for each in given:
            call(each)
        best = min(best, (time.process_time() - start) / len(given))
    return 1000 * best


def pictures(folder: Path | None, count: int, size: int) -> list[Picture]:
    """Squares of this size; drawn ones have landmarks."""
    if folder is not None:
        files = [file for file, _ in zip(pictures_under(folder), range(count), strict=False)]
        return [Picture(resized(decode(file.read_bytes()).image, (size, size))) for file in files]
    source = DrawnSelfies(count=count, people=max(1, count // 4), size=size)
    return [_alone(source, sample) for sample in source.samples()]


def _alone(source: DrawnSelfies, sample: Sample) -> Picture:
    picture = source.read(sample)
    assert isinstance(picture, Picture) and sample.region is not None
    return picture.of(sample.region)


def tell(name: str, spent: float, floor: float | None = None, of: str = "") -> None:
    """One line, with the part of it that is spent anyway."""
    rest = "" if floor is None else f"{spent / floor:8.1f} x {of} ({floor:.2f} ms)"
    print(f"{name:<12}{spent:8.2f} ms{rest}")


def by_mesh(given: list[Picture]) -> list[Picture]:
    """Time the parts of landmarks-mesh; the pictures in which a face was found, with its landmarks."""
    annotator = LandmarksMesh()
    landmarker = Landmarker.of(annotator.state())
    images = [picture.image for picture in given]
    find = milliseconds(lambda image: faces_in(image, landmarker.detector, 0.5), images)
    seen = np.zeros((1, 128, 128, 3), np.float32), np.zeros(landmarker.mesh.takes()[0], np.float32)
    tell("find", find, milliseconds(landmarker.detector, [seen[0]] * 20), "network")
    found = [(image, faces[0]) for image in images if (faces := faces_in(image, landmarker.detector, 0.5))]
    mesh = milliseconds(lambda each: mesh_of(*each, landmarker.mesh), found)
    tell("mesh", mesh, 2 * milliseconds(landmarker.mesh, [seen[1]] * 20), "two networks")
    whole = milliseconds(lambda image: landmarker.faces(image, 0.5), images)
    tell("landmarks", whole)
    placed = []
    for picture in given:
        meshes = landmarker.faces(picture.image, 0.5)
        regions = annotator.annotate(picture, Sample("")) if meshes else ()
        placed += [picture.of(region) for region in regions[:1]]
    print(f"            a face in {len(placed)} of {len(given)} pictures")
    return placed


def by_yunet(given: list[Picture], size: int) -> None:
    """Time face-detector."""
    network = FaceDetector(size=size).restore(FaceDetector().state()).network
    tell("yunet", milliseconds(lambda picture: network.faces(picture.image, size, 0.6), given))
    found = sum(len(network.faces(picture.image, size, 0.6)) > 0 for picture in given)
    print(f"            a face in {found} of {len(given)} pictures")


def of_landmarks(given: list[Picture]) -> None:
    """Time what is done with landmarks."""
    points = [picture.landmarks for picture in given]
    tell("pose, 68", milliseconds(lambda each: fit_pose(each, LANDMARKS), points))
    tell("pose, 5", milliseconds(lambda each: fit_pose(five_of(each), LANDMARKS), points))
    tell("align", milliseconds(AlignFace().apply, given))
    small = [_resized(picture, 224) for picture in given]
    known = {picture.landmarks.tobytes(): fitted(picture.landmarks, SHAPES[0]) for picture in small}
    parts: dict[str, list[Picture]] = {"view": [], "view, filled": []}
    for picture in small:
        fills = reveals(known[picture.landmarks.tobytes()][0].yaw, 40.0)
        parts["view, filled" if fills else "view"].append(picture)
    # a fit remembers what was asked of it, so each view gets a new one
    with patch.object(turning, "fitted", lambda marks, _: _anew(*known[marks.tobytes()])):
        for name, some in parts.items():
            if some:
                tell(name, *_views(some))


def _anew(fit: Fit, pitch: float) -> tuple[Fit, float]:
    return replace(fit), pitch


def _views(given: list[Picture]) -> tuple[float, float, str] | tuple[float]:
    """Milliseconds of a view, and of one coherent remap between two of them; the middle of all."""
    cv2, spent, floor = opencv(), [], []
    x, y = np.meshgrid(np.arange(224, dtype=np.float32) + 0.3, np.arange(224, dtype=np.float32) * 0.9)
    for _ in range(10 * ROUNDS):
        for picture in given:
            spent.append(_seconds(lambda picture=picture: turned(picture, 40.0)))
            if cv2:
                floor.append(_seconds(lambda image=picture.image: cv2.remap(image, x, y, cv2.INTER_LINEAR)))
    return (
        (*(1000 * float(np.median(each)) for each in (spent, floor)), "remap")
        if cv2
        else (1000 * float(np.median(spent)),)
    )


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _resized(picture: Picture, size: int) -> Picture:
    assert picture.landmarks is not None
    factor = np.array([size / side for side in picture.image.shape[1::-1]])
    points = (picture.landmarks * factor).astype(np.float32)
    return replace(picture, image=resized(picture.image, (size, size)), landmarks=points)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--count", type=int, default=40)
    asked = parser.parse_args()
    if cv2 := opencv():
        cv2.setNumThreads(1)
    given = pictures(asked.photos, asked.count, asked.size)
    placed = [picture for picture in given if picture.landmarks is not None]
    try:
        placed = by_mesh(given) or placed
    except MissingFileError as error:
        print(f"landmarks   {error}")
    try:
        by_yunet(given, asked.size)
    except MissingFileError as error:
        print(f"yunet       {error}")
    if placed:
        of_landmarks(placed)


if __name__ == "__main__":
    main()
