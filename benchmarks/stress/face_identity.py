"""Whether turned faces stay the same person: cosines of a face network's features, views against their photo.

    IMGFW_MODELS=FOLDER python benchmarks/stress/face_identity.py PHOTOS [--count 10] [--sheet FILE.png]

PHOTOS holds photos with one face each that matters; of every folder in it one is taken, then ever a next one.
FOLDER has face_landmarker.task and mobilefacenet.keras. Each photo is turned to every yaw that it can show
(`views`), with the average head; photo and view are aligned by their own landmarks (align-arcface). Printed
are, for every yaw, how many views there were, the mean cosine, the least, and what was expected.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path

import keras
import numpy as np
from PIL import Image

from imgfw import Picture, PictureError, Sample, decode, pictures_under
from imgfw_faces.arcface import AlignArcFace
from imgfw_faces.mesh_landmarks import LandmarksMesh
from imgfw_faces.shapes import SHAPES
from imgfw_faces.turning import fitted, turned
from imgfw_faces.views import views
from imgfw_keras.face_embedding import FaceEmbedding

ASKED = {0: 0.90, 22: 0.84, 40: 0.73, 55: 0.61}
SIDE = 512


def photos(folder: Path, count: int) -> Iterator[tuple[Path, Picture]]:
    """Photos in which a face is found, with its landmarks: the first of each folder, the second of each."""
    annotator, found = LandmarksMesh(), 0
    annotator.prepare(print)
    folders = [list(pictures_under(path)) for path in sorted(folder.iterdir()) if path.is_dir()]
    turns = chain.from_iterable(zip_longest(*folders or [list(pictures_under(folder))]))
    for path in filter(None, turns):
        picture = decode(path.read_bytes(), SIDE)
        try:
            regions = annotator.annotate(picture, Sample(""))
        except PictureError as error:
            print(f"{path}: {error}")
            continue
        yield path, picture.of(max(regions, key=lambda each: np.ptp(each.landmarks[:, 1])))
        found += 1
        if found == count:
            return


def features(network: keras.Model, pictures: list[Picture]) -> np.ndarray:
    """Of length 1: float32 (N, D)."""
    aligned = [AlignArcFace().apply(picture).image for picture in pictures]
    found = np.asarray(network.predict(np.stack(aligned).astype(np.float32), verbose=0))
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("photos", type=Path)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--sheet", help="write photos and views side by side")
    asked = parser.parse_args()
    network = keras.saving.load_model(FaceEmbedding().file, compile=False)
    cosines: dict[int, list[float]] = {yaw: [] for yaw in ASKED}
    rows = []
    for path, photo in photos(asked.photos, asked.count):
        yaw = fitted(photo.landmarks, SHAPES[0])[0].yaw
        given = sorted({view.yaw for view in views(yaw, list(ASKED), 1, turn_back=False)})
        made = [turned(photo, each) for each in given]
        own, *others = features(network, [photo, *made])
        for each, other in zip(given, others, strict=True):
            cosines[round(abs(each))].append(float(own @ other))
        told = "  ".join(f"{each:+.0f} {own @ other:.2f}" for each, other in zip(given, others, strict=True))
        print(f"{path.name:<32} yaw {yaw:+5.1f}   {told}")
        rows.append([photo, *made])
    for each, found in cosines.items():
        figures = f"{np.mean(found):.3f}, least {min(found):.3f}" if found else "none"
        print(f"yaw {each:2}  {len(found):3} views   {figures}   expected {ASKED[each]:.2f}")
    if asked.sheet:
        sheet(rows).save(asked.sheet)


def sheet(rows: list[list[Picture]], side: int = 160) -> Image.Image:
    """A row a photo: itself, then its views from the left to the right."""
    whole = Image.new("RGB", (side * max(map(len, rows)), side * len(rows)))
    for down, row in enumerate(rows):
        for across, picture in enumerate(row):
            whole.paste(Image.fromarray(picture.image).resize((side, side)), (across * side, down * side))
    return whole


if __name__ == "__main__":
    main()
