"""Many pictures, in order."""

from __future__ import annotations

import hashlib

from imgfw_photos.predicting import predicted


def test_predictions_come_in_order_with_what_the_files_were(bundle, drawn, tmp_path):
    """Digest, size and time; what cannot be used says why."""
    paths = [drawn(tmp_path / f"{seed}.jpg", "red", seed=seed) for seed in range(20)]
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    paths[3:3] = [tmp_path / "broken.jpg", tmp_path / "gone.jpg"]

    found = list(predicted(bundle, paths, workers=3))

    assert [each.uri for each in found] == list(map(str, paths))
    assert [bool(each.answers[0].left_out) for each in found] == [False] * 3 + [True] * 2 + [False] * 17
    for each, path in zip(found, paths, strict=True):
        if path.exists():
            assert each.digest == hashlib.sha256(path.read_bytes()).hexdigest()
            assert (each.size, each.modified_ns) == (path.stat().st_size, path.stat().st_mtime_ns)


def test_who_stops_early_leaves_the_rest(bundle, drawn, tmp_path):
    """No more is begun than the threads need."""
    paths = [drawn(tmp_path / "a.jpg", "red")] * 1000

    found = predicted(bundle, iter(paths), workers=2)
    next(found)
    found.close()
