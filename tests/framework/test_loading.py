"""Bundles by the name of their run."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgfw import bundle_folder, network_of
from imgfw.bundle import Bundle
from imgfw.encoder import Encoder
from imgfw.errors import CallError
from imgfw.loading import bundle_of, load
from imgfw.parts import Part


def test_the_bundle_of_a_run_is_in_its_folder(tmp_path: Path):
    """A bundle's own folder is meant where there is none in it."""
    (tmp_path / "bundle").mkdir()

    assert bundle_of(tmp_path) == tmp_path / "bundle"
    assert bundle_of(tmp_path / "bundle") == tmp_path / "bundle"


def test_a_folder_without_a_bundle_is_refused(tmp_path: Path):
    """By name, with what was expected."""
    with pytest.raises(CallError, match=f"{tmp_path}: no bundle here; expected a run folder"):
        load(tmp_path)


def test_a_run_that_is_not_there_is_refused(tmp_path: Path):
    """By the name that was given."""
    with pytest.raises(CallError, match="no-such-run: no such run"):
        load("no-such-run", runs=tmp_path)


def test_the_folder_of_a_bundle_is_found_by_the_name_of_its_run(tmp_path: Path):
    """As `load` finds it."""
    bundle = tmp_path / "runs" / "a" / "bundle"
    bundle.mkdir(parents=True)
    (tmp_path / "runs" / "latest").write_text("a\n")

    assert bundle_folder("latest", runs=tmp_path / "runs") == bundle
    assert bundle_folder(bundle) == bundle
    with pytest.raises(CallError, match="no-such-run: no such run"):
        bundle_folder("no-such-run", runs=tmp_path / "runs")


def test_what_is_no_network_cannot_be_looked_into(small):
    """By the name of its backbone; of one that is, its trainer makes the networks."""
    backbone = small["MeanColour"]()
    bundle = Bundle(Encoder(320, (), (), Part(backbone, backbone)), {}, {}, {})

    with pytest.raises(
        CallError, match="backbone/mean-colour is no network, so there is nothing to look into"
    ):
        network_of(bundle)
