"""Landmarks found by networks."""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw import FormatError, MissingFileError, Picture, PictureError, Sample, decode
from imgfw.cli.main import main
from imgfw.encoder import regions
from imgfw.parts import Part, identity
from imgfw.testing import check_component
from imgfw_faces.mesh_landmarks import LandmarksMesh
from imgfw_faces.trial import away, drawn_face

TOY = Path(imgfw.testing.__file__).parent / "toy.py"
REAL = "face_landmarker_v2_with_blendshapes.task"
RECIPE = """
name = "faces"

[[source]]
use = "folder"
path = "photos"

[split]
exact = true

[[annotator]]
use = "landmarks-mesh"
at_predict = true

[[transform]]
use = "align-face"
size = 32

[backbone]
use = "toy-colour"

[[head]]
use = "toy-means"

[[metric]]
use = "accuracy"
"""


@pytest.fixture
def task(face_networks, tmp_path, monkeypatch) -> Path:
    """A landmarker that finds the drawn face in every picture; the recipe gives it by path."""
    return face_networks.task(tmp_path / "any.task")


def real(assets: Path) -> LandmarksMesh:
    """The annotator with the real networks."""
    return LandmarksMesh(path=assets / "assets" / "face" / REAL)


def test_it_keeps_the_contract(task):
    """Of annotators."""
    check_component(LandmarksMesh, path=task)


def test_a_face_is_told_in_full_size_pixels(task):
    """Its box and 68 landmarks, float32, though the picture was decoded smaller."""
    picture = Picture(drawn_face()[0], scale=0.25)

    (region,) = LandmarksMesh(path=task).annotate(picture, Sample("a.jpg"))

    assert region.landmarks.shape == (68, 2) and region.landmarks.dtype == np.float32
    assert away(region.landmarks * 0.25) < 0.01
    low, high = drawn_face()[1].min(0) * 4, drawn_face()[1].max(0) * 4
    assert region.box == pytest.approx([*low, *high], abs=3)
    assert all(isinstance(edge, float) for edge in region.box)


def test_a_picture_without_a_face_is_left_out(face_networks, tmp_path):
    """By name and reason."""
    none = face_networks.task(tmp_path / "none.task", detector=face_networks.detector())

    with pytest.raises(PictureError, match="found no face"):
        LandmarksMesh(path=none).annotate(Picture(np.zeros((9, 9, 3), np.uint8)), Sample("a.jpg"))


@pytest.mark.parametrize(
    ("several", "middles"),
    [("all", [0.2, 0.6]), ("largest", [0.2]), ("central", [0.6]), ("error", [])],
)
def test_of_two_faces_the_recipe_says_which_are_used(face_networks, tmp_path, several, middles):
    """All, the largest, the central one; or the picture is left out."""
    two = face_networks.detector((0.2, 0.5, 0.3, 0.3), (0.6, 0.5, 0.1, 0.1))
    annotator = LandmarksMesh(path=face_networks.task(tmp_path / "two.task", detector=two), several=several)
    picture = Picture(np.zeros((100, 100, 3), np.uint8))

    def found():
        return regions([Part(annotator, annotator)], picture, Sample("a.jpg"))

    if not middles:
        with pytest.raises(PictureError, match="landmarks-mesh: found 2 regions, expected one"):
            found()
        return
    assert [(r.box[0] + r.box[2]) / 200 for r in found()] == pytest.approx(middles, abs=0.01)


def test_the_file_is_part_of_what_it_is_its_place_is_not(face_networks, task, tmp_path):
    """Another place is the same annotator, other networks are another one."""
    shutil.copy(task, tmp_path / "copy.task")
    other = face_networks.task(tmp_path / "other.task", mesh=face_networks.mesh(logit=4.0))

    same, copied, changed = (
        identity(LandmarksMesh(path=path)) for path in (task, tmp_path / "copy.task", other)
    )

    assert same == copied != changed


