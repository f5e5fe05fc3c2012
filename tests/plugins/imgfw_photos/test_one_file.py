"""Two paths, one file."""

from __future__ import annotations

import os

from imgfw_photos.one_file import is_one_name, is_same


def test_one_file_by_two_names_or_by_one(tmp_path):
    """Through a folder that is a link it is one name, and without that nothing is left."""
    source = tmp_path / "a.jpg"
    source.write_bytes(b"a")
    os.link(source, tmp_path / "b.jpg")
    (tmp_path / "way").symlink_to(tmp_path)
    (tmp_path / "other").write_bytes(b"a")

    by_two, by_one, apart = tmp_path / "b.jpg", tmp_path / "way" / "a.jpg", tmp_path / "other"

    assert [is_same(source, each) for each in (by_two, by_one, apart)] == [True, True, False]
    assert [is_one_name(source, each) for each in (by_two, by_one, apart)] == [False, True, False]
    assert not is_same(source, tmp_path / "gone")
