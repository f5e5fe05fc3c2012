"""What is told at the end."""

from __future__ import annotations

import json

import pytest

from imgfw_web.collection import Collection
from imgfw_web.found import Found
from imgfw_web.gathering import Tally
from imgfw_web.licences import Licence
from imgfw_web.report import told


@pytest.fixture
def collection(tmp_path):
    """Two cats, one refused, one a copy; and a refused dog."""
    made = Collection(tmp_path)
    found = [
        Found(f"commons-{number}", f"https://p.example/{number}.jpg", licence=Licence("cc0"))
        for number in range(5)
    ]
    made.keep(found[0], "cat", "cat", b"0", "JPEG")
    made.keep(found[1], "cat", "cat", b"1", "JPEG")
    made.refuse(found[2], "cat", "cat", "is damaged")
    made.refuse(found[3], "cat", "cat", "is the same picture as cat/commons-0.jpg", "duplicate")
    made.refuse(found[4], "dog", "dog", "is empty")
    yield made
    made.close()


def test_a_table_for_people(collection, capsys):
    """Numbers on stdout, what was left out on stderr, each with its class and reason."""
    tallies = {"cat": Tally(1234, 2, 7, 1, {"https://p.example/9.jpg": "answers 503"}), "bird": Tally()}

    left_out = told(collection, tallies, 100, json=False)

    said = capsys.readouterr()
    assert left_out == 2
    assert said.out.splitlines() == [
        "class  kept  new  listed  copies  other licence  left out",
        "cat       2    2   1,234       2              7         2",
        "bird      0    0       0       0              0         0",
    ]
    assert said.err.splitlines() == [
        "left out: cat: https://p.example/2.jpg: is damaged",
        "left out: cat: https://p.example/9.jpg: answers 503",
    ]


def test_a_document_for_programs(collection, capsys):
    """The same, in one piece of JSON."""
    left_out = told(collection, {"dog": Tally(listed=3)}, 50, json=True)

    document = json.loads(capsys.readouterr().out)
    assert left_out == 1
    assert document == {
        "format": 1,
        "to": str(collection.folder),
        "per_class": 50,
        "classes": {
            "dog": {
                "kept": 0,
                "new": 0,
                "listed": 3,
                "copies": 0,
                "other_licence": 0,
                "left_out": [{"picture": "https://p.example/4.jpg", "reason": "is empty"}],
            }
        },
    }


def test_nothing_left_out_is_nothing_said(collection, capsys):
    """And counts as none."""
    assert told(collection, {"bird": Tally()}, 5, json=False) == 0
    assert capsys.readouterr().err == ""
