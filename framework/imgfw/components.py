"""What a component is: a frozen record of its parameters plus one verb (the eleven kinds: `kinds.py`).

Whatever learns does so in `fit`; what `fit` gives back, a Fitted, has the verb and is what a bundle keeps.
A component that learns nothing is its own Fitted.
"""

# annotations are not kept as text here: pydantic would evaluate those of Component again for every component
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, Field

from .errors import ComponentError

if TYPE_CHECKING:
    import numpy as np

    from .data import Picture

State = dict[str, "np.ndarray | bytes"]
Inputs = Mapping[str, "np.ndarray"]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]


@dataclass(frozen=True)
class ModelFile:
    """A model file that a component reads: what it is, where it comes from, and how to know it.

    name         as in `imgfw models fetch NAME`: lower case with hyphens
    file         what the file is called
    url          where it can be downloaded; "" = nowhere, then `description` says how to get it
    sha256       of its content, hex
    bytes        its size
    licence      as its makers state it
    description  what it is, in a line
    """

    name: str
    file: str
    url: str
    sha256: str
    bytes: int
    licence: str
    description: str


class Fitted(Protocol):
    """What was learned: it has the verb of its kind and can be kept."""

    def state(self) -> State:
        """Everything learned, as named arrays and bytes; the component's `restore` takes it."""


class FittedTransform(Fitted, Protocol):
    """A transform at work."""

    def apply(self, picture: "Picture") -> "Picture":
        """The picture, changed."""


class FittedBackbone(Fitted, Protocol):
    """A backbone at work."""

    def encode(self, picture: "Picture") -> "np.ndarray":
        """Features of one picture: float32 (D,), or a map (h, w, c)."""


class FittedHead(Fitted, Protocol):
    """A head at work."""

    def predict(self, inputs: Inputs) -> dict[str, "np.ndarray"]:
        """From inputs of N rows to {target: float32 (N, C)}: probabilities, or a value (C = 1)."""


class Component(BaseModel):
    """A frozen, validated record of parameters plus the verb of its kind. Construction does no work.

    kind      one of the eleven
    revision  raised when the same parameters would now give a different result
    files     the model files it reads, as told by `imgfw show`
    extra     the extra that must be installed for it ("" = none)
    needs     what must be there: landmarks, features, pixels
    offers    what it gives beyond its verb that others may need: landmarks (sources, annotators)
    facts     constants worth telling about it, shown by `imgfw show` (parameters, input size, ...)
    """

    # a class is built when it is first used: most commands only list them
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, validate_default=True, defer_build=True
    )

    kind: ClassVar[str]
    revision: ClassVar[int] = 1
    files: ClassVar[tuple[ModelFile, ...]] = ()
    extra: ClassVar[str] = ""
    needs: ClassVar[frozenset[str]] = frozenset()
    offers: ClassVar[frozenset[str]] = frozenset()
    facts: ClassVar[Mapping[str, str | int | float]] = {}

    use: str

    @classmethod
    def component_name(cls) -> str:
        """Its name in recipes."""
        return str(cls.model_fields["use"].default)

    @property
    def side(self) -> int | None:
        """The shorter side in pixels at which it wants pictures decoded; 0 = any, None = full size."""
        return 0

    def prepare(self, say: Callable[[str], None]) -> None:
        """See that the files it reads are there; a download is told by `say`. Raises MissingFileError."""

    def files_read(self) -> tuple[Path, ...]:
        """The files whose content is part of what it is; they exist once `prepare` has run."""
        return ()


class Learner(Component):
    """A component that can be kept in a bundle: annotator, transform, backbone, head."""

    def state(self) -> State:
        """Nothing learned: the parameters say it all."""
        return {}

    def restore(self, state: State) -> Any:
        """The Fitted that gave this state."""
        return self

    @classmethod
    def restores(cls, revision: int) -> bool:
        """Whether a state of this revision can be restored by the present one."""
        return revision == cls.revision


def verb_missing(component: Component | type[Component], verb: str) -> ComponentError:
    """The error for a component that leaves out a verb of its kind."""
    use = component.use if isinstance(component, Component) else component.component_name()
    return ComponentError(f"{component.kind}/{use} does not define `{verb}`, which its kind needs")
