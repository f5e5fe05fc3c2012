"""An export compared with its bundle on pictures."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from imgfw import PictureError, RunError
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
    assert '12 of 12 pictures differ from the bundle, first at the stage "colour order"' in text
    assert "0.jpeg by 2" in text and "and 9 more" in text and "nothing is written" in text


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
