"""The chain of rules that says when a picture was taken."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PIL import Image

from imgfw_photos.dates import RULES, Dated, dated, read

NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)


def picture(path: Path, *, original: str = "", created: str = "") -> Path:
    """A file with these times in its EXIF."""
    exif = Image.Exif()
    for tag, text in ((0x9003, original), (0x9004, created)):
        if text:
            exif.get_ifd(0x8769)[tag] = text
    Image.new("RGB", (8, 8)).save(path, "JPEG", exif=exif)
    return path


def test_the_first_rule_that_knows_it_says_when(tmp_path):
    """EXIF, Takeout, the name, and the file's time where it is asked for."""
    name = "IMG_20190402_030405.jpg"
    json_ = tmp_path / f"{name}.json"
    json_.write_text(json.dumps({"photoTakenTime": {"timestamp": "1551409445"}}))
    both = picture(tmp_path / name, original="2019:01:02 03:04:05", created="2019:02:02 03:04:05")
    assert dated(both, json=json_, now=NOW) == Dated(datetime(2019, 1, 2, 3, 4, 5), "exif-original")

    created = picture(tmp_path / name, created="2019:02:02 03:04:05")
    assert dated(created, json=json_, now=NOW) == Dated(datetime(2019, 2, 2, 3, 4, 5), "exif-created")

    bare = picture(tmp_path / name)
    assert dated(bare, json=json_, now=NOW) == Dated(datetime(2019, 3, 1, 3, 4, 5, tzinfo=UTC), "takeout")
    assert dated(bare, json=None, now=NOW) == Dated(datetime(2019, 4, 2, 3, 4, 5), "name")

    plain = picture(tmp_path / "IMG_1.jpg")
    os.utime(plain, (1e9, 1e9))
    assert dated(plain, json=None, now=NOW) == Dated()
    found = dated(plain, json=None, now=NOW, file_times=True)
    assert found.rule == "file-time" and found.date == datetime.fromtimestamp(1e9, UTC)
    assert list(RULES)[-1] == "file-time"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Screenshot_20190228-220405.png", "2019-02-28T22:04:05-05:00"),
        ("IMG_20190301_083403.jpg", "2019-03-01T08:34:05+05:30"),
        ("PXL_20190301_030405123.jpg", "2019-03-01T03:04:05+00:00"),
        ("IMG_20190301_083205.jpg", "2019-03-01T03:04:05+00:00"),
        ("IMG_20190301_180405.jpg", "2019-03-01T03:04:05+00:00"),
        ("IMG-20190301-WA0001.jpg", "2019-03-01T03:04:05+00:00"),
        ("IMG_1.jpg", "2019-03-01T03:04:05+00:00"),
    ],
)
def test_takeouts_moment_is_told_by_the_clock_where_the_name_tells_it_too(tmp_path, name, told):
    """Whole quarters of an hour apart, and no farther than clocks are; else it stays in UTC."""
    Image.new("RGB", (8, 8)).save(tmp_path / name)
    json_ = tmp_path / f"{name}.json"
    json_.write_text(json.dumps({"photoTakenTime": {"timestamp": "1551409445"}}))

    found = dated(tmp_path / name, json=json_, now=NOW)

    assert (found.date.isoformat(), found.rule) == (told, "takeout")


def test_no_offset_is_made_of_a_day_alone(tmp_path):
    """Ten hours before the moment is midnight of the day in the name; that is nobody's clock."""
    path = tmp_path / "IMG-20190301-WA0001.jpg"
    Image.new("RGB", (8, 8)).save(path)
    json_ = tmp_path / f"{path.name}.json"
    json_.write_text(json.dumps({"photoTakenTime": {"timestamp": "1551434400"}}))

    assert dated(path, json=json_, now=NOW).date == datetime(2019, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "1970:01:01 00:00:00",
        "1904:01:01 12:00:00",
        "2019:13:01 00:00:00",
        "2019:02:30 00:00:00",
        "2019:01:02 25:00:00",
        "2026:05:07 00:00:00",
        "2099:01:01 00:00:00",
        "1601:01:01 00:00:00",
        "yesterday",
    ],
)
def test_what_cannot_be_is_no_date(tmp_path, text):
    """And the next rule is asked."""
    made = picture(tmp_path / "x.jpg", original=text, created="2019:02:02 03:04:05")

    assert dated(made, json=None, now=NOW) == Dated(datetime(2019, 2, 2, 3, 4, 5), "exif-created")


@pytest.mark.parametrize("name", ["IMG_20191302_030405.jpg", "2027-01-01.jpg", "IMG-19700101-WA0001.jpg"])
def test_a_name_with_a_date_that_cannot_be_says_nothing(tmp_path, name):
    """None is made up."""
    assert dated(picture(tmp_path / name), json=None, now=NOW) == Dated()


def test_takeout_without_a_date_says_nothing(tmp_path):
    """Its zero is 1970."""
    json_ = tmp_path / "x.jpg.json"
    json_.write_text('{"photoTakenTime": {"timestamp": "0"}}')

    assert dated(picture(tmp_path / "x.jpg"), json=json_, now=NOW) == Dated()


def test_a_picture_of_today_may_be_from_the_other_side_of_the_earth(tmp_path):
    """Where no offset is told, it is not of the future."""
    east = picture(tmp_path / "x.jpg", original="2026:05:06 21:00:00")

    assert dated(east, json=None, now=NOW).rule == "exif-original"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019:01:02 03:04:05", datetime(2019, 1, 2, 3, 4, 5)),
        ("2019-01-02T03:04:05", datetime(2019, 1, 2, 3, 4, 5)),
        ("2019:01:02 03:04:05Z", datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (
            "2019:01:02 03:04:05-05:30",
            datetime(2019, 1, 2, 3, 4, 5, tzinfo=timezone(-timedelta(hours=5, minutes=30))),
        ),
        ("2019:01:02 03:04:05+99:00", None),
        ("2019:01:02", None),
    ],
)
def test_a_date_is_read_with_its_offset(text, date):
    """To the second."""
    found = read(text)

    assert found == date and (found is None or found.utcoffset() == date.utcoffset())
