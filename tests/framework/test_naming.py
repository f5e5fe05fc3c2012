"""Names that people give to labels."""

from __future__ import annotations

import pytest

from imgfw import CallError
from imgfw.naming import LONGEST, as_known, check_name, check_new


@pytest.mark.parametrize("name", ["Ann", "Jürgen", "李雷", "../x", "a|b", "😀", "-q", "é" * (LONGEST // 2)])
def test_names_of_any_alphabet_may_be_given(name):
    """A name is no path."""
    check_name(name)


@pytest.mark.parametrize(
    "name", ["", " ", " a", "a ", "a\nb", "a\x00", "\u202eevil", "é" * (LONGEST // 2 + 1)]
)
def test_what_is_no_name_is_refused(name):
    """Nothing to be seen, more than a line, or more than a file name holds."""
    with pytest.raises(CallError, match="expected a name"):
        check_name(name)


def test_a_name_is_the_one_that_is_read_the_same():
    """Composed or not; a new one is composed."""
    assert as_known("Rene\u0301", ["Ann", "Ren\u00e9"]) == "Ren\u00e9"
    assert as_known("Ren\u00e9", ["Rene\u0301"]) == "Rene\u0301"
    assert as_known("Rene\u0301", []) == "Ren\u00e9"


def test_large_and_small_letters_make_no_other_name():
    """The known one is told."""
    check_new("Ann", ["Ann", "ann"])
    check_new("Bob", ["Ann"])
    with pytest.raises(CallError, match=r"Ann is known: write it so, .* --anyway \(anyway=True\)"):
        check_new("ANN", ["Ann"])
