"""MediaPipe's face landmarker, and files that are none."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from imgfw import FormatError, decode, stamp_of
from imgfw_faces.landmarker import DETECTOR, MESH, Landmarker, check_file, landmarker_in
from imgfw_faces.trial import away, drawn_face

REAL = "face_landmarker_v2_with_blendshapes.task"


def checked(path: Path) -> None:
    """Look at a file as a run does before it begins."""
    check_file(path, stamp_of(path))


def test_a_landmarker_that_works_passes(face_networks, tmp_path):
    """And is read once for each stamp."""
    task = face_networks.task(tmp_path / "a.task")

    checked(task)

    (mesh,) = landmarker_in(task, stamp_of(task)).faces(drawn_face()[0], 0.5)
    assert away(mesh.points[face_networks.MESH_TO_IBUG, :2]) < 0.01
    assert landmarker_in(task, stamp_of(task)) is landmarker_in(task, stamp_of(task))


def test_a_mesh_network_may_see_more_pixels(face_networks, tmp_path):
    """As that of later files does."""
    checked(face_networks.task(tmp_path / "a.task", mesh=face_networks.mesh(side=256)))


def test_both_networks_must_be_sure(face_networks, tmp_path):
    """What one of them takes for no face is none."""
    doubtful = face_networks.task(tmp_path / "a.task", mesh=face_networks.mesh(logit=-1.0))

    landmarker = landmarker_in(doubtful, stamp_of(doubtful))

    assert landmarker.faces(drawn_face()[0], 0.5) == []
    assert len(landmarker.faces(drawn_face()[0], 0.2)) == 1


def test_its_state_makes_it_again(face_networks, tmp_path):
    """The two networks, and nothing else of the file."""
    task = face_networks.task(tmp_path / "a.task")
    state = landmarker_in(task, stamp_of(task)).state()
    task.unlink()

    (mesh,) = Landmarker.of(state).faces(drawn_face()[0], 0.5)

    assert set(state) == {DETECTOR, MESH} and len(mesh.points) == 478


def garbage(face_networks, kind: str) -> bytes:
    """A mesh network that runs without complaint, and gives nonsense."""
    points = face_networks.placed()
    if kind == "nothing":
        points[:] = 0
    elif kind == "flat":
        points[:, 2] = 0
    elif kind == "mirrored":
        points[:, 0] = 192 - points[:, 0]
    elif kind == "noise":
        points = np.random.default_rng(7).uniform(0, 192, (478, 3))
    elif kind == "shares":  # of the cut, where pixels are expected
        points /= 192
    elif kind == "small":
        points = points[:468]
    elif kind == "nan":
        points[:] = np.nan
    return face_networks.mesh(points)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("nothing", "eye distances off"),
        ("flat", "the face that it gives is flat"),
        ("mirrored", "eye distances off"),
        ("noise", "eye distances off"),
        ("shares", "eye distances off"),
        ("small", "expected 478 points of a face, got 468"),
        ("nan", "its networks take or give something else"),
    ],
)
def test_the_wrong_generation_is_found_out(face_networks, tmp_path, kind, told):
    """By a drawn face with known landmarks; the sentence names the file."""
    task = face_networks.task(tmp_path / "old.task", mesh=garbage(face_networks, kind))

    with pytest.raises(FormatError, match=told) as caught:
        checked(task)

    text = str(caught.value)
    assert text.startswith(f"{task}: expected a face landmarker (.task) of the second generation: ")
    assert text.count(str(task)) == 1 and "\n" not in text


@pytest.mark.parametrize(
    ("boxes", "told"),
    [([], "expected one face in a picture with one, got 0"), ([0.25, 0.75], "expected one face .* got 2")],
)
def test_a_detector_that_finds_too_few_or_many_is_refused(face_networks, tmp_path, boxes, told):
    """In the same drawn picture."""
    found = face_networks.detector(*((x, 0.5, 0.2, 0.2) for x in boxes))

    with pytest.raises(FormatError, match=told):
        checked(face_networks.task(tmp_path / "a.task", detector=found))


def test_networks_of_another_kind_are_refused(face_networks, tmp_path):
    """One that takes pictures of another size, one that gives too little."""
    large = face_networks.task(tmp_path / "a.task", detector=face_networks.detector(take=256))
    short = face_networks.task(
        tmp_path / "b.task", detector=face_networks.constant((1, 128, 128, 3), np.zeros((1, 10, 16)))
    )

    for task in (large, short):
        with pytest.raises(FormatError, match="its networks take or give something else"):
            checked(task)


def test_damaged_files_are_one_sentence_each(face_networks, tmp_path):
    """No zip, a cut one, a flipped byte, a network missing, a network that is none."""
    whole = face_networks.task(tmp_path / "whole.task").read_bytes()
    place = whole.index(b"TFL3")
    flipped = bytearray(whole)
    flipped[place + 5000] ^= 255
    damaged = {
        "text": b"not a zip",
        "empty": b"",
        "cut": whole[: len(whole) // 2],
        "flipped": bytes(flipped),
        "renamed": whole.replace(b"face_detector.tflite", b"face_detektor.tflite"),
        "none": whole[:place] + b"XXXX" + whole[place + 4 :],
    }

    for name, content in damaged.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(FormatError, match="expected a face landmarker") as caught:
            checked(tmp_path / name)
        assert "\n" not in str(caught.value) and str(tmp_path / name) in str(caught.value), name


def test_a_damaged_file_that_was_packed_again_is_one_sentence(face_networks, tmp_path):
    """Where its members are compressed, what is damaged does not even unpack."""
    from zipfile import ZIP_DEFLATED, ZipFile

    with (
        ZipFile(face_networks.task(tmp_path / "whole.task")) as whole,
        ZipFile(tmp_path / "packed.task", "w", ZIP_DEFLATED) as packed,
    ):
        for name in whole.namelist():
            packed.writestr(name, whole.read(name))
    content = bytearray((tmp_path / "packed.task").read_bytes())
    content[60:64] = b"\xff" * 4  # where the first member's content begins
    (tmp_path / "packed.task").write_bytes(content)

    with pytest.raises(FormatError, match=r"expected a face landmarker.*decompressing"):
        checked(tmp_path / "packed.task")


def test_networks_with_odd_bytes_pass_or_are_refused(face_networks, tmp_path):
    """Nothing else happens, whatever a network's file says of itself."""
    whole, rng = face_networks.mesh(), np.random.default_rng(7)
    refused = 0
    for number in range(60):
        odd = bytearray(whole)
        for place in rng.integers(0, len(odd), rng.integers(1, 40)):
            odd[place] = rng.integers(256)
        task = face_networks.task(tmp_path / f"{number}.task", mesh=bytes(odd))
        try:
            checked(task)
        except FormatError as error:
            refused += 1
            assert "\n" not in str(error) and str(task) in str(error)

    assert refused > 30


