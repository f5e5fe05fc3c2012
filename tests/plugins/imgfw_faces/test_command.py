"""`imgfw faces`, as it is called."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image

from imgfw.cli.main import main
from imgfw_faces.drawing import encoded
from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_faces.marks_file import pts


@pytest.fixture
def faces(tmp_path, monkeypatch, capsys):
    """faces(words...): exit code, stdout and stderr of a call in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def called(*words):
        code = main(["faces", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def test_it_draws_and_says_how_fast(faces, tmp_path):
    """A folder in the layout that was asked for."""
    code, out, err = faces("draw", "--to", "set", "--count", 6, "--people", 2, "--size", 32)

    assert (code, err) == (0, "")
    assert out.startswith("set: 6 pictures, 6 drawn in ") and out.endswith(" a second\n")
    assert len(list((tmp_path / "set" / "images").iterdir())) == 6
    assert len((tmp_path / "set" / "selfie_dataset.txt").read_text().splitlines()) == 6


def test_it_prints_one_document(faces, tmp_path):
    """With `--json`; eight pictures a person by default."""
    words = ("draw", "--to", "set", "--count", 16, "--size", 32, "--layout", "people", "--json")
    _, out, _ = faces(*words)
    told = json.loads(out)

    assert told.pop("seconds") > 0
    assert told == {"format": 1, "path": "set", "layout": "people", "pictures": 16, "drawn": 16}
    assert [len(list(person.glob("*.jpg"))) for person in (tmp_path / "set").iterdir()] == [8, 8]


def test_a_folder_with_something_in_it_is_a_wrong_call(faces, tmp_path):
    """Exit code 2, and nothing is touched."""
    (tmp_path / "mine.txt").write_text("mine")

    code, out, err = faces("draw", "--to", ".", "--count", 1)

    assert (code, out) == (2, "")
    assert "nothing is overwritten" in err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_alone_it_tells_what_it_can_do(faces):
    """The sub-commands with their first lines."""
    _, out, err = faces()

    assert "draw" in out + err


@pytest.fixture
def photos(tmp_path):
    """A drawn selfie with its landmarks beside it, and a picture without."""
    source = DrawnSelfies(count=1, people=1, size=48)
    picture = source.read(next(source.samples()))
    (tmp_path / "photos").mkdir()
    for name in ("ana.jpg", "wall.jpg"):
        (tmp_path / "photos" / name).write_bytes(encoded(picture.image))
    (tmp_path / "photos" / "ana.pts").write_text(pts(picture.landmarks))
    return tmp_path / "photos"


def test_it_expands_photos(faces, photos, tmp_path):
    """Into views with a manifest; 3 where photos are left out, and which with the reason."""
    code, out, err = faces("expand", "photos", "--to", "views", "--views", 5)

    assert (code, err) == (3, "")
    first, second = out.splitlines()
    assert first == "views: 5 views of 1 photos, 5 made now"
    assert second.startswith("left out  wall.jpg: there are no landmarks for it")
    assert len(list((tmp_path / "views").glob("ana.jpg.*.jpg"))) == 5
    assert len((tmp_path / "views" / "manifest.csv").read_text().splitlines()) == 6
    assert sorted(path.name for path in photos.iterdir()) == ["ana.jpg", "ana.pts", "wall.jpg"]


def test_expanding_prints_one_document(faces, photos):
    """With `--json`, and landmarks from elsewhere."""
    (photos / "wall.jpg").unlink()
    (photos / "ana.pts").rename(photos.parent / "ana.pts")

    code, out, _ = faces("expand", "photos", "--to", "views", "--landmarks", ".", "--shapes", 1, "--json")

    told = json.loads(out)
    assert code == 0
    assert told.pop("views") == told.pop("new") > 0
    assert told == {"format": 1, "path": "views", "photos": 1, "left_out": []}


def test_damaged_landmarks_leave_their_photo_out(faces, photos):
    """The others go on; a damaged table ends the call as a wrong one."""
    np.savez(photos / "wall.npz", np.ones((5, 2)))
    whole = (photos / "wall.npz").read_bytes()
    (photos / "wall.npz").write_bytes(whole[: len(whole) // 2])

    code, out, err = faces("expand", "photos", "--to", "views", "--views", 2)
    table, _, why = faces("expand", "photos", "--to", "more", "--landmarks", photos / "wall.npz")

    assert (code, err) == (3, "") and out.startswith("views: 2 views of 1 photos")
    assert "left out  wall.jpg: " in out and "damaged or cut off" in out
    assert table == 2 and "wall.npz: expected arrays of numbers" in why


def test_what_cannot_be_expanded_is_told(faces, photos):
    """A folder that is not there, and one with something in it to write to."""
    assert faces("expand", "nowhere", "--to", "views")[0] == 2
    code, _, err = faces("expand", "photos", "--to", "photos")

    assert code == 2
    assert "whose photos are only read" in err


def test_faces_may_be_found_instead_of_told(faces, assets, tmp_path, monkeypatch):
    """By a network; a photo without a face is left out."""
    (tmp_path / "photos").mkdir()
    Image.new("RGB", (90, 80), (90, 120, 60)).save(tmp_path / "photos" / "lawn.png")
    photo = assets / "data" / "lfw10x10" / "Tony_Blair" / "Tony_Blair_0002.jpg"
    shutil.copy(photo, tmp_path / "photos" / "face.jpg")
    monkeypatch.setenv("IMGFW_MODELS", str(assets / "assets" / "face"))

    code, out, _ = faces("expand", "photos", "--to", "views", "--views", 3, "--find", "landmarks-mesh")

    assert code == 3 and out.startswith("views: 3 views of 1 photos, 3 made now")
    assert "left out  lawn.png: found no face" in out
    assert len(list((tmp_path / "views").glob("face.jpg.*.pts"))) == 3


def test_without_the_networks_file_the_ways_out_are_told(faces, photos):
    """And two ways to landmarks are one too many."""
    code, _, err = faces("expand", photos, "--to", "views", "--find", "landmarks-mesh")
    both, _, why = faces("expand", photos, "--to", "views", "--find", "landmarks-mesh", "--landmarks", photos)

    assert code == 1 and "imgfw models fetch face-landmarker" in err
    assert both == 2 and "give one of them" in why
