"""What the annotators share that find faces by networks in a model file."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from imgfw import Annotator, Picture, PictureError, Region, Sample, model_file, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class FaceFinder(Annotator):
    """Finds faces in a picture alone; `files` is the one model file it needs, `path` may name another."""

    offers: ClassVar[frozenset[str]] = frozenset({"landmarks"})
    picture_alone: ClassVar[bool] = True

    path: Path | None = None

    @abstractmethod
    def opened(self) -> Any:
        """What is in the file, ready to work; it has a verb `state`. Raises MissingFileError, FormatError."""

    @abstractmethod
    def found(self, network: Any, picture: Picture) -> Iterable[Region]:
        """A region a face that what was opened finds, the surest first."""

    def files_read(self) -> tuple[Path, ...]:
        """The model file. Raises MissingFileError."""
        (file,) = self.files
        return (model_file(file, self.path, f"annotator/{self.use}"),)

    def stamped(self) -> tuple[Path, str]:
        """The model file, and what says whether it has changed. Raises MissingFileError."""
        (path,) = self.files_read()
        return path, stamp_of(path)

    def annotate(self, picture: Picture, sample: Sample) -> tuple[Region, ...]:
        """A region a face, the surest first. Raises PictureError where there is none."""
        return FittedFinder(self, self.opened()).annotate(picture, sample)

    def state(self) -> dict[str, Any]:
        """What is in the file: a bundle works where that is not."""
        return FittedFinder(self, self.opened()).state()


@dataclass(frozen=True)
class FittedFinder:
    """The networks at work."""

    component: FaceFinder
    network: Any

    def annotate(self, picture: Picture, sample: Sample) -> tuple[Region, ...]:
        """A region a face, the surest first. Raises PictureError where there is none."""
        found = tuple(self.component.found(self.network, picture))
        if not found:
            raise PictureError("found no face")
        return found

    def state(self) -> dict[str, Any]:
        """The networks, as they are kept."""
        return self.network.state()