def test_a_network_that_claims_gigabytes_is_not_read(face_networks, tmp_path):
    """What the zip says of its size is enough to refuse it."""
    content = bytearray(face_networks.task(tmp_path / "a.task").read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 3 << 30)
    (tmp_path / "bomb.task").write_bytes(content)

    with pytest.raises(FormatError, match="claims 3,221,225,472 bytes"):
        checked(tmp_path / "bomb.task")


def test_a_file_that_changes_is_read_again(face_networks, tmp_path):
    """What was right once is not trusted for ever."""
    task = face_networks.task(tmp_path / "a.task")
    checked(task)
    task.write_bytes(b"damaged")

    with pytest.raises(FormatError):
        checked(task)


def test_the_real_one_passes(assets):
    """It finds the drawn face; the points are within a twentieth of the eyes' distance."""
    task = assets / "assets" / "face" / REAL
    checked(task)

    (mesh,) = landmarker_in(task, stamp_of(task)).faces(drawn_face()[0], 0.5)

    from imgfw_faces.fitting import scheme_of

    assert away(scheme_of(mesh.points[:, :2])) < 0.06
    assert mesh.presence > 0.95


def test_the_detector_alone_in_the_meshes_place_is_found_out(assets, face_networks, tmp_path):
    """Real networks, the wrong one: it takes another size and gives something else."""
    from zipfile import ZipFile

    real = ZipFile(assets / "assets" / "face" / REAL).read(DETECTOR)

    with pytest.raises(FormatError, match="expected a face landmarker"):
        checked(face_networks.task(tmp_path / "a.task", detector=real, mesh=real))


@pytest.mark.slow
def test_a_face_is_found_in_every_photo_of_a_well_known_person(assets):
    """100 of them: one whose points fit a head, about the middle of the photo."""
    from imgfw_faces.fitting import fit_pose
    from imgfw_faces.frontal import EYES
    from imgfw_faces.points import LANDMARKS

    task = assets / "assets" / "face" / REAL
    landmarker = landmarker_in(task, stamp_of(task))
    photos = sorted((assets / "data" / "lfw10x10").glob("*/*.jpg"))
    errors = []
    for photo in photos:
        image = decode(photo.read_bytes()).image
        found = landmarker.faces(image, 0.5)
        middle = np.array(image.shape[1::-1]) / 2
        nearest = min(found, key=lambda mesh: np.linalg.norm(mesh.points[:, :2].mean(0) - middle))
        assert np.linalg.norm(nearest.points[:, :2].mean(0) - middle) < 40, photo
        fit = fit_pose(nearest.points[:, :2], LANDMARKS)
        errors.append(np.linalg.norm(fit.residuals[17:], axis=1).mean() / (fit.scale * EYES))

    assert len(photos) == 100 and max(errors) < 0.12 and np.median(errors) < 0.06


@pytest.mark.parametrize("degrees", [20, 45, 60])
def test_tilted_faces_have_the_same_points(assets, degrees):
    """On photos that were turned, within a fortieth of the eyes' distance on average."""
    from PIL import Image

    task = assets / "assets" / "face" / REAL
    landmarker = landmarker_in(task, stamp_of(task))
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    for photo in sorted((assets / "data" / "lfw10x10").glob("*/*1.jpg")):
        image = decode(photo.read_bytes()).image
        middle = np.array(image.shape[1::-1]) / 2
        turned = np.asarray(Image.fromarray(image).rotate(degrees, Image.Resampling.BICUBIC))
        upright = max(landmarker.faces(image, 0.5), key=lambda mesh: np.ptp(mesh.points[:, 1]))
        wanted = (upright.points[:, :2] - middle) @ turn.T + middle
        off = [
            np.linalg.norm(mesh.points[:, :2] - wanted, axis=1).mean() / np.linalg.norm(mesh.across)
            for mesh in landmarker.faces(turned, 0.5)
        ]
        assert min(off) < 0.025, photo
