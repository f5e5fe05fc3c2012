"""What landmarks-mesh finds in photos of faces: as they are, turned, and small in a larger picture.

    IMGFW_MODELS=FOLDER python benchmarks/stress/face_landmarks.py PHOTOS [--count 100] [--around PICTURES]

PHOTOS holds photos with one face each that matters, near the middle. Printed are

    found     in how many photos there is a face about the middle, and how well 68 points fit a head: the mean
              distance in shares of the eye distance (the median and the worst)
    twice     how often one face is given twice
    turned    by so many degrees, beyond what EXIF tells: how many are found again, and how far the 478 points
              are from those found upright, in eye distances (the median and the worst); where OpenCV is
              installed, in how many face-detector finds a face there, and in how many with five right points:
              a quarter of the eye distance from these, at most
    small     the photo pasted into a picture of 640 pixels, one of PICTURES or grey, so that the face is so
              many pixels high: how many are found; by face-detector as well
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from imgfw import MissingFileError, Picture, PictureError, Sample, decode, pictures_under
from imgfw_faces.detector import FaceDetector
from imgfw_faces.face_finder import FittedFinder
from imgfw_faces.fitting import fit_pose, five_of, scheme_of
from imgfw_faces.frontal import EYES
from imgfw_faces.landmarker import Landmarker
from imgfw_faces.mesh_landmarks import LandmarksMesh
from imgfw_faces.meshing import Mesh
from imgfw_faces.points import LANDMARKS

ANGLES = 10, 20, 30, 45, 60, 75, 90, 135, 180
HEIGHTS = 120, 90, 68, 52, 38, 30, 22, 18, 12
SIDE = 640
NEAR = 0.25


def middle_of(mesh: Mesh) -> np.ndarray:
    """Where a face is (2,)."""
    return mesh.points[:, :2].mean(0)


def nearest(meshes: list[Mesh], place: np.ndarray) -> Mesh | None:
    """The face about a place (2,), if there is one within its own size."""
    if not meshes:
        return None
    mesh = min(meshes, key=lambda each: float(np.linalg.norm(middle_of(each) - place)))
    return mesh if np.linalg.norm(middle_of(mesh) - place) < np.ptp(mesh.points[:, 1]) else None


def as_they_are(landmarker: Landmarker, images: list[np.ndarray]) -> Iterator[tuple[np.ndarray, Mesh]]:
    """The photos in which a face is found, with it; what was found is told."""
    errors, twice = [], 0
    found = []
    for image in images:
        meshes = landmarker.faces(image, 0.5)
        twice += _doubles(meshes)
        mesh = nearest(meshes, np.array(image.shape[1::-1]) / 2)
        if mesh is not None:
            fit = fit_pose(mesh.points[:, :2], LANDMARKS)
            errors.append(np.linalg.norm(fit.residuals[17:], axis=1).mean() / (fit.scale * EYES))
            found.append((image, mesh))
    told = f"fit {np.median(errors):.3f}, worst {max(errors):.3f}" if errors else ""
    print(f"found       {len(found)} of {len(images)}   {told}\ntwice       {twice}")
    yield from found


def _doubles(meshes: list[Mesh]) -> int:
    """How many faces lie within half their size of another one."""
    return sum(
        float(np.linalg.norm(middle_of(one) - middle_of(other))) < np.ptp(one.points[:, 1]) / 2
        for place, one in enumerate(meshes)
        for other in meshes[:place]
    )


def turned(landmarker: Landmarker, found: list[tuple[np.ndarray, Mesh]], yunet: FittedFinder | None) -> None:
    """Turn the photos by angles, counterclockwise."""
    for degrees in ANGLES:
        angle = np.radians(degrees)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        off, by_yunet = [], []
        for image, mesh in found:
            middle = np.array(image.shape[1::-1]) / 2
            wanted = (mesh.points[:, :2] - middle) @ turn.T + middle
            seen = np.asarray(Image.fromarray(image).rotate(degrees, Image.Resampling.BICUBIC))
            again = nearest(landmarker.faces(seen, 0.5), wanted.mean(0))
            marks = seen_by(yunet, seen, wanted.mean(0), np.ptp(mesh.points[:, 1]) / 2)
            if marks is not None:
                away = np.linalg.norm(marks - five_of(scheme_of(wanted)), axis=1).mean()
                by_yunet.append(away / np.linalg.norm(mesh.across))
            if again is not None:
                eyes = np.linalg.norm(mesh.across)
                off.append(np.linalg.norm(again.points[:, :2] - wanted, axis=1).mean() / eyes)
        told = f"off {np.median(off):.3f}, worst {max(off):.3f}" if off else ""
        right = sum(each < NEAR for each in by_yunet)
        more = f"   face-detector {len(by_yunet)}, right {right}" if yunet else ""
        print(f"turned {degrees:3}  {len(off)} of {len(found)}   {told}{more}")


def face_detector() -> FittedFinder | None:
    """The other annotator, where OpenCV and its file are there."""
    try:
        return FaceDetector().restore(FaceDetector().state())
    except MissingFileError:
        return None


def seen_by(
    yunet: FittedFinder | None, picture: np.ndarray, place: np.ndarray, within: float
) -> np.ndarray | None:
    """The five points (5, 2) of the face whose middle lies within so many pixels of a place (2,), if any."""
    try:
        regions = yunet.annotate(Picture(picture), Sample("")) if yunet else ()
    except PictureError:
        return None
    marks = [each.landmarks for each in regions if each.landmarks is not None]
    return next((each for each in marks if np.linalg.norm(each.mean(0) - place) < within), None)


def small(
    landmarker: Landmarker,
    found: list[tuple[np.ndarray, Mesh]],
    around: list[np.ndarray],
    yunet: FittedFinder | None,
) -> None:
    """Paste the faces into larger pictures."""
    for height in HEIGHTS:
        seen, seen_by_yunet = 0, 0
        for number, (image, mesh) in enumerate(found):
            picture, place = _pasted(image, mesh, height, around[number % len(around)])
            seen += nearest(landmarker.faces(picture, 0.5), place) is not None
            seen_by_yunet += seen_by(yunet, picture, place, height) is not None
        more = f"   face-detector {seen_by_yunet}" if yunet else ""
        print(f"small {height:4}  {seen} of {len(found)}{more}")


def _pasted(image: np.ndarray, mesh: Mesh, height: int, around: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The head in a picture of 640 pixels, and where its middle (2,) is there."""
    box = mesh.box
    size = box[3] - box[1]
    left, top, right, bottom = (box + size * np.array([-0.3, -0.5, 0.3, 0.3])).round().astype(int)
    head = Image.fromarray(image).crop((left, top, right, bottom))
    factor = height / size
    shrunk = (max(1, round(head.width * factor)), max(1, round(head.height * factor)))
    whole = Image.fromarray(around).resize((SIDE, SIDE))
    whole.paste(head.resize(shrunk, Image.Resampling.LANCZOS), (300, 200))
    return np.asarray(whole), np.array([300, 200]) + (middle_of(mesh) - [left, top]) * factor


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("photos", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--around", type=Path)
    asked = parser.parse_args()
    annotator = LandmarksMesh()
    annotator.prepare(print)
    landmarker = Landmarker.of(annotator.state())
    images = [
        decode(file.read_bytes(), SIDE).image for file in [*pictures_under(asked.photos)][: asked.count]
    ]
    files = [*pictures_under(asked.around)][:40] if asked.around else []
    around = [decode(file.read_bytes(), SIDE).image for file in files] or [np.full((9, 9, 3), 110, np.uint8)]
    found = list(as_they_are(landmarker, images))
    yunet = face_detector()
    turned(landmarker, found, yunet)
    small(landmarker, found, around, yunet)


if __name__ == "__main__":
    main()
