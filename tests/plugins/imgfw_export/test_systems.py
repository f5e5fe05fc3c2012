"""Real networks exported, on real photos."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import imgfw
from imgfw.cli.main import main
from imgfw_export.exporting import write
from imgfw_export.parity import Refused, compared
from imgfw_export.pictures import of_folder

pytestmark = [pytest.mark.slow, pytest.mark.keras]

RECIPE = """
[[source]]
use = "folder"
path = "{path}"

[backbone]
{backbone}

[[head]]
{head}

[train]
epochs = 2

[decide]
calibrate = true

[[metric]]
use = "accuracy"
"""
FROZEN = 'use = "mobilenet-v2"\nsize = 224\nweights = "imagenet"'
SCRATCH = 'use = "small-cnn"'


@pytest.mark.parametrize(
    ("photos", "backbone", "head"),
    [
        ("flowers5", FROZEN, 'use = "logistic"'),
        ("utk_goodbad", SCRATCH, 'use = "dense"\nunits = [16]'),
    ],
)
def test_exports_of_real_networks_agree_on_real_photos(
    assets, tmp_path, monkeypatch, capsys, photos, backbone, head
):
    """From bytes to labels; `imgfw predict` is the bundle to the bit; swapped colours are refused."""
    monkeypatch.setenv("KERAS_HOME", str(assets / "assets" / "keras_home"))
    folder, recipe = assets / "data" / photos, tmp_path / "recipe.toml"
    recipe.write_text(RECIPE.format(path=folder, backbone=backbone, head=head))
    outcome = imgfw.run(recipe, runs=tmp_path / "runs", limit=120)
    bundle = imgfw.load(outcome.folder)

    for kind in ("litert", "onnx"):
        out = tmp_path / kind
        capsys.readouterr()
        assert main(["-q", "export", str(outcome.folder), "--to", kind, "--out", str(out), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        (each,) = told["targets"].values()
        assert told["pictures"] >= 20 and told["left_out"] == {}
        assert each["agreement"] == 1 and each["largest_difference"] < 1e-4
        assert _refused(out, tmp_path / f"wrong-{kind}", bundle, folder) == "colour order"

    files = [str(path) for path in imgfw.pictures_under(folder)][::30]
    assert main(["-q", "predict", str(outcome.folder), *files, "--json"]) == 0
    answers = json.loads(capsys.readouterr().out)["answers"]
    for answer, wanted in zip(answers, bundle.predict(files), strict=True):
        found = np.array(list(answer["class"]["probabilities"].values()), np.float32)
        assert np.array_equal(found, wanted.probabilities["class"])


def _refused(right: Path, wrong: Path, bundle: imgfw.Bundle, photos: Path) -> str:
    """The stage of an export whose statement says the other order of colours."""
    wrong.mkdir()
    told = json.loads((right / "preprocessing.json").read_text())
    told["picture"]["channels"] = "BGR"
    write(wrong, (right / told["model"]["file"]).read_bytes(), told)
    with pytest.raises(Refused) as refused:
        compared(wrong, bundle, of_folder(photos, 8))
    return refused.value.stage
