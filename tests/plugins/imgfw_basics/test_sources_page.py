"""The page on sources says what is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from imgfw import Source
from imgfw_basics.archives import BOMB_BYTES, BOMB_RATIO, MAX_BYTES
from imgfw_basics.columns import FILES
from imgfw_basics.folder import Folder
from imgfw_basics.selfie_dataset import SelfieDataset
from imgfw_basics.sheets import ENDINGS
from imgfw_basics.splits import PARTS
from imgfw_basics.table import Table

PAGE = (Path(__file__).parents[3] / "docs" / "sources.md").read_text("utf-8")


def section(name: str) -> str:
    """What stands under a heading."""
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("source", [Folder, Table, SelfieDataset])
def test_every_parameter_is_told(source: type[Source]):
    """In a row of its own, and no other is."""
    table = section(source.component_name()).partition("| default | says |\n")[2].partition("\n\n")[0]

    told = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)

    assert told == [name for name in source.model_fields if name != "use"]


@pytest.mark.parametrize("source", [Folder, Table, SelfieDataset])
def test_every_example_is_taken(source: type[Source]):
    """By the source that it is about."""
    (block,) = re.findall(r"^```toml\n(.*?)^```$", section(source.component_name()), re.DOTALL | re.MULTILINE)

    (table,) = tomllib.loads(block)["source"]

    assert source(**{**table, "path": Path(table["path"])}).use == table["use"]


def test_names_and_limits_are_those_of_the_code():
    """Columns, endings, parts and sizes."""
    for name in (*FILES, *ENDINGS, *PARTS):
        assert f"`{name}`" in PAGE, name
    assert f"{MAX_BYTES // 2**20} MiB" in PAGE
    assert f"{BOMB_BYTES // 2**20} MiB packed over {BOMB_RATIO} times" in PAGE
