"""`imgfw organize plan`."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest


@pytest.fixture
def photos(drawn, tmp_path):
    """Two pictures, one broken, one film."""
    drawn(tmp_path / "photos" / "a.jpg", "red", seed=100)
    drawn(tmp_path / "photos" / "b.jpg", "red", "blue", seed=101)
    (tmp_path / "photos" / "broken\x1b[2J.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "photos" / "c.mp4").write_bytes(b"film")
    return tmp_path / "photos"


def test_it_tells_the_ledger_and_what_to_do_next(organize, squares, photos, tmp_path):
    """What is left out is named on stderr, without orders to the terminal; the code says so."""
    done = organize("plan", squares, "photos", "--to", "sorted")

    lines = done.stdout.splitlines()
    assert done.returncode == 3, done.stderr
    assert lines[0] == "pictures 3 = 2 placed + 0 unsorted + 0 duplicate + 1 unreadable"
    assert lines[1] == "videos 1"
    assert lines[-1].startswith("look at organize-") and "imgfw organize apply organize-" in lines[-1]
    assert "left out: " in done.stderr and "\x1b" not in done.stderr
    assert len(list(tmp_path.glob("organize-*/plan.html"))) == 1


def test_a_library_of_broken_pictures_leaves_the_ledger_in_sight(organize, squares, photos, tmp_path):
    """Some are named; the table of the plan names all."""
    for number in range(30):
        (photos / f"{number}.jpg").write_bytes(b"\xff\xd8\xff")

    done = organize("plan", squares, "photos", "--to", "sorted", "--plan", "mine")

    named = [line for line in done.stderr.splitlines() if line.startswith("left out: ")]
    assert len(named) == 21 and named[-1] == "left out: and 11 more; plan.csv names all"
    assert (tmp_path / "mine" / "plan.csv").read_text("utf-8").count(",unreadable,") == 31


def test_it_prints_one_document(organize, squares, photos, tmp_path):
    """With every count; a named place is taken."""
    (photos / "broken\x1b[2J.jpg").unlink()

    done = organize("plan", squares, "photos", "--to", "sorted", "--plan", "mine", "--json")

    document = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert (document["format"], document["plan"], document["files"]) == (1, "mine", 3)
    assert document["places"] == {"red": 2, "blue": 1}
    assert (tmp_path / "mine" / "plan.json").is_file()


def test_a_second_plan_of_a_day_has_a_number(organize, squares, photos, tmp_path):
    """And a named one is not written over."""
    for _ in range(2):
        organize("plan", squares, "photos", "--to", "sorted")
    name = next(iter(tmp_path.glob("organize-*-2"))).name

    again = organize("plan", squares, "photos", "--to", "sorted", "--plan", name)

    assert date.fromisoformat(name.removeprefix("organize-").removesuffix("-2"))
    assert again.returncode == 2 and "is there already" in again.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["photos"], "--to DIR"),
        (["photos", "--to", "x", "--mode", "xmp"], "--to DIR"),
        (["photos", "--to", "photos/x"], "lies in"),
        (["photos", "--to", "x", "--template", "{name}"], "expected {label}"),
        (["photos", "--to", "x", "--undated", "a/b"], "--undated"),
        (["photos", "--to", "x", "--target", "clas"], 'did you mean "class"'),
        (["gone", "--to", "x"], "no such file or folder"),
    ],
)
def test_a_wrong_call_is_refused(organize, squares, photos, tmp_path, words, reason):
    """Before anything is written."""
    done = organize("plan", squares, *words)

    assert done.returncode == 2 and reason in done.stderr, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photos"]


def test_no_training_library_is_imported(squares, photos, tmp_path):
    """TensorFlow least of all."""
    from imgfw.testing import toy

    words = ["--plugin", toy.__file__, "organize", "plan", str(squares), "photos", "--to", "sorted", "-q"]
    code = (
        "import sys; from imgfw.cli.main import main; main(sys.argv[1:]);"
        "print([name for name in ('tensorflow', 'keras', 'cv2', 'matplotlib') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, text=True)

    assert done.stdout.splitlines()[-1] == "[]", done.stderr
