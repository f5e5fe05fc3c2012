"""Keys of plain data and digests of files."""

from __future__ import annotations

import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.digests import key_of, sha256_of

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_a_key_depends_on_content_alone(value: object) -> None:
    """A value that went through a copy has the same key; a value and its wrapping in a list do not."""
    copy = deepcopy(value)

    assert key_of(value) == key_of(copy)
    assert key_of(value) != key_of([value])
    assert len(key_of(value)) == 40


def test_a_key_is_the_same_in_every_process() -> None:
    """Hash randomisation, the order of a dict, tuples instead of lists and memory layout change nothing."""
    array = np.arange(12, dtype="float32").reshape(3, 4)
    code = (
        "import numpy as np; from imgfw.digests import key_of;"
        "a = np.asfortranarray(np.arange(12, dtype='float32').reshape(3, 4));"
        "print(key_of({'b': (1, 0.1), 'a': b'x'}, a, None))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4"}

    other = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    assert other.stdout.strip() == key_of({"a": b"x", "b": [1, 0.1]}, array, None)


def test_a_key_takes_little_time_to_load() -> None:
    """A key of plain data does not import numpy."""
    code = "import sys; from imgfw.digests import key_of; key_of([1, b'c']); print('numpy' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        (1, "1"),
        (None, "null"),
        (0.0, -0.0),
        (0.1, 0.1 + 2**-56),
        (b"a", "a"),
        ("ab", ["a", "b"]),
        ({"a": 1}, [["a", 1]]),
        (b"", {"bytes": key_of(b"")}),
        (np.zeros(2, "int32"), np.zeros(1, "int64")),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.zeros(()), np.zeros((1,))),
        (np.zeros(0, "f4"), np.zeros(0, "f8")),
    ],
)
def test_different_content_has_different_keys(one: object, other: object) -> None:
    """Type, sign, dtype and shape are content too."""
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    "value",
    [
        Path("a"),
        object(),
        {1: 2},
        {"a": {3}},
        [np.float32(1)],
        np.int64(3),
        np.array([object()]),
        np.zeros(1, [("x", "i4")]),
        np.ma.masked_array([1], [True]),
        len,
    ],
    ids=lambda value: type(value).__name__,
)
def test_objects_have_no_key(value: object) -> None:
    """What is not plain data is refused, never turned into its text."""
    with pytest.raises(TypeError, match="plain data"):
        key_of(value)


def test_the_digest_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    """sha256_of gives the well-known digest of "abc"."""
    (tmp_path / "abc").write_bytes(b"abc")

    digest = sha256_of(tmp_path / "abc")

    assert digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
