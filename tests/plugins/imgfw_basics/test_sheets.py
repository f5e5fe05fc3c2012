"""Which tables a path means."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import imgfw_basics.sheets
from imgfw import CallError
from imgfw_basics.sheets import home_of, parts_at

CSV, JSON = "file_name,label\n1.jpg,a\n", '{"file_name": "1.jpg", "label": "a"}\n'


def lay(root: Path, *names: str) -> Path:
    """Tables by these names; those in JSON lines hold the same as the others."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(JSON if name.endswith("l") else CSV)
    return root


def means(path: Path) -> list[tuple[str, str, str]]:
    """(table below the path, folder, split) of each."""
    return [(Path(p.sheet.where).name, p.folder, p.split) for p in parts_at(path)]


def test_a_table_means_itself(tmp_path):
    """Its pictures are where it lies, whatever its ending is written like."""
    lay(tmp_path, "labels.csv", "LABELS.CSV", "labels.txt", "labels.jsonl")

    for name in ("labels.csv", "LABELS.CSV", "labels.txt", "labels.jsonl"):
        assert means(tmp_path / name) == [(name, "", "")]
        assert home_of(tmp_path / name).path == tmp_path


def test_a_folder_means_its_only_table(tmp_path):
    """A text beside it is for people."""
    lay(tmp_path, "labels.csv", "README.txt", "deep/other.csv")

    assert means(tmp_path) == [("labels.csv", "", "")]


def test_metadata_wins_over_other_tables(tmp_path):
    """It is what Hugging Face's image folders call it."""
    assert means(lay(tmp_path, "labels.csv", "metadata.jsonl")) == [("metadata.jsonl", "", "")]


def test_metadata_in_the_parts_of_a_split_says_the_split(tmp_path):
    """In any format, under any usual name of a part."""
    lay(tmp_path, "train/metadata.csv", "validation/metadata.jsonl", "docs/metadata.csv")

    assert means(tmp_path) == [
        ("metadata.csv", "train/", "train"),
        ("metadata.jsonl", "validation/", "val"),
    ]


@pytest.mark.parametrize("wrapper", ["", "set/"])
def test_an_archive_is_like_the_folder(tmp_path, wrapper):
    """Also where the folder itself was packed."""
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        archive.writestr(f"{wrapper}train/metadata.csv", CSV)
        archive.writestr(f"{wrapper}train/1.jpg", b"1")
    with zipfile.ZipFile(tmp_path / "flat.zip", "w") as archive:
        archive.writestr(f"{wrapper}labels.csv", CSV)

    assert means(tmp_path / "set.zip") == [("metadata.csv", f"{wrapper}train/", "train")]
    assert means(tmp_path / "flat.zip") == [("labels.csv", wrapper, "")]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), "no table; expected one table at its top"),
        (("deep/labels.csv",), "no table; expected"),
        (("README.txt",), "no table; expected"),
        (("a.csv", "b.csv"), "2 tables, a.csv, b.csv; name one of them; expected"),
        (("metadata.csv", "metadata.jsonl"), "metadata.csv, metadata.jsonl: which table holds is not clear"),
        (("metadata.csv", "train/metadata.csv"), "metadata.csv, train/metadata.csv: which table holds"),
        (("train/metadata.csv", "train/metadata.jsonl"), "which table holds is not clear"),
    ],
)
def test_what_is_not_clear_is_an_error(tmp_path, names, told):
    """It says what was found and what was expected."""
    with pytest.raises(CallError) as error:
        parts_at(lay(tmp_path, *names))

    assert str(error.value).startswith(f"{tmp_path}: ") and told in str(error.value)


def test_a_table_that_is_not_there_is_an_error(tmp_path):
    """It is named."""
    with pytest.raises(CallError, match=r"gone\.csv: cannot be read: No such file"):
        parts_at(tmp_path / "gone.csv")


def test_a_table_is_read_once_while_it_does_not_change(tmp_path, monkeypatch):
    """Validation and the run look at the same rows; a changed table is read again."""
    lay(tmp_path, "labels.csv")
    read = []
    csv_sheet = imgfw_basics.sheets.csv_sheet
    monkeypatch.setattr(imgfw_basics.sheets, "csv_sheet", lambda *given: read.append(1) or csv_sheet(*given))

    parts_at(tmp_path / "labels.csv")
    parts_at(tmp_path / "labels.csv")
    assert len(read) == 1

    (tmp_path / "labels.csv").write_text(CSV + "2.jpg,b\n")
    assert len(parts_at(tmp_path / "labels.csv")[0].sheet.rows) == 2
    assert len(read) == 2
