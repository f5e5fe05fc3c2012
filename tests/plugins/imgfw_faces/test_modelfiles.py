"""The model files that find faces."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from imgfw.modelfiles import fault_of
from imgfw_faces import modelfiles

ALL = [value for name, value in vars(modelfiles).items() if name.isupper()]


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.name)
def test_each_says_what_it_is(model):
    """A name to type, an address of a fixed version, a licence."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", model.name)
    assert urlsplit(model.url).scheme == "https" and re.fullmatch("[0-9a-f]{64}", model.sha256)
    assert model.licence and model.description and Path(model.file).name == model.file
    assert "generation=" in model.url or re.search(r"/[0-9a-f]{7,}/", model.url)


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.name)
def test_the_real_file_is_known(model, assets):
    """By its size and sha256."""
    assert fault_of(model, assets / "assets" / "face" / model.file) == ""
