"""Keras, imported in one place: without noise, with a fixed number of threads, from a known state."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgfw import ComponentError, silent

if TYPE_CHECKING:
    import numpy as np

BACKENDS = ("tensorflow", "jax", "torch")


@cache
def keras() -> Any:
    """The library. The first call takes seconds; nothing of it reaches stdout or stderr.

    Raises ComponentError where the backend that is asked for is none of BACKENDS, or not installed.
    """
    _check(versions()["backend"])
    _hush()
    with silent():
        import keras
        import tensorflow  # noqa: F401  Keras loads it later, whatever the backend, with messages

        if backend() == "torch":  # a word of PyTorch to Keras about its own layers
            warnings.filterwarnings("ignore", "Tensor.T is deprecated", UserWarning)
    return keras


@cache
def tensorflow() -> Any:
    """TensorFlow itself, whatever works behind Keras; nothing of it reaches stdout or stderr."""
    _hush()
    with silent():
        import tensorflow
    return tensorflow


def _check(backend: str) -> None:
    """See that a backend can be imported. Raises ComponentError."""
    from importlib.util import find_spec

    told = "trainer/keras: KERAS_BACKEND, or keras.json where that is not set,"
    if backend not in BACKENDS:
        raise ComponentError(f'{told} names "{backend}"; expected one of {", ".join(BACKENDS)}')
    if find_spec(backend) is None:
        raise ComponentError(
            f'{told} names "{backend}", which is not installed; install it, or set KERAS_BACKEND=tensorflow'
        )


def _hush() -> None:
    import logging

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    for name in ("tensorflow", "absl"):
        logging.getLogger(name).setLevel(logging.ERROR)


def versions() -> dict[str, str]:
    """{library: version} of Keras and of the backend it would take, without importing them."""
    from importlib.metadata import PackageNotFoundError, version

    backend = os.environ.get("KERAS_BACKEND") or _configured_backend()
    found = {"keras": version("keras"), "backend": backend}
    try:
        return {**found, backend: version(backend)}
    except PackageNotFoundError:  # Keras itself will say so
        return found


def _configured_backend() -> str:
    """What keras.json under KERAS_HOME or ~/.keras names; TensorFlow where it names none."""
    home = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    try:
        return str(json.loads((home / "keras.json").read_text("utf-8"))["backend"])
    except (OSError, ValueError, KeyError, TypeError):
        return "tensorflow"


def backend() -> str:
    """What does the work behind Keras: "tensorflow", or what KERAS_BACKEND names instead."""
    import keras

    return str(keras.backend.backend())


def on_tensorflow() -> bool:
    """Whether TensorFlow does the work."""
    return backend() == "tensorflow"


def cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def fix_threads(threads: int) -> None:
    """Train with this many threads; their number changes the bits of the result.

    TensorFlow takes it once a process: raises ComponentError where it works with another number already.
    PyTorch takes it at any time. JAX has a thread a core: raises ComponentError for another number.
    """
    keras()
    if backend() == "torch":
        import torch

        torch.set_num_threads(threads)
    elif backend() == "jax" and threads != cores():
        raise ComponentError(
            f"trainer/keras: threads = {threads}, but JAX works with one for each of the {cores()} cores of "
            "this process; leave threads out, or give the process other cores, as with taskset"
        )
    elif on_tensorflow():
        _fix_threads_of_tensorflow(threads)


def _fix_threads_of_tensorflow(threads: int) -> None:
    import tensorflow as tf

    try:
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(threads)
    except RuntimeError:
        at_work = tf.config.threading.get_intra_op_parallelism_threads() or cores()
        if at_work != threads:
            raise ComponentError(
                f"trainer/keras: threads = {threads}, but TensorFlow works with {at_work} in this process "
                "already and cannot change; give the same number, or start a new process"
            ) from None


def afresh(seed: int) -> Any:
    """The library, with names and chance as in a new process: the same calls now give the same bits."""
    library = keras()
    library.utils.clear_session()
    library.utils.set_random_seed(seed % 2**32)
    return library


def chance() -> list[np.ndarray]:
    """The state of chance that no variable holds, uint8 (N,) each: of PyTorch, for dropout."""
    if backend() != "torch":
        return []
    import torch

    return [state.numpy() for state in (torch.get_rng_state(), *torch.cuda.get_rng_state_all())]


def set_chance(states: Sequence[np.ndarray]) -> None:
    """Go on from such a state."""
    if backend() != "torch":
        return
    import torch

    own, *others = (torch.from_numpy(state.copy()) for state in states)
    torch.set_rng_state(own)
    torch.cuda.set_rng_state_all(others)


@contextmanager
def precision(half: str | None) -> Iterator[None]:
    """Layers that are made inside compute in "float16" or "bfloat16", and keep float32 weights."""
    if half is None:
        yield
        return
    config = keras().config
    before = config.dtype_policy()
    config.set_dtype_policy(f"mixed_{half}")
    try:
        yield
    finally:
        config.set_dtype_policy(before)
