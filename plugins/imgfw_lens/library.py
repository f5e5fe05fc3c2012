"""Keras on TensorFlow, imported quietly where no run opens it."""

from __future__ import annotations

import logging
import os

from imgfw import CallError, silent


def see_to_keras(what: str) -> None:
    """Import it; nothing of it reaches stderr. Raises CallError where Keras works with something else.

    what  is going to be done
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    for name in ("tensorflow", "absl"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with silent():
        import keras
        import tensorflow

        tensorflow.constant(0.0)  # it looks for a GPU, and says what it found
    if keras.backend.backend() != "tensorflow":
        raise CallError(
            f"{what} takes gradients by TensorFlow, and Keras works with {keras.backend.backend()}; "
            "set KERAS_BACKEND=tensorflow"
        )
