"""The quiet progress."""

from __future__ import annotations

from imgfw.progress import Progress


def test_a_quiet_progress_passes_the_items_on(capfd):
    """The items come through one by one, and nothing is written."""
    progress = Progress()

    progress.say("hello")
    found = list(progress.track(iter([1, 2, 3]), total=3, what="rows"))

    assert found == [1, 2, 3]
    assert capfd.readouterr() == ("", "")
