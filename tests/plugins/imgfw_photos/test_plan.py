"""What a plan is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgfw import CallError
from imgfw_photos.plan import ABOUT, Plan, read_plan, write_plan

PLAN = Plan(
    Path("/to"), (Path("/from"), Path("/caf\udce9")), "move", "links", "runs/x", "ab", "{label}/{name}"
)


def test_a_plan_is_read_as_it_was_written(tmp_path):
    """Odd bytes of file names included."""
    write_plan(tmp_path, PLAN)

    assert read_plan(tmp_path) == PLAN


def test_a_folder_without_a_plan_is_told(tmp_path):
    """With the command that makes one."""
    with pytest.raises(CallError, match=r"is no plan, it has no plan\.json; `imgfw organize plan` makes one"):
        read_plan(tmp_path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": 3}, "format 3 is newer"),
        ({"format": "x"}, "expected an object with"),
        ({"mode": "burn"}, "expected mode copy | move"),
        ({"copies": "some"}, "expected mode"),
        ({"target": "to"}, "expected absolute paths"),
        ({"sources": ["from"]}, "expected absolute paths"),
        ({"sources": 3}, "damaged"),
        ({"mode": None}, "expected mode"),
    ],
)
def test_what_is_damaged_is_told(tmp_path, change, told):
    """With the file."""
    write_plan(tmp_path, PLAN)
    found = json.loads((tmp_path / ABOUT).read_bytes())
    (tmp_path / ABOUT).write_text(json.dumps({**found, **change}))

    with pytest.raises(CallError) as error:
        read_plan(tmp_path)

    assert str(tmp_path / ABOUT) in str(error.value)
    assert told in str(error.value)


def test_what_is_no_json_is_told(tmp_path):
    """As that."""
    (tmp_path / ABOUT).write_text("{")

    with pytest.raises(CallError, match="expected JSON"):
        read_plan(tmp_path)
