"""A bundle as one graph."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import ComponentError, Graph
from imgfw.decisions import Decision
from imgfw.parts import Part
from imgfw_export.composing import composed, output_of, outputs_of


def answers(bundle, pixels):
    """What the file says, by output."""
    found = Graph(composed(bundle))(pixels)
    return dict(zip(sorted(outputs_of(bundle)), found, strict=True))


@pytest.fixture(scope="module")
def pixels(small):
    """A picture as the network gets it."""
    return np.random.default_rng(0).uniform(0, 255, (1, small.SIDE, small.SIDE, 3)).astype(np.float32)


def test_what_graphs_compute_is_the_same_to_the_bit(bundle, pixels):
    """Features, and the answers of a head of layers, split into its targets."""
    bare = replace(bundle, decisions=dict.fromkeys(bundle.targets, Decision()))
    features = bundle.encoder.backbone.fitted.graph(pixels)[0]
    wanted = bare.probabilities(features)

    found = answers(bare, pixels)

    assert np.array_equal(found["features"], features)
    for name in ("colour", "tags"):
        assert np.array_equal(found[output_of(name)], wanted[name])


def test_formulas_and_temperatures_are_the_same_but_for_rounding(bundle, pixels):
    """A head that is fed by another gets what that one said before any temperature."""
    features = bundle.encoder.backbone.fitted.graph(pixels)[0]

    found = answers(bundle, pixels)

    for name, values in bundle.probabilities(features).items():
        assert np.abs(found[output_of(name)] - values).max() < 1e-6


def test_features_kept_in_half_precision_are_rounded_so(bundle, pixels):
    """As the heads were trained on them."""
    backbone = bundle.encoder.backbone
    half = backbone.component.model_copy(update={"dtype": "float16"})
    encoder = replace(bundle.encoder, backbone=replace(backbone, component=half))

    found = answers(replace(bundle, encoder=encoder), pixels)

    features = backbone.fitted.graph(pixels)[0]
    assert np.array_equal(found["features"], features.astype(np.float16).astype(np.float32))


class Plain:
    """A Fitted without graph or formula."""

    def state(self):
        """Nothing."""
        return {}


def test_a_head_without_a_formula_is_refused_by_name(bundle):
    """With what to do."""
    heads = {"first": bundle.heads["first"], "odd one": Part(bundle.heads["second"].component, Plain())}

    with pytest.raises(
        ComponentError, match=r'head "odd one": lines has no formula .* .dense, .* .imgfw serve'
    ):
        composed(replace(bundle, heads=heads))


def test_what_works_on_pictures_before_the_network_is_refused_by_name(bundle):
    """An annotator, a transform, and a backbone that is no graph."""
    part = Part(bundle.heads["second"].component, Plain())
    encoder = bundle.encoder

    for kind, kept in (("annotator", {"annotators": (part,)}), ("transform", {"transforms": (part,)})):
        with pytest.raises(ComponentError, match=f"{kind}/lines: it works on pictures before the network"):
            composed(replace(bundle, encoder=replace(encoder, **kept)))
    backbone = Part(encoder.backbone.component, Plain())
    with pytest.raises(ComponentError, match="backbone/squares: it has no LiteRT graph"):
        composed(replace(bundle, encoder=replace(encoder, backbone=backbone)))
