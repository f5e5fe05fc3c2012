"""What was seen in pictures is kept by content; heads and decisions say of it what they say now."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import Picture, Target
from imgfw.bundle import Bundle
from imgfw.decisions import Decision
from imgfw.encoder import Encoder
from imgfw.examples import Examples
from imgfw.parts import Part
from imgfw.recall import Recall, Seen, answers_of, remembers, seen_in
from imgfw.store import Store

TARGETS = {"colour": Target("colour", labels=("blue", "red"))}
MEANS = np.array([[0, 0, 200], [200, 0, 0]], np.float32)
RED, PURPLE = (Picture(np.full((4, 4, 3), colour, np.uint8)) for colour in ((190, 0, 0), (110, 0, 90)))
ONE, TWO = "1" * 64, "2" * 64


@pytest.fixture
def bundle(small) -> Bundle:
    """Blue from red, by the nearest mean."""
    backbone, head = small["MeanColour"](), small["Means"](name="colour", targets=("colour",))
    fitted = head.restore({"means": MEANS, "target": b"colour"})
    encoder = Encoder(320, (), (), Part(backbone, backbone))
    return Bundle(encoder, {"colour": Part(head, fitted)}, TARGETS, {"colour": Decision()})


def test_what_is_kept_gives_the_same_answers_to_the_bit(bundle: Bundle, tmp_path):
    """For every region, in another process too."""
    said = seen_in(bundle, [RED, PURPLE])
    Recall(bundle, Store(tmp_path)).keep([Seen(ONE, said)])

    kept = Recall(bundle, Store(tmp_path)).seen(ONE)

    assert kept is not None
    first, again = (answers_of(bundle, each, "a.png") for each in (said, kept))
    assert [answer.number for answer in again] == [0, 1]
    for one, two, seen in zip(first, again, (RED, PURPLE), strict=True):
        assert np.array_equal(one.probabilities["colour"], two.probabilities["colour"])
        assert np.array_equal(
            two.probabilities["colour"], bundle.probabilities(bundle.encoder.encode(seen)[None])["colour"][0]
        )
        assert one.decided == two.decided


def test_other_decisions_are_made_of_what_is_kept(bundle: Bundle, tmp_path):
    """A stricter threshold decides nothing of purple, and needs no second look."""
    Recall(bundle, Store(tmp_path)).keep([Seen(ONE, seen_in(bundle, [PURPLE]))])
    stricter = replace(bundle, decisions={"colour": Decision(unknown=0.9999, temperature=50.0)})

    kept = Recall(stricter, Store(tmp_path)).seen(ONE)

    assert kept is not None and stricter.digest != bundle.digest
    assert answers_of(bundle, kept, "a")[0].decided == {"colour": "red"}
    assert answers_of(stricter, kept, "a")[0].decided == {"colour": ""}


def test_another_head_says_its_own_of_what_is_kept(bundle: Bundle, small, tmp_path):
    """And finds the evidence of its own examples; another encoder knows nothing."""
    Recall(bundle, Store(tmp_path)).keep([Seen(ONE, seen_in(bundle, [RED]))])
    head = small["Means"](name="colour", targets=("colour",))
    other = Part(head, head.restore({"means": MEANS[::-1].copy(), "target": b"colour"}))
    examples = Examples(("red", "blue"), ("r.png", "b.png"), MEANS[::-1].copy(), (b"", b""))
    swapped = replace(bundle, heads={"colour": other}, examples={"colour": examples})

    kept = Recall(swapped, Store(tmp_path)).seen(ONE)

    assert kept is not None
    (answer,) = answers_of(swapped, kept, "a.png")
    assert answer.decided == {"colour": "blue"}
    assert [each.uri for each in answer.evidence["colour"]] == ["r.png", "b.png"]
    backbone = small["MeanColour"](factor=0.5)
    weaker = replace(bundle.encoder, backbone=Part(backbone, backbone))
    assert Recall(replace(bundle, encoder=weaker), Store(tmp_path)).seen(ONE) is None


class Redder:
    """Says of maps how red and how blue their middle is, once a call."""

    calls = 0

    def predict(self, inputs):
        """The shares of blue and red."""
        self.calls += 1
        middle = inputs["features"][:, 1, 1, [2, 0]]
        return {"colour": middle / middle.sum(axis=1, keepdims=True)}


def test_of_maps_what_the_heads_say_is_kept(bundle: Bundle, small, tmp_path):
    """It is far smaller; other thresholds are applied to it, and other heads look again."""

    class Map(small["MeanColour"]):
        @property
        def gives(self):
            return "map"

        def encode(self, picture):
            return picture.image[:2, :2].astype(np.float32)

    backbone, redder, head = Map(), Redder(), bundle.heads["colour"]
    maps = replace(bundle, encoder=replace(bundle.encoder, backbone=Part(backbone, backbone)))
    maps = replace(maps, heads={"colour": Part(head.component, redder, kept="one")})
    Recall(maps, Store(tmp_path)).keep([Seen(ONE, seen_in(maps, [PURPLE, RED]))])
    stricter = replace(maps, decisions={"colour": Decision(unknown=0.9)})

    kept = Recall(stricter, Store(tmp_path)).seen(ONE)

    assert kept is not None and kept.shape == (2, 2)
    for asked, decided in ((maps, ["red", "red"]), (stricter, ["", "red"])):
        assert [answer.decided["colour"] for answer in answers_of(asked, kept, "a")] == decided
    assert redder.calls == 2
    other = replace(maps, heads={"colour": Part(head.component, redder, kept="two")})
    assert Recall(other, Store(tmp_path)).seen(ONE) is None


def test_a_reason_is_kept_until_another_decoder_comes(bundle: Bundle, tmp_path, monkeypatch):
    """The next Pillow may read what this one refuses."""
    Recall(bundle, Store(tmp_path)).keep([Seen(ONE, "is cut off \udce9")])

    assert Recall(bundle, Store(tmp_path)).seen(ONE) == "is cut off \udce9"
    monkeypatch.setattr("imgfw.recall.version", lambda name: "another")
    assert Recall(bundle, Store(tmp_path)).seen(ONE) is None


def test_a_fresh_look_knows_nothing_and_takes_the_place(bundle: Bundle, tmp_path):
    """Of what was said, and of what the file held."""
    Recall(bundle, Store(tmp_path)).keep([Seen(ONE, seen_in(bundle, [RED]), "ab" * 16)])
    fresh = Recall(bundle, Store(tmp_path), fresh=True)

    assert (fresh.seen(ONE), fresh.digest("ab" * 16)) == (None, "")
    fresh.keep([Seen(ONE, seen_in(bundle, [PURPLE])), Seen(TWO, seen_in(bundle, [RED]), "ab" * 16)])

    again = Recall(bundle, Store(tmp_path))
    assert again.digest("ab" * 16) == TWO
    assert np.array_equal(again.seen(ONE), seen_in(bundle, [PURPLE]))


def test_what_is_known_is_not_written_again(bundle: Bundle, tmp_path):
    """However often all is looked at afresh; what a file holds now takes the place of what it held."""
    said = [Seen(ONE, seen_in(bundle, [RED]), "ab" * 16), Seen(TWO, "is cut off", "cd" * 16)]
    Recall(bundle, Store(tmp_path)).keep(said)
    sizes = Store(tmp_path).sizes()

    for fresh in (True, False):
        Recall(bundle, Store(tmp_path), fresh=fresh).keep(said)
    assert Store(tmp_path).sizes() == sizes

    Recall(bundle, Store(tmp_path)).keep([Seen(TWO, seen_in(bundle, [PURPLE]), "ab" * 16)])
    assert Recall(bundle, Store(tmp_path)).digest("ab" * 16) == TWO


def test_a_damaged_record_is_as_good_as_none(bundle: Bundle, tmp_path):
    """It is made again."""
    Recall(bundle, Store(tmp_path)).keep([Seen(ONE, seen_in(bundle, [RED]))])
    (log,) = (tmp_path / "seen").iterdir()
    content = bytearray(log.read_bytes())
    content[-1] ^= 1
    log.write_bytes(content)

    assert Recall(bundle, Store(tmp_path)).seen(ONE) is None


def test_an_annotator_may_look_beside_the_picture(bundle: Bundle, small):
    """Unless it says that it does not, nothing is kept by content."""
    halves = small["Halves"](at_predict=True)

    class Alone(small["Halves"]):
        picture_alone = True

    assert remembers(bundle)
    for annotator, remembered in ((halves, False), (Alone(at_predict=True), True)):
        encoder = replace(bundle.encoder, annotators=(Part(annotator, annotator),))
        assert remembers(replace(bundle, encoder=encoder)) is remembered
