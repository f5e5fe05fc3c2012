"""What every component declares: a name, a line about it, described parameters, a frozen record."""

from __future__ import annotations

import builtins
import gc
import io
import json
import os
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from pydantic import ValidationError

from ..components import Component
from ..kinds import KINDS

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NEEDS = frozenset({"landmarks", "features", "pixels", "picture", "header"})
DOORS: tuple[tuple[Any, str], ...] = (
    (builtins, "open"),
    (io, "open"),
    *((os, name) for name in ("open", "stat", "listdir", "scandir", "mkdir")),
    (socket.socket, "connect"),
)
"""What no construction goes through."""


def built(cls: type[Component], parameters: Mapping[str, Any]) -> Component:
    """A component with these parameters, once everything that its class declares has been checked."""
    base = KINDS.get(getattr(cls, "kind", ""))
    if base is None or not issubclass(cls, base) or cls is base:
        raise AssertionError(
            f"{cls.__name__}: inherit from one of {', '.join(k.__name__ for k in KINDS.values())}"
        )
    cls.model_rebuild()
    _check_name(cls)
    _check_words(cls, base)
    component = _constructed(cls, parameters)
    _check_record(cls, component)
    return component


def _fail(cls: type[Component], sentence: str) -> None:
    raise AssertionError(f"{cls.__name__}: {sentence}")


def _check_name(cls: type[Component]) -> None:
    name = cls.model_fields["use"].default
    if not isinstance(name, str) or not NAME.fullmatch(name):
        _fail(cls, f'name it in lower case with hyphens: use: Literal["my-name"] = "my-name"; got {name!r}')
    try:
        cls.model_validate_json(json.dumps({"use": f"{name}-x"}))
    except ValidationError as error:
        if any(each["loc"] == ("use",) for each in error.errors()):
            return
    _fail(cls, f'let `use` be nothing but its name: use: Literal["{name}"] = "{name}"')


def _check_words(cls: type[Component], base: type[Component]) -> None:
    if not (cls.__doc__ or "").strip():
        _fail(cls, "write a docstring; its first line is what `imgfw list` prints")
    if not (cls.__doc__ or "").splitlines()[0].strip():
        _fail(cls, "begin the docstring on its first line; that line is what `imgfw list` prints")
    for name, field in cls.model_fields.items():
        if name not in base.model_fields and not field.description:
            _fail(cls, f'describe `{name}`: Annotated[..., Field(description="...")]')
    if not (isinstance(cls.revision, int) and cls.revision >= 1):
        _fail(cls, f"let `revision` be a whole number from 1 on, got {cls.revision!r}")
    if not (isinstance(cls.needs, frozenset) and cls.needs <= NEEDS):
        _fail(cls, f"let `needs` be a frozenset of {', '.join(sorted(NEEDS))}; got {cls.needs!r}")


def _constructed(cls: type[Component], parameters: Mapping[str, Any]) -> Component:
    with _watched() as seen:
        try:
            component = cls(**parameters)
        except ValidationError as error:
            wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            _fail(
                cls, f"give the check parameters that it takes, check_component({cls.__name__}, ...): {wrong}"
            )
        finally:
            if seen:
                _fail(cls, f"construction does no work, but it called {seen[0]}; move that into its verb")
    return component


@contextmanager
def _watched() -> Iterator[list[str]]:
    """Files and connections are refused to this thread, and what it tried is in the list.

    Garbage is not collected meanwhile: a temporary folder that nobody needs any more is removed then.
    """
    seen: list[str] = []
    here, collects = threading.get_ident(), gc.isenabled()

    def refusing(name: str, door: Any) -> Any:
        def refuse(*args: Any, **more: Any) -> Any:
            if threading.get_ident() != here:
                return door(*args, **more)
            seen.append(name)
            raise OSError(f"{name} while a component is built")

        return refuse

    gc.disable()
    try:
        with ExitStack() as stack:
            for place, name in DOORS:
                door = refusing(f"{place.__name__}.{name}", getattr(place, name))
                stack.enter_context(patch.object(place, name, door))
            yield seen
    finally:
        if collects:
            gc.enable()


def _check_record(cls: type[Component], component: Component) -> None:
    field = next((name for name in cls.model_fields if name != "use"), "use")
    try:
        setattr(component, field, getattr(component, field))
    except ValidationError:
        pass
    else:
        _fail(cls, "leave it frozen: drop `frozen` from its model_config")
    plain = component.model_dump_json()
    try:
        cls.model_validate_json(json.dumps({**json.loads(plain), "no-such-parameter": 1}))
    except ValidationError:
        pass
    else:
        _fail(cls, "leave unknown parameters refused: drop `extra` from its model_config")
    try:
        again = cls.model_validate_json(plain)
    except ValidationError as error:
        _fail(
            cls, f"let its own JSON be valid parameters again; {plain} is refused: {error.errors()[0]['msg']}"
        )
    if again != component:
        _fail(cls, f"let its own JSON give the same parameters again; {plain} gave {again!r}")
    side = component.side
    if not (side is None or (isinstance(side, int) and side >= 0)):
        _fail(cls, f"let `side` be a number of pixels, 0 for any or None for full size; got {side!r}")
