"""Dates in file names."""

from __future__ import annotations

import pytest

from imgfw_photos.name_dates import date_in


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("IMG_20190102_030405.jpg", "2019:01:02 03:04:05"),
        ("IMG20190102030405.jpg", "2019:01:02 03:04:05"),
        ("PXL_20210203_040506789.jpg", "2021:02:03 04:05:06"),
        ("PXL_20210203_040506789.MP.jpg", "2021:02:03 04:05:06"),
        ("MVIMG_20190102_030405~2.jpg", "2019:01:02 03:04:05"),
        ("20190102_030405.jpg", "2019:01:02 03:04:05"),
        ("2019-01-02 03.04.05.jpg", "2019:01:02 03:04:05"),
        ("2019-01-02 03.04.05-1.jpg", "2019:01:02 03:04:05"),
        ("IMG-20190102-WA0001.jpg", "2019:01:02 00:00:00"),
        ("WhatsApp Image 2019-01-02 at 03.04.05.jpeg", "2019:01:02 03:04:05"),
        ("WhatsApp Image 2019-01-02 at 3.04.05 PM.jpeg", "2019:01:02 15:04:05"),
        ("Screen Shot 2019-01-02 at 12.04.05 AM.png", "2019:01:02 00:04:05"),
        ("Screenshot_2019-01-02-03-04-05.png", "2019:01:02 03:04:05"),
        ("Screenshot_20190102-030405_Maps.png", "2019:01:02 03:04:05"),
        ("Screenshot 2019-01-02 at 03.04.05.png", "2019:01:02 03:04:05"),
        ("signal-2019-01-02-030405.jpg", "2019:01:02 03:04:05"),
        ("signal-2019-01-02-03-04-05-678-1.jpg", "2019:01:02 03:04:05"),
        ("photo_2019-01-02_03-04-05.jpg", "2019:01:02 03:04:05"),
        ("Trip 2019.01.02.jpg", "2019:01:02 00:00:00"),
        ("1957-10-04 grandma.jpg", "1957:10:04 00:00:00"),
        ("IMG_20191302_030405.jpg", "2019:13:02 03:04:05"),
    ],
)
def test_a_name_says_when(name, date):
    """As cameras, phones, messengers and people write it."""
    assert date_in(name) == date


@pytest.mark.parametrize(
    "name",
    [
        "IMG_1234.jpg",
        "DSC_20190.jpg",
        "120190102.jpg",
        "2019010234567.jpg",
        "37283_201901023_n.jpg",
        "a20190102f.jpg",
        "deadbeef20190102.jpg",
        "1.jpg",
        "2019-0102.jpg",
        "2019.jpg",
        "IMG_18190102.jpg",
    ],
)
def test_other_numbers_are_no_dates(name):
    """Nor are parts of longer ones."""
    assert date_in(name) == ""
