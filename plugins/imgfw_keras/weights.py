"""The ImageNet weights of keras.applications: where Keras looks for them, and how they get there."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from imgfw import MissingFileError

from .library import keras

ADDRESS = "https://storage.googleapis.com/tensorflow/keras-applications"
"""Keras' own, of nearly all families."""


@dataclass(frozen=True)
class KerasWeights:
    """A weights file of keras.applications.

    origin     its address
    megabytes  its size, for people
    called     its name where Keras keeps it, if that is another than at its address
    """

    origin: str
    megabytes: float
    called: str = ""

    @property
    def name(self) -> str:
        """Its name where Keras keeps it."""
        return self.called or self.origin.rpartition("/")[2]

    @property
    def path(self) -> Path:
        """Where Keras looks for it: under KERAS_HOME, else under ~/.keras."""
        home = os.environ.get("KERAS_HOME") or "~/.keras"
        return Path(home).expanduser() / "models" / self.name

    def prepare(self, say: Callable[[str], None]) -> None:
        """See that it is there; a download is announced. Raises MissingFileError where that is impossible."""
        if self.path.is_file():
            return
        say(f"downloading {self.name} (about {self.megabytes} MB) to {self.path}")
        try:
            self._download()
        except Exception as error:  # get_file raises nothing more telling
            raise self._missing(str(error)) from error

    def _download(self) -> None:
        """By Keras, beside its place and then renamed: a killed download leaves no half file there."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with redirect_stdout(StringIO()):
            got = keras().utils.get_file(
                f"{self.name}.part",
                self.origin,
                cache_dir=str(self.path.parent.parent),
                cache_subdir="models",
            )
        os.replace(got, self.path)

    def _missing(self, reason: str) -> MissingFileError:
        home = os.environ.get("KERAS_HOME")
        looked = f"KERAS_HOME is {home}" if home else "KERAS_HOME is not set, so that means ~/.keras"
        return MissingFileError(
            f'weights = "imagenet" needs the file {self.name} (about {self.megabytes} MB), '
            f"which is not here and could not be downloaded ({reason}).\n"
            f"  Keras looks for it at {self.path} ({looked}).\n"
            f'  Either put it there, from {self.origin}, or give weights = "PATH" '
            "of a weights file of this network.\n"
            '  Or give weights = "none" to train from scratch.'
        )
