"""Bundles: bytes in, labels out; saved and read back."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from importlib.metadata import version

import numpy as np
import pytest
from PIL import Image

from imgfw import Target, decode, images, inference
from imgfw.bundle import Bundle, read
from imgfw.decisions import Decision
from imgfw.encoder import Encoder
from imgfw.errors import CallError, DamagedError, FormatError
from imgfw.parts import Part

TARGETS = {"colour": Target("colour", labels=("blue", "red"))}
MEANS = np.array([[0, 0, 200], [200, 0, 0]], np.float32)


@pytest.fixture
def bundle(small) -> Bundle:
    """Blue from red, by the nearest mean."""
    backbone, head = small["MeanColour"](), small["Means"](name="colour", targets=("colour",))
    fitted = head.restore({"means": MEANS, "target": b"colour"})
    encoder = Encoder(320, (), (), Part(backbone, backbone))
    return Bundle(encoder, {"colour": Part(head, fitted)}, TARGETS, {"colour": Decision()})


def png(colour: tuple[int, int, int]) -> bytes:
    """The bytes of a plain picture."""
    content = io.BytesIO()
    Image.new("RGB", (9, 7), colour).save(content, "PNG")
    return content.getvalue()


def test_bytes_become_labels(bundle: Bundle):
    """A red picture is red, and its probabilities sum to 1."""
    (answer,) = bundle.answer(png((190, 0, 0)), "a.png")

    assert (answer.uri, answer.number, answer.decided) == ("a.png", 0, {"colour": "red"})
    assert answer.probabilities["colour"].sum() == pytest.approx(1)


def test_a_bundle_reads_back_and_answers_the_same(bundle: Bundle, small, tmp_path):
    """Saved and read again it has the same digest and gives the same bits."""
    bundle.save(tmp_path / "bundle")

    again = read(tmp_path / "bundle", small["find"])

    assert again.digest == bundle.digest
    one, two = (b.answer(png((100, 0, 101)))[0].probabilities["colour"] for b in (bundle, again))
    assert np.array_equal(one, two)


def test_a_bundle_rounds_as_its_rows_were_kept(bundle: Bundle, small, tmp_path):
    """Read again it gives the same bits as heads that saw kept rows of half precision."""
    backbone = small["MeanColour"](dtype="float16", factor=1 / 3)
    half = replace(bundle, encoder=Encoder(320, (), (), Part(backbone, backbone)))
    half.save(tmp_path / "bundle")

    again = read(tmp_path / "bundle", small["find"])

    picture = decode(png((100, 0, 101)), 320)
    kept = half.encoder.row(picture)
    given = half.probabilities(kept[None].astype(np.float32))["colour"][0]
    assert (kept.dtype, again.encoder.dtype) == (np.float16, "float16")
    assert json.loads((tmp_path / "bundle" / "bundle.json").read_text())["dtype"] == "float16"
    assert np.array_equal(again.answer(png((100, 0, 101)))[0].probabilities["colour"], given)
    assert again.digest == half.digest != bundle.digest


def test_a_bundle_says_what_made_it(bundle: Bundle, tmp_path):
    """All fields of the record, in order, with what tells why two machines differ."""
    bundle.save(tmp_path / "bundle")

    record = json.loads((tmp_path / "bundle" / "bundle.json").read_text())
    assert list(record) == [
        "format", "decoder", "graph", "dtype", "annotators", "transforms", "backbone", "heads", "examples",
        "taught", "targets", "decisions", "generation", "versions",
    ]  # fmt: skip
    assert (record["decoder"]["revision"], record["graph"]["revision"]) == (
        images.REVISION,
        inference.REVISION,
    )
    plain = {"thresholds": [], "unknown": 0.0, "temperature": 1.0, "sets": None, "false_accepts": None}
    assert record["decisions"] == {"colour": plain}
    assert record["versions"] == {n: version(n) for n in ("imgfw", "ai-edge-litert", "numpy", "pillow")}


def test_a_bundle_from_before_graphs_had_a_revision_is_read(bundle: Bundle, small, tmp_path):
    """They worked as those of the first one."""
    bundle.save(tmp_path / "bundle")
    file = tmp_path / "bundle" / "bundle.json"
    record = json.loads(file.read_text())
    file.write_text(json.dumps({name: value for name, value in record.items() if name != "graph"}))

    assert read(tmp_path / "bundle", small["find"]).digest == bundle.digest


def test_the_digest_tells_what_changes_answers(bundle: Bundle):
    """Other decisions or labels are another bundle."""
    stricter = Bundle(bundle.encoder, bundle.heads, TARGETS, {"colour": Decision(unknown=0.9)})
    renamed = {"colour": Target("colour", labels=("b", "r"))}

    other = Bundle(bundle.encoder, bundle.heads, renamed, bundle.decisions)

    assert len({bundle.digest, stricter.digest, other.digest}) == 3


def test_an_answer_has_calibrated_probabilities_and_a_set(bundle: Bundle):
    """What a purple picture may be, at a temperature that doubts; the head itself hears nothing of it."""
    doubting = Bundle(
        bundle.encoder, bundle.heads, TARGETS, {"colour": Decision(temperature=50.0, sets=0.25, unknown=0.9)}
    )

    (plain,), (answer,) = (b.answer(png((120, 0, 80))) for b in (bundle, doubting))

    assert plain.decided == {"colour": "red"} and plain.sets == {}
    assert answer.decided == {"colour": ""} and answer.sets == {"colour": ("blue", "red")}
    assert 0.5 < answer.probabilities["colour"][1] < plain.probabilities["colour"][1]
    assert answer.probabilities["colour"].sum() == pytest.approx(1)


def test_a_head_that_feeds_another_is_not_calibrated_before(bundle: Bundle, small):
    """The second head learned from what the first one says, and goes on to see that."""

    class Echo:
        def predict(self, inputs):
            return {"again": inputs["head:colour"]}

    echo = Part(small["Means"](name="again", targets=("again",), inputs=("head:colour",)), Echo())
    targets = TARGETS | {"again": Target("again", labels=("blue", "red"))}
    decisions = {"colour": Decision(temperature=50.0), "again": Decision()}
    fed = Bundle(bundle.encoder, {**bundle.heads, "again": echo}, targets, decisions)
    features = np.float32([[120, 0, 80]])

    found, raw = fed.probabilities(features), bundle.probabilities(features)

    assert np.array_equal(found["again"], raw["colour"])
    assert not np.array_equal(found["colour"], raw["colour"])


def test_files_that_cannot_be_used_have_their_reason(bundle: Bundle, tmp_path):
    """A good, a broken and a missing file are answered in order; only the good one has labels."""
    (tmp_path / "good.png").write_bytes(png((0, 0, 200)))
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    paths = [tmp_path / name for name in ("good.png", "broken.png", "missing.png")]

    good, broken, missing = bundle.predict(paths)

    assert good.decided == {"colour": "blue"} and not good.left_out
    assert broken.left_out and not broken.decided
    assert missing.left_out == "cannot be read: No such file or directory"


def test_a_folder_without_a_bundle_is_a_wrong_call(small, tmp_path):
    """The error says what to give instead."""
    with pytest.raises(CallError, match="expected a run folder, a bundle folder or latest"):
        read(tmp_path, small["find"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": 99}, "newer than this imgfw"),
        ({"decoder": {"revision": -1, "side": 320}}, "decoded differently"),
        ({"graph": {"revision": -1}}, "graphs work differently"),
    ],
)
def test_a_bundle_that_would_answer_otherwise_is_refused(bundle: Bundle, small, tmp_path, change, reason):
    """A newer format and another decoder say so instead of giving other labels."""
    bundle.save(tmp_path / "bundle")
    record = json.loads((tmp_path / "bundle" / "bundle.json").read_text())
    (tmp_path / "bundle" / "bundle.json").write_text(json.dumps(record | change))

    with pytest.raises(FormatError, match=reason):
        read(tmp_path / "bundle", small["find"])


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"format": "one"}'])
def test_a_damaged_record_is_told(small, tmp_path, text):
    """By its file."""
    (tmp_path / "bundle.json").write_text(text)

    with pytest.raises(DamagedError, match=r"bundle.json: damaged"):
        read(tmp_path, small["find"])


def test_a_head_may_see_the_answers_of_another(small):
    """The second head gets the first one's probabilities under its name."""

    class Echo:
        def predict(self, inputs):
            return {"again": inputs["head:colour"][:, ::-1]}

    backbone, head = small["MeanColour"](), small["Means"](name="colour", targets=("colour",))
    second = small["Means"](name="again", targets=("again",), inputs=("head:colour",))
    first = Part(head, head.restore({"means": MEANS, "target": b"colour"}))
    encoder = Encoder(320, (), (), Part(backbone, backbone))
    bundle = Bundle(encoder, {"colour": first, "again": Part(second, Echo())}, TARGETS, {})

    found = bundle.probabilities(np.array([[200, 0, 0]], np.float32))

    assert found["again"].tolist() == found["colour"][:, ::-1].tolist()


def test_answers_feed_in_the_order_of_the_heads_targets(small):
    """A head may answer its targets in any order: the next head sees them as the first one names them."""

    class Backwards:
        def predict(self, inputs):
            return {"b": np.float32([[3, 4]]), "a": np.float32([[1, 2]])}

    class Echo:
        def predict(self, inputs):
            return {"c": inputs["head:both"]}

    backbone = small["MeanColour"]()
    first = Part(small["Means"](name="both", targets=("a", "b")), Backwards())
    second = Part(small["Means"](name="c", targets=("c",), inputs=("head:both",)), Echo())
    bundle = Bundle(Encoder(320, (), (), Part(backbone, backbone)), {"both": first, "c": second}, TARGETS, {})

    assert bundle.probabilities(np.zeros((1, 3), np.float32))["c"].tolist() == [[1, 2, 3, 4]]
