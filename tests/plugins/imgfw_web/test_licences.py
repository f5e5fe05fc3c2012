"""Licences: codes, names and addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw_web.licences import CODES, FREE, Licence, chosen, read, told


@pytest.mark.parametrize(
    ("link", "name", "expected"),
    [
        ("https://creativecommons.org/licenses/by-sa/4.0", "cc-by-sa-4.0", ("by-sa", "4.0")),
        ("http://creativecommons.org/licenses/by/2.0/de/deed.en", "", ("by", "2.0")),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0", ("cc0", "1.0")),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "pd", ("pdm", "1.0")),
        ("https://creativecommons.org/licenses/by-nc-nd/3.0/", "", ("by-nc-nd", "3.0")),
        ("", "cc-by-sa-3.0-migrated", ("by-sa", "3.0")),
        ("", "cc-by-sa-2.5,2.0,1.0", ("by-sa", "2.5")),
        ("", "CC-BY-2.0", ("by", "2.0")),
        ("", "cc-by-nc-sa-2.0", ("by-nc-sa", "2.0")),
        ("", "cc0", ("cc0", "1.0")),
        ("", "cc-zero", ("cc0", "1.0")),
        ("", "pd", ("pdm", "")),
        ("", "pd-usgov", ("pdm", "")),
        ("https://www.gnu.org/licenses/fdl.html", "gfdl", None),
        ("", "fal", None),
        ("", "cc-by", None),
        ("", "pdx", None),
        ("", "not cc0", None),
        ("", "", None),
        ("https://creativecommons.org/licenses/sampling+/1.0/", "", None),
        ("https://creativecommons.org/licenses/by-x/1.0/", "", None),
    ],
)
def test_a_licence_is_read_from_its_address_or_name(link, name, expected):
    """Whatever is not known for certain is no licence."""
    found = read(link, name)

    assert (found and (found.code, found.version)) == expected


def test_the_address_of_the_text_is_kept_or_made():
    """Where it can be."""
    assert told("by", "2.0", "https://x.example/by").link == "https://x.example/by"
    assert told("by-sa", "4.0", None).link == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert (
        told("cc0", "1.0", "javascript:alert(1)").link == "https://creativecommons.org/publicdomain/zero/1.0/"
    )
    assert told("pdm", 1.0, 7) == Licence("pdm", "", "https://creativecommons.org/publicdomain/mark/1.0/")
    assert told("by", "", "") == Licence("by", "", "")


@pytest.mark.parametrize("code", ["gfdl", "sampling+", "", None, 3, ["by"], {"by": 1}])
def test_another_licence_is_none(code):
    """Whatever its type."""
    assert told(code, "1.0", "") is None


def test_codes_are_chosen_from_a_list():
    """In any order, with blanks and capitals."""
    assert chosen("cc0,by") == ("cc0", "by")
    assert chosen(" BY , cc0,by,") == ("cc0", "by")
    assert chosen(",".join(FREE)) == FREE


@pytest.mark.parametrize("text", ["", ",", "mit", "by,cc-by-sa", "by;cc0"])
def test_an_unknown_code_is_refused_with_the_known_ones(text):
    """All of them are listed."""
    with pytest.raises(
        CallError, match="expected some of cc0, pdm, by, by-sa, by-nc, by-nc-sa, by-nd, by-nc-nd"
    ):
        chosen(text)


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_a_page_says_is_a_known_code_or_none(link, name):
    """For any text."""
    found = read(link, name)

    assert found is None or found.code in CODES
