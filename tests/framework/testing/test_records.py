"""What every component declares."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from threading import Event, Thread
from typing import Annotated, ClassVar, Literal

import pytest
from pydantic import ConfigDict, Field, field_validator

from imgfw import Sink
from imgfw.testing.records import built


class Good(Sink):
    """Nothing is wrong with it."""

    use: Literal["good"] = "good"
    count: Annotated[int, Field(description="How many.")] = 3
    path: Annotated[Path | None, Field(description="Where.")] = None


class Unnamed(Good):
    """The name is in no recipe's style."""

    use: Literal["Not_Kebab"] = "Not_Kebab"


class AnyName(Good):
    """The name may be anything."""

    use: str = "any-name"


class Silent(Good):
    use: Literal["silent"] = "silent"


class LateWords(Good):
    """
    Its first line is empty.
    """

    use: Literal["late-words"] = "late-words"


class Mute(Good):
    """One parameter is not described."""

    use: Literal["mute"] = "mute"
    size: int = 3


class Soft(Good):
    """It can be changed."""

    model_config = ConfigDict(frozen=False)
    use: Literal["soft"] = "soft"


class Open(Good):
    """It takes any parameter."""

    model_config = ConfigDict(extra="ignore")
    use: Literal["open"] = "open"


class Busy(Good):
    """It looks at the disk when it is built."""

    use: Literal["busy"] = "busy"

    @field_validator("count")
    @classmethod
    def _look(cls, value: int) -> int:
        return len(os.listdir(".")) if value else 0


class Reader(Good):
    """It opens a file when it is built."""

    use: Literal["reader"] = "reader"

    def model_post_init(self, context: object) -> None:
        """Read."""
        with open(os.devnull) as file:
            file.read()


class Growing(Good):
    """Its own JSON gives another component."""

    use: Literal["growing"] = "growing"

    @field_validator("count")
    @classmethod
    def _more(cls, value: int) -> int:
        return value + 1


class OldRevision(Good):
    """Revisions begin at one."""

    use: Literal["old-revision"] = "old-revision"
    revision: ClassVar[int] = 0


class Needy(Good):
    """It needs something that nobody gives."""

    use: Literal["needy"] = "needy"
    needs: ClassVar[frozenset[str]] = frozenset({"landmark"})


class Wide(Good):
    """Its side is no number of pixels."""

    use: Literal["wide"] = "wide"

    @property
    def side(self) -> int | None:
        """Less than nothing."""
        return -1


BROKEN = {
    Unnamed: "Unnamed: name it in lower case with hyphens",
    AnyName: "AnyName: let `use` be nothing but its name",
    Silent: "Silent: write a docstring",
    LateWords: "LateWords: begin the docstring on its first line",
    Mute: r"Mute: describe `size`: Annotated\[",
    Soft: "Soft: leave it frozen",
    Open: "Open: leave unknown parameters refused",
    Busy: r"Busy: construction does no work, but it called os\.listdir",
    Reader: r"Reader: construction does no work, but it called .*open",
    Growing: "Growing: let its own JSON give the same parameters again",
    OldRevision: "OldRevision: let `revision` be a whole number from 1 on, got 0",
    Needy: "Needy: let `needs` be a frozenset of features, header, landmarks",
    Wide: "Wide: let `side` be a number of pixels",
}


def test_a_good_record_is_built_with_the_parameters_given():
    """Paths included, which JSON holds as text."""
    assert built(Good, {"path": Path("x")}) == Good(path=Path("x"))


@pytest.mark.parametrize("cls", BROKEN)
def test_a_broken_record_is_told_what_to_do(cls):
    """With the name of the class."""
    with pytest.raises(AssertionError, match=BROKEN[cls]):
        built(cls, {})


def test_doors_are_open_again_afterwards():
    """Even where the component was refused."""
    with pytest.raises(AssertionError):
        built(Busy, {})

    assert os.listdir(os.sep) and Path(os.devnull).exists()


def test_what_others_do_meanwhile_is_not_the_components():
    """Another thread may look at files, and garbage waits."""
    building, looked, found = Event(), Event(), []

    class Waiting(Good):
        """While it is built, somebody else looks at a file."""

        use: Literal["waiting"] = "waiting"

        @field_validator("count")
        @classmethod
        def _wait(cls, value: int) -> int:
            if value == 4:  # not its default, which is looked at before
                building.set()
                found.append((looked.wait(10), gc.isenabled()))
            return value

    def look() -> None:
        building.wait(10)
        os.stat(os.sep)
        looked.set()

    other = Thread(target=look)
    other.start()
    built(Waiting, {"count": 4})
    other.join()

    assert found[0] == (True, False)
    assert gc.isenabled()
