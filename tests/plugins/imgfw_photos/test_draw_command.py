"""`imgfw photos draw`."""

import json

from imgfw.cli.main import main


def test_it_draws_a_camera_roll(tmp_path, capsys):
    """The same files for the same seed; it says how many."""
    for name in ("one", "two"):
        assert main(["photos", "draw", "--to", str(tmp_path / name), "--count", "8", "--size", "48"]) == 0

    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "two")
    )
    assert one == two and len(one) >= 8
    assert "8 of them photos" in capsys.readouterr().out


def test_it_prints_one_document(tmp_path, capsys):
    """With the numbers of files and photos."""
    code = main(["photos", "draw", "--to", str(tmp_path / "roll"), "--count=3", "--size=48", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0 and told["format"] == 1 and told["photos"] == 3 and told["files"] >= 3


def test_a_folder_with_something_in_it_is_a_wrong_call(tmp_path, capsys):
    """Nothing is written there."""
    (tmp_path / "mine.txt").write_text("mine")

    assert main(["photos", "draw", "--to", str(tmp_path)]) == 2
    assert "empty or not there" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