def test_a_bundle_needs_no_file(task, tmp_path):
    """It keeps the networks: to the bit the same landmarks elsewhere."""
    annotator = LandmarksMesh(path=task, at_predict=True)
    picture, sample = Picture(drawn_face()[0]), Sample("a.jpg")
    (before,) = annotator.annotate(picture, sample)
    Part(annotator, annotator).save(tmp_path / "part")
    task.unlink()

    part = Part.load(tmp_path / "part", lambda kind, name: LandmarksMesh)
    (after,) = part.fitted.annotate(picture, sample)

    assert np.array_equal(before.landmarks, after.landmarks) and before.box == after.box


def test_a_missing_file_ends_the_run_before_it_begins(tmp_path):
    """One sentence with the ways out; so does a path that leads nowhere, and a file that is another."""
    with pytest.raises(MissingFileError, match="imgfw models fetch face-landmarker"):
        LandmarksMesh().prepare(print)
    with pytest.raises(MissingFileError, match=r"gone\.task.*there is no such file"):
        LandmarksMesh(path=tmp_path / "gone.task").prepare(print)
    (tmp_path / "other.task").write_bytes(b"text")
    with pytest.raises(FormatError, match=r"other\.task: expected a face landmarker"):
        LandmarksMesh(path=tmp_path / "other.task").prepare(print)


@pytest.fixture
def photos(tmp_path, monkeypatch) -> Path:
    """Reddish and bluish pictures in two folders, a recipe for them, and nothing else."""
    monkeypatch.chdir(tmp_path)
    for index in range(24):
        image = np.random.default_rng(index).integers(0, 120, (60, 80, 3), np.uint8)
        image[..., 0 if index % 2 else 2] += 100
        place = tmp_path / "photos" / ("red" if index % 2 else "blue") / f"{index}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(place)
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return tmp_path / "photos"


def ran(capsys, *words: object) -> tuple[int, str, dict[str, str]]:
    """`imgfw run` with the recipe: exit code, stderr, {file: why it was left out}."""
    code = main(["run", "recipe.toml", "--plugin", str(TOY), "--workers", "2", *map(str, words)])
    err = capsys.readouterr().err
    tables = sorted(Path("runs").glob("faces-*/samples.csv"))
    if not tables:
        return code, err, {}
    with tables[-1].open(encoding="utf-8") as file:
        return code, err, {r["uri"]: r["left_out"] for r in csv.DictReader(file) if r["left_out"]}


def test_pictures_without_a_face_are_counted(photos, task, monkeypatch, capsys):
    """Exit 3, each with its reason, a picture of one pixel too."""
    from imgfw_faces.landmarker import Landmarker

    Image.new("RGB", (1, 1), (250, 250, 250)).save(photos / "red" / "pixel.png")
    Image.new("RGB", (50, 60), (255, 255, 255)).save(photos / "blue" / "white.png")
    usual = Landmarker.faces

    def faces(self, image, surely):  # none where it is bright
        return [] if image.mean() > 240 else usual(self, image, surely)

    monkeypatch.setattr(Landmarker, "faces", faces)
    code, _, left_out = ran(capsys, "--set", f"annotator.0.path={str(task)!r}")

    assert code == 3
    reasons = {Path(uri).name: reason for uri, reason in left_out.items()}
    assert reasons == dict.fromkeys(("pixel.png", "white.png"), "landmarks-mesh: found no face")


@pytest.mark.parametrize("kind", ["corrupt", "old"])
def test_a_file_that_cannot_serve_is_one_sentence(photos, face_networks, tmp_path, capsys, kind):
    """Exit 1 before anything is looked at, and no run folder is left."""
    place = tmp_path / "models" / "given.task"
    place.parent.mkdir()
    place.write_bytes(b"PK\x03\x04 and then nothing")
    if kind == "old":
        face_networks.task(place, mesh=face_networks.mesh(np.zeros((478, 3))))

    code, err, _ = ran(capsys, "--set", f"annotator.0.path={str(place)!r}")

    assert code == 1 and not list(Path("runs").glob("faces-*"))
    (line,) = [line for line in err.splitlines() if line]
    assert line.startswith("imgfw: ") and str(place) in line


