"""Drawing into a folder."""

import hashlib
from pathlib import Path

import pytest

from imgfw import CallError, RunError, try_lock
from imgfw_basics.selfie_dataset import SelfieDataset
from imgfw_faces.drafts import RECORD
from imgfw_faces.drawing import draw_into
from imgfw_faces.drawn_selfies import DrawnSelfies

SOURCE = DrawnSelfies(count=9, people=3, size=32)


def silent(samples):
    """No word of how far it is."""
    return iter(samples)


def stopping(at):
    """Interrupts before the sample of this number."""

    def track(samples):
        for number, sample in enumerate(samples):
            if number == at:
                raise KeyboardInterrupt
            yield sample

    return track


def content(folder: Path) -> dict[str, str]:
    """{name: digest} of all files below."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_selfie_data_set_is_read_as_it_was_drawn(tmp_path):
    """By the source of that name: the same popularity, groups and attributes, and pictures that open."""
    from imgfw import decode

    assert draw_into(tmp_path / "set", SOURCE, "selfie-dataset", silent) == 9
    source = SelfieDataset(path=tmp_path / "set")
    drawn = list(SOURCE.samples())
    read = list(source.samples())

    assert [sample.uri for sample in read] == [
        f"images/{sample.uri.removeprefix('drawn-selfies/').replace('/', '-')}.jpg" for sample in drawn
    ]
    for one, other in zip(read, drawn, strict=True):
        assert one.labels == {name: other.labels[name] for name in one.labels}
        assert other.labels.keys() - one.labels.keys() == {"quality", "score", "attributes", "person"}
    assert decode(source.read(read[0]), None).image.shape == (32, 32, 3)


@pytest.mark.parametrize("layout", ["selfie-dataset", "folders", "people"])
def test_the_same_values_draw_the_same_bytes(tmp_path, layout):
    """Another seed draws others."""
    for name in ("a", "b"):
        draw_into(tmp_path / name, SOURCE, layout, silent)
    draw_into(tmp_path / "c", SOURCE.model_copy(update={"seed": 8}), layout, silent)

    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert not set(content(tmp_path / "a").values()) & set(content(tmp_path / "c").values())


def test_interrupted_there_is_no_folder_and_the_same_call_continues(tmp_path):
    """What was drawn is not drawn again, and the end is the same to the byte."""
    draw_into(tmp_path / "calm", SOURCE, "selfie-dataset", silent)

    with pytest.raises(KeyboardInterrupt):
        draw_into(tmp_path / "set", SOURCE, "selfie-dataset", stopping(5))
    assert not (tmp_path / "set").exists()
    assert draw_into(tmp_path / "set", SOURCE, "selfie-dataset", silent) == 4
    assert content(tmp_path / "set") == content(tmp_path / "calm")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["calm", "set"]


def test_a_drawing_of_something_else_is_not_mixed_in(tmp_path):
    """The error names the folder and what was begun."""
    with pytest.raises(KeyboardInterrupt):
        draw_into(tmp_path / "set", SOURCE, "people", stopping(5))

    with pytest.raises(CallError, match=r'\.set\.draft: an interrupted call.*"layout": "people"'):
        draw_into(tmp_path / "set", SOURCE, "folders", silent)


def test_nothing_is_overwritten(tmp_path):
    """A folder with something in it and a file are refused and left alone; an empty folder is filled."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "empty").mkdir()

    with pytest.raises(CallError, match=r"full: expected a folder that is empty.*name another by --to"):
        draw_into(tmp_path / "full", SOURCE, "people", silent)
    with pytest.raises(CallError, match=r"file: expected a folder that is empty or not there, got a file"):
        draw_into(tmp_path / "file", SOURCE, "people", silent)
    draw_into(tmp_path / "empty", SOURCE, "folders", silent)

    assert content(tmp_path / "full").keys() == {"mine.txt"}
    assert len(content(tmp_path / "empty")) == 9


def test_what_appears_meanwhile_is_not_overwritten_either(tmp_path):
    """The folder is looked at again at the end."""

    def track(samples):
        yield from samples
        (tmp_path / "set").mkdir()
        (tmp_path / "set" / "mine.txt").write_text("mine")

    with pytest.raises(CallError, match="something in it"):
        draw_into(tmp_path / "set", SOURCE, "people", track)

    assert content(tmp_path / "set").keys() == {"mine.txt"}


def test_two_do_not_draw_into_one_folder(tmp_path):
    """The second is refused while the first is at work."""
    draft = tmp_path / ".set.draft"
    draft.mkdir()
    with (draft / RECORD).open("w") as record:
        assert try_lock(record.fileno())
        with pytest.raises(CallError, match="another imgfw is at work here"):
            draw_into(tmp_path / "set", SOURCE, "people", silent)


def test_what_the_disk_refuses_is_told_with_its_file(tmp_path):
    """Here a file stands where a folder should be."""

    def track(samples):
        (tmp_path / ".set.draft" / "person-00000").write_text("in the way")
        yield from samples

    with pytest.raises(RunError, match=r"0000\.jpg: .*; what was made is kept"):
        draw_into(tmp_path / "set", SOURCE, "people", track)
