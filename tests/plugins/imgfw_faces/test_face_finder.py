"""What finds faces by a network from a model file."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
import pytest

from imgfw import MissingFileError, ModelFile, Picture, PictureError, Region, Sample
from imgfw_faces.face_finder import FaceFinder, FittedFinder

FILE = ModelFile("spots", "spots.bin", "https://example.org/spots.bin", "0" * 64, 3, "MIT", "Finds spots")


class Bright:
    """A network of one byte: what is brighter is a face."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def state(self) -> dict[str, bytes]:
        """Its content."""
        return {"spots": self.content}


class Spots(FaceFinder):
    """Finds bright pixels."""

    use: Literal["spots"] = "spots"
    files: ClassVar = (FILE,)

    def opened(self):
        """The file's content."""
        return Bright(self.stamped()[0].read_bytes())

    def found(self, network, picture):
        """A region a pixel."""
        places = np.argwhere(picture.image[..., 0] > network.content[0]).tolist()
        return (Region((x, y, x + 1, y + 1)) for y, x in places)

    def restore(self, state):
        """With what is kept."""
        return FittedFinder(self, Bright(state["spots"]))


def picture(*pixels: int) -> Picture:
    """A row of grey pixels."""
    return Picture(np.repeat(np.array([pixels], np.uint8)[..., None], 3, axis=2))


@pytest.fixture
def spots(tmp_path: Path) -> Spots:
    """With a file that says from how bright on."""
    (tmp_path / "spots.bin").write_bytes(b"\x64")
    return Spots(path=tmp_path / "spots.bin")


def test_what_is_found_are_regions(spots: Spots):
    """One a face; where there is none, that is the reason."""
    regions = spots.annotate(picture(1, 200, 220), Sample("a"))

    assert [region.box[0] for region in regions] == [1, 2]
    with pytest.raises(PictureError, match=r"^found no face$"):
        spots.annotate(picture(1, 2), Sample("a"))


def test_it_works_on_without_its_file(spots: Spots, tmp_path: Path):
    """From what a bundle keeps; a file that is not there is told with the ways out."""
    state = spots.state()
    (tmp_path / "spots.bin").unlink()

    fitted = spots.restore(state)

    assert len(fitted.annotate(picture(200), Sample("a"))) == 1 and fitted.state() == state
    with pytest.raises(MissingFileError, match="annotator/spots"):
        spots.annotate(picture(200), Sample("a"))