def test_without_the_file_the_ways_out_are_told(photos, capsys):
    """Exit 1 before anything is looked at; a path that leads nowhere is a problem of the recipe."""
    code, err, _ = ran(capsys)
    wrong, _, _ = ran(capsys, "--set", "annotator.0.path='gone.task'")

    (line,) = [line for line in err.splitlines() if line]
    assert (code, wrong) == (1, 2) and not list(Path("runs").glob("faces-*"))
    assert all(told in line for told in ("imgfw models fetch face-landmarker", "path = ", "IMGFW_MODELS"))


def test_a_run_predicts_where_the_file_is_not(photos, task, capsys, tmp_path):
    """The bundle says the same of a picture after the networks' file is gone."""
    code, _, _ = ran(capsys, "--set", f"annotator.0.path={str(task)!r}")
    task.unlink()

    bundle = imgfw.load("latest", plugins=TOY)
    answers = bundle.predict([photos / "red" / "1.png", photos / "blue" / "0.png"])

    assert code == 0
    assert [(answer.left_out, answer.decided["class"]) for answer in answers] == [("", "red"), ("", "blue")]


def test_a_turned_phone_picture_has_its_landmarks_upright(assets, tmp_path):
    """As EXIF says; in the pixels of the upright picture."""
    photo = assets / "data" / "lfw10x10" / "Tony_Blair" / "Tony_Blair_0002.jpg"
    upright = Image.open(photo).resize((500, 500))
    upright.save(tmp_path / "upright.jpg", quality=95)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    upright.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "turned.jpg", quality=95, exif=exif)

    found = [
        real(assets).annotate(decode((tmp_path / f"{name}.jpg").read_bytes(), 320), Sample(name))[0]
        for name in ("upright", "turned")
    ]

    eyes = np.linalg.norm(found[0].landmarks[36] - found[0].landmarks[45])
    assert np.linalg.norm(found[0].landmarks - found[1].landmarks, axis=1).mean() < 0.03 * eyes
    assert 150 < found[0].landmarks[:, 0].mean() < 350


def test_real_photos_in_a_run(assets, photos, monkeypatch, capsys):
    """One face is used, of two and none the reason is told; neither OpenCV nor MediaPipe is needed."""
    for library in ("cv2", "mediapipe"):
        monkeypatch.setitem(sys.modules, library, None)
    people = assets / "data" / "lfw10x10"
    for file in photos.glob("*/*.png"):
        file.unlink()
    for index, photo in enumerate(sorted(people.glob("*/*.jpg"))[::3]):
        shutil.copy(photo, photos / ("red", "blue")[index % 2])
    one, other = (np.asarray(Image.open(people / p / f"{p}_0002.jpg")) for p in ("Tony_Blair", "Hugo_Chavez"))
    Image.fromarray(np.hstack([one, other])).save(photos / "red" / "two.png")
    Image.new("RGB", (300, 300), (90, 120, 60)).save(photos / "blue" / "lawn.png")
    Image.new("RGB", (1, 1)).save(photos / "blue" / "pixel.png")
    monkeypatch.setenv("IMGFW_MODELS", str(assets / "assets" / "face"))

    code, err, left_out = ran(capsys, "--set", "annotator.0.several='error'")

    reasons = {Path(uri).name: reason for uri, reason in left_out.items()}
    assert code == 3, err
    assert reasons["lawn.png"] == reasons["pixel.png"] == "landmarks-mesh: found no face"
    assert reasons["two.png"].startswith("landmarks-mesh: found 2 regions, expected one")
    assert len(reasons) < 8


@pytest.mark.parametrize("workers", [1, 4])
def test_threads_do_not_matter(assets, workers):
    """To the bit."""
    from imgfw.workers import mapped

    photos = sorted((assets / "data" / "lfw10x10").glob("*/*3.jpg"))
    annotator = real(assets)

    def found(photo: Path):
        return [r.landmarks for r in annotator.annotate(decode(photo.read_bytes(), 640), Sample(str(photo)))]

    alone = [found(photo) for photo in photos]
    together = [result for _, result in mapped(found, photos, workers=workers)]

    for one, two in zip(alone, together, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
