"""The errors a user can meet, all of one family.

ImgfwError                  a sentence for people; the command line prints it without a traceback
├── CallError               the call is wrong (exit 2): an unknown run, name or option
│   └── RecipeError         the recipe is wrong: every Problem found in it
├── RunError                the run failed (exit 1)
│   ├── ComponentError      a component broke its contract or cannot do what was asked
│   ├── MissingFileError    a model file that is needed is not there
│   └── FormatError         a stored file cannot be read: it is newer than this version
│       └── DamagedError    or it is damaged
└── PictureError            one picture cannot be used; the run goes on without it
    └── UnavailableError    it cannot be had now; the next time it is tried again
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class ImgfwError(Exception):
    """The root of the family; its text says what was expected, what came and what to do."""

    exit_code = 1


class CallError(ImgfwError):
    """The call is wrong: an unknown run, name or option."""

    exit_code = 2


class RunError(ImgfwError):
    """The run failed."""


class ComponentError(RunError):
    """A component broke its contract or cannot do what was asked of it."""


class MissingFileError(RunError):
    """A model file that is needed is not there."""


class FormatError(RunError):
    """A stored file cannot be read: it was written by a newer version, or it is damaged."""


class DamagedError(FormatError):
    """A stored file is damaged; what a run keeps is then made again."""


class PictureError(ImgfwError):
    """One picture cannot be used; the text is the reason, for people. The run goes on without it."""


class UnavailableError(PictureError):
    """One picture cannot be had now; that is not remembered, the next time it is tried again."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a recipe: where it stands, what was expected, what came, what to do.

    where  "recipes/selfie.toml:14:1", or "--set head.0.units"
    what   what was expected
    got    what came instead, "" where nothing came
    hint   the nearest valid name or the way out, "" where there is none
    line   the offending line itself, "" where there is none
    """

    where: str
    what: str
    got: str = ""
    hint: str = ""
    line: str = ""

    def __str__(self) -> str:
        got = f", got {self.got}" if self.got else ""
        hint = f" ({self.hint})" if self.hint else ""
        line = f"\n    {self.line}" if self.line else ""
        return f"{self.where}: {self.what}{got}{hint}{line}"


class RecipeError(CallError):
    """The recipe is wrong; `problems` holds every Problem found, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(name: str, known: Sequence[str], most: int = 100) -> str:
    """A hint for an unknown name: the closest known one, else all, or the first where there are many."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    more = f" and {len(known) - most:,} more" if len(known) > most else ""
    return f"known: {', '.join(sorted(known)[:most])}{more}" if known else "none is known"
