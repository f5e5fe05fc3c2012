"""The quiet progress, and the one that says little."""

from __future__ import annotations

from imgfw.progress import Progress, Seldom


def test_a_quiet_progress_passes_the_items_on(capfd):
    """The items come through one by one, and nothing is written."""
    progress = Progress()

    progress.say("hello")
    found = list(progress.track(iter([1, 2, 3]), total=3, what="rows"))

    assert found == [1, 2, 3]
    assert capfd.readouterr() == ("", "")


class Heard(Progress):
    """Remembers what was said, and what was tracked."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def say(self, text):
        """One line."""
        self.told.append(text)

    def track(self, items, *, total, what):
        """As they are."""
        self.told.append(f"{total} {what}")
        yield from items


def test_a_seldom_progress_says_a_sentence_now_and_then():
    """Not before so many seconds have gone since it began, or said the last one; bars are drawn as ever."""
    heard, now = Heard(), [100.0]
    progress = Seldom(heard, "it: ", every=10.0, clock=lambda: now[0])

    for seconds in (0, 5, 11, 12, 20, 22):
        now[0] = 100.0 + seconds
        progress.say(f"after {seconds}")
    found = list(progress.track([1, 2], total=2, what="rows"))

    assert found == [1, 2]
    assert heard.told == ["it: after 11", "it: after 22", "2 rows"]
