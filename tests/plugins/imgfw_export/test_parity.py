"""An export compared with its bundle on pictures."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from imgfw import PictureError, RunError
from imgfw_export import standalone
from imgfw_export.composing import composed
from imgfw_export.exporting import write
from imgfw_export.parity import Refused, compared
from imgfw_export.statement import statement


@pytest.fixture
def folder(bundle, tmp_path):
    """An export that was not compared yet."""
    write(tmp_path, composed(bundle), statement(bundle, "litert"))
    return tmp_path


def test_what_agrees_is_told_in_figures(bundle, pictures, folder):
    """Largest difference and agreement by target, size, latency, versions."""
    found = json.loads(json.dumps(compared(folder, bundle, pictures)))

    content = (folder / "model.tflite").read_bytes()
    assert (found["pictures"], found["left_out"]) == (12, {})
    assert [each.split()[0] for each in found["probes"]] == ["JPEG", "JPEG", "PNG", "BMP"]
    assert (found["bytes"], found["sha256"]) == (len(content), sha256(content).hexdigest())
    assert found["bundle"]["digest"] == bundle.digest
    for each in found["targets"].values():
        assert each["agreement"] == 1 and each["agreeing"] == 12
        assert 0 <= each["largest_difference"] < found["band"] == 1e-4
    assert found["latency_ms"]["from_bytes"] > found["latency_ms"]["network"] > 0
    assert {"imgfw", "ai-edge-litert", "numpy", "pillow", "python"} <= found["versions"].keys()


def test_what_differs_is_refused_with_stage_pictures_and_figures(bundle, pictures, folder):
    """And how many there are."""
    told = json.loads((folder / "preprocessing.json").read_text())
    told["picture"]["channels"] = "BGR"
    (folder / "preprocessing.json").write_text(json.dumps(told))

    with pytest.raises(Refused) as refused:
        compared(folder, bundle, pictures)

    assert refused.value.stage == "colour order"
    text = str(refused.value)
    # one of them is grey
    assert '15 of 16 pictures differ from the bundle, first at the stage "colour order"' in text
    assert "0.jpeg by 2" in text and "and 12 more" in text and "nothing is written" in text
    assert "half precision" not in text


@pytest.mark.parametrize(
    ("wrong", "stage"),
    [
        ({"side": 640}, "decode"),
        ({"side": None}, "decode"),
        ({"filter": "bilinear"}, "decode"),
        ({"reducing_gap": None}, "decode"),
        ({"jpeg_margin": 1.0}, "decode"),
        ({"resize": {"filter": "bilinear"}}, "resize"),
        ({"resize": {"reducing_gap": None}}, "resize"),
    ],
)
def test_another_way_to_shrink_is_refused_though_all_pictures_are_small(bundle, small, folder, wrong, stage):
    """One of them is tried in sizes that must be shrunk, however many small ones agree."""
    told = json.loads((folder / "preprocessing.json").read_text())
    resize = {**told["picture"]["resize"], **wrong.pop("resize", {})}
    told["picture"] |= {**wrong, "resize": resize}
    (folder / "preprocessing.json").write_text(json.dumps(told))

    with pytest.raises(Refused) as refused:
        compared(folder, bundle, [("small.png", _small(small.SIDE))])

    assert refused.value.stage == stage and "small.png as " in str(refused.value)


def test_half_precision_that_is_rounded_the_other_way_says_what_to_do(bundle, folder, small, monkeypatch):
    """Another kind of file, or another run."""
    monkeypatch.setattr(type(bundle.encoder), "dtype", "float16")
    right = standalone.model(folder, statement(bundle, "litert")["model"])

    def off(pixels):
        found = right(pixels)
        return {**found, "features": found["features"] * np.float32(1.01)}

    monkeypatch.setattr(standalone, "model", lambda *given, **more: off)

    with pytest.raises(Refused, match='take --to litert, or a run with dtype = "float32"') as refused:
        compared(folder, bundle, [("small.png", _small(small.SIDE))])

    assert refused.value.stage == "backbone"


def test_pictures_that_cannot_be_compared_are_named(bundle, pictures, folder):
    """The others are compared."""
    gone = ("gone.jpg", PictureError("is gone"))

    found = compared(folder, bundle, [("broken.jpg", b"no picture"), gone, *pictures[:2]])

    assert (found["pictures"], list(found["left_out"])) == (2, ["broken.jpg", "gone.jpg"])
    assert found["left_out"]["gone.jpg"] == "is gone"


@pytest.mark.parametrize(
    ("given", "said"),
    [([], "none was found"), ([("broken.jpg", b"no picture")], "broken.jpg is no picture of JPEG")],
)
def test_without_a_picture_nothing_is_accepted(bundle, folder, given, said):
    """An export that nobody looked at is worth nothing."""
    with pytest.raises(RunError, match=f"no picture to compare on.*{said}.*--pictures DIR"):
        compared(folder, bundle, given)


def _small(side: int) -> bytes:
    """A picture as small as the network sees it."""
    file = BytesIO()
    Image.fromarray(np.random.default_rng(5).integers(0, 256, (side, side, 3), np.uint8)).save(file, "PNG")
    return file.getvalue()
