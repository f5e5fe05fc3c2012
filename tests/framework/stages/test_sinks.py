"""Sinks: each writes into a folder of its own."""

from __future__ import annotations

from imgfw.stages.sinks import write


class Writes:
    """A sink that writes one file, or fails."""

    def __init__(self, use: str, error: Exception | None = None) -> None:
        self.use, self.error = use, error

    def write(self, outcome, folder):
        """One file."""
        if self.error:
            raise self.error
        (folder / "out.txt").write_text(outcome)


def test_two_sinks_of_one_name_have_two_folders(tmp_path):
    """Neither writes over the other."""
    written, failed = write([Writes("page"), Writes("page")], "x", tmp_path / "sinks")

    assert [path.name for path in written] == ["page", "page-2"]
    assert all((path / "out.txt").read_text() == "x" for path in written)
    assert failed == {}


def test_a_sink_that_fails_stops_no_other(tmp_path):
    """Its error is told, and the next one writes."""
    written, failed = write([Writes("bad", ValueError("oh")), Writes("good")], "x", tmp_path / "sinks")

    assert [path.name for path in written] == ["good"]
    assert failed == {"bad": "ValueError: oh"}


def test_each_failed_sink_is_told_by_its_own_name_on_one_line(tmp_path):
    """Two of one name are two, and what a stranger raises cannot break the line."""
    error = ValueError("oh\nno\x1b[2J")

    _, failed = write([Writes("bad", error), Writes("bad", error)], "x", tmp_path / "sinks")

    assert failed == {"bad": "ValueError: oh�no�[2J", "bad-2": "ValueError: oh�no�[2J"}
