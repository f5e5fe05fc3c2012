"""The gallery in a bundle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import Picture, Target
from imgfw.bundle import Bundle
from imgfw.decisions import Decision
from imgfw.encoder import Encoder
from imgfw.errors import CallError
from imgfw.examples import made
from imgfw.galleries import added, changed, examples_found, gallery_of, taken_for, unlike
from imgfw.parts import Part

RED, BLUE, GREEN = (np.float32(row) for row in ([200, 0, 0], [0, 0, 200], [0, 200, 0]))


@pytest.fixture
def bundle(small) -> Bundle:
    """Red and blue are known; below 0.9 it is neither."""
    backbone, head = small["MeanColour"](), small["Known"](name="colour", targets=("colour",))
    rows = np.stack([BLUE, RED])
    fitted = head.restore({"about": b'["colour", "blue", "red"]', "means": rows, "rows": np.ones(2)})
    targets = {"colour": Target("colour", labels=("blue", "red"))}
    encoder = Encoder(320, (), (), Part(backbone, backbone))
    return Bundle(encoder, {"colour": Part(head, fitted)}, targets, {"colour": Decision(unknown=0.9)})


def test_the_target_with_a_gallery_is_found(bundle: Bundle):
    """By itself where there is one; another one is refused by name."""
    assert gallery_of(bundle) == gallery_of(bundle, "colour") == ("colour", "colour")
    with pytest.raises(CallError, match='expected a target of colour, got "taste"'):
        gallery_of(bundle, "taste")


def test_the_bundle_with_another_gallery(bundle: Bundle):
    """Its target has the labels of the gallery; what it was made of stays as it was."""
    more = added(bundle, "colour", "green", {"g": GREEN})

    assert (more.generation, more.targets["colour"].labels) == (2, ("blue", "red", "green"))
    assert more.probabilities(GREEN[None])["colour"].argmax() == 2
    assert (bundle.generation, bundle.targets["colour"].width) == (1, 2)


def test_a_gallery_that_sees_more_than_pictures_is_fixed(bundle: Bundle, small):
    """Pictures alone do not tell what another head would have said in training."""
    part = bundle.heads["colour"]
    fed = small["Known"](name="colour", targets=("colour",), inputs=("features", "head:other"))
    sees = replace(bundle, heads={"colour": replace(part, component=fed)})

    with pytest.raises(CallError, match="its gallery sees features and head:other"):
        changed(sees, "colour", lambda gallery: gallery)


def test_labels_on_which_another_head_was_trained_are_fixed(bundle: Bundle, small):
    """It would see one number more than it knows."""
    fed = small["Means"](name="other", targets=("other",), inputs=("features", "head:colour"))
    heads = {**bundle.heads, "other": replace(bundle.heads["colour"], component=fed)}

    with pytest.raises(
        CallError, match='"colour" are fixed, for the head "other" was trained on all of them'
    ):
        changed(replace(bundle, heads=heads), "colour", lambda gallery: gallery.remove("red"))


def test_whom_it_takes_others_for(bundle: Bundle):
    """Neither those of the label itself, nor those in whom it sees nobody."""
    rows = {"r": RED, "b": BLUE, "g": GREEN}

    assert taken_for(bundle, "colour", "red", rows) == {"b": "blue"}
    assert taken_for(bundle, "colour", "green", rows) == {"r": "red", "b": "blue"}
    sure = replace(bundle, decisions={"colour": Decision()})
    assert taken_for(sure, "colour", "green", rows) == {}


def test_pictures_that_are_not_like_the_others(bundle: Bundle):
    """Each is asked about without itself; alone it is like no other one, unless the label is known."""
    greens = {f"g{i}": GREEN + np.float32([i, 0, 0]) for i in range(3)}

    assert unlike(bundle, "colour", "green", greens) == ()
    assert unlike(bundle, "colour", "green", {**greens, "b": BLUE}) == ("b",)
    assert unlike(bundle, "colour", "green", {"g": GREEN}) == ()
    assert unlike(bundle, "colour", "red", {"g": GREEN}) == ("g",)
    assert unlike(bundle, "colour", "red", {"r": RED}) == ()


def test_a_threshold_that_finds_nobody_says_nothing_of_likeness(bundle: Bundle, small):
    """Then the nearest counts: it is the threshold that is wrong, not the pictures."""
    image = [Picture(np.zeros((2, 2, 3), np.uint8))]
    kept = made("red", ["r.jpg"], RED[None], image).with_those(made("blue", ["b.jpg"], BLUE[None], image))
    knows = replace(bundle, examples={"colour": kept})
    blind = replace(knows, decisions={"colour": Decision(unknown=1.1)})
    reds = {"r": RED + np.float32([5, 0, 0]), "s": RED - np.float32([5, 0, 0])}

    assert (examples_found(knows, "colour"), examples_found(blind, "colour")) == ((2, 2), (0, 2))
    assert examples_found(bundle, "colour") == (0, 0)
    assert unlike(blind, "colour", "red", reds) == ()
    assert unlike(blind, "colour", "red", {**reds, "b": BLUE}) == ("b",)
