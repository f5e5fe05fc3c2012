"""Where an export and its bundle part: each wrong export is told by its stage."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import Graph, Step
from imgfw.decisions import Decision
from imgfw_export import arithmetic
from imgfw_export.composing import composed, outputs_of
from imgfw_export.differing import first_difference, of_probabilities
from imgfw_export.statement import statement
from imgfw_export.ways import Got, Wanted


def run_of(content, bundle):
    """A model file at work."""
    graph, names = Graph(content), sorted(outputs_of(bundle))
    return lambda pixels: {name: found[0] for name, found in zip(names, graph(pixels), strict=True)}


@pytest.fixture(scope="module")
def stage(bundle, pictures):
    """The stage at which a wrong export differs: what is wrong with its statement, or its bundle."""

    def found(*, told=None, made=None, **picture):
        given = told or statement(bundle, "litert")
        given = {**given, "picture": {**given["picture"], **picture}}
        run = run_of(composed(made or bundle), bundle)
        stages = set()
        for _, content in pictures[:6]:
            difference = first_difference(Wanted(bundle, content), Got(given, run, content))
            stages.add(difference and difference.stage)
        (only,) = stages
        return only

    return found


def test_a_right_export_agrees(stage):
    """At every stage."""
    assert stage() is None


def test_another_size_to_decode_at_is_the_decoding(stage):
    """Shapes differ, whatever the network makes of it."""
    assert stage(side=200) == "decode"


def test_another_filter_to_decode_with_is_the_decoding(stage):
    """Where pictures are larger than they are decoded."""
    assert stage(filter="bilinear") == "decode"


@pytest.mark.parametrize("other", [{"filter": "bilinear"}, {"reducing_gap": None}, {"width": 23}])
def test_another_resize_is_the_resizing(bundle, stage, other):
    """Another filter, another way to reduce, another size."""
    right = statement(bundle, "litert")["picture"]["resize"]

    assert stage(resize={**right, **other}) == "resize"


@pytest.mark.parametrize("channels", ["BGR", "GRB"])
def test_another_order_of_colours_is_told(stage, channels):
    """That of the statement."""
    assert stage(channels=channels) == "colour order"


@pytest.mark.parametrize("high", [1.0, 127.5])
def test_another_range_is_the_scaling(stage, high):
    """That of the statement."""
    assert stage(high=high) == "scaling"


def swapped(file, pixels):
    """The network behind colours in the other order."""
    axis = file.constant(np.array([3], np.int32))
    return file.operate("REVERSE_V2", [pixels, axis], file.shape(pixels), options={"": "ReverseV2Options"})


def shrunk(file, pixels):
    """The network behind pixels that were scaled before."""
    by = file.constant(np.float32([1 / 255]))
    return file.operate("MUL", [pixels, by], file.shape(pixels), options={"": "MulOptions"})


def bent(file, pixels):
    """The network of something else."""
    return file.operate("MUL", [pixels, pixels], file.shape(pixels), options={"": "MulOptions"})


@pytest.mark.parametrize(
    ("before", "wanted"), [(swapped, "colour order"), (shrunk, "scaling"), (bent, "backbone")]
)
def test_a_model_file_that_sees_pixels_otherwise_is_told(small, stage, before, wanted):
    """Though the statement is right."""
    made = small.made_of(lambda file, pixels: small.network(file, before(file, pixels)))

    assert stage(made=made) == wanted


def logits(small, *, first=False, second=False):
    """The head of layers without the activation of one target or the other."""

    def made(file, row):
        ends = [
            (small.weights(small.WIDTH, 3), 3, "softmax", first),
            (-small.weights(small.WIDTH, 2), 2, "sigmoid", second),
        ]
        found = []
        for weights, width, end, without in ends:
            line = arithmetic.formula(file, row, [Step("linear", (weights, small.weights(width)))])
            found.append(line if without else getattr(arithmetic, end)(file, line))
        return arithmetic.together(file, found)

    return made


@pytest.mark.parametrize(
    ("without", "target", "wanted"), [("first", "colour", "softmax"), ("second", "tags", "sigmoid")]
)
def test_a_missing_activation_is_told(small, stage, without, target, wanted):
    """Of one label among several, or of each."""
    made = small.made_of(make_head=logits(small, **{without: True}))

    assert stage(made=small.changed(made, **{target: Decision()})) == wanted


def test_a_missing_temperature_is_told(small, stage):
    """What heads say is not what is given out."""
    made = small.changed(small.made_of(), colour=Decision())

    assert stage(made=made) == "temperature"


def test_another_head_is_told(small, stage):
    """Whatever is wrong with it."""

    def wrong(file, row):
        row = file.operate("MUL", [row, row], file.shape(row), options={"": "MulOptions"})
        return small.layers(file, row)

    assert stage(made=small.made_of(make_head=wrong)) == "head"


def test_features_of_which_a_head_makes_much_are_told_as_such(bundle, pictures, small):
    """They are within their own band, and the head is right: it is the backbone that differs."""

    def steep(file, row):
        return arithmetic.formula(
            file, row, [Step("linear", (300 * small.weights(small.WIDTH, 5), small.weights(5)))]
        )

    made = small.changed(small.made_of(make_head=steep), colour=Decision(), tags=Decision((0.5, 0.5)))
    right = run_of(composed(made), made)
    _name, content = pictures[0]

    def off(pixels):
        features = right(pixels)["features"] * np.float32(1.0005)
        said = Wanted(made, content).said_of(features)
        return {"features": features, **{f"target/{name}": values for name, values in said.items()}}

    found = first_difference(Wanted(made, content), Got(statement(made, "litert"), off, content))

    assert found.stage == "backbone"


def test_another_threshold_is_the_decision(bundle, stage):
    """Probabilities agree, labels do not."""
    told = statement(bundle, "litert")
    told["targets"][0] |= {"unknown": 1.1}

    assert stage(told=told) == "decision"


def test_no_number_agrees_with_nothing(bundle, pictures):
    """A model file that gives NaN is refused at the first stage that has them."""
    _name, content = pictures[1]
    run = run_of(composed(bundle), bundle)

    def broken(pixels):
        return {name: values * np.float32("nan") for name, values in run(pixels).items()}

    found = first_difference(Wanted(bundle, content), Got(statement(bundle, "litert"), broken, content))

    assert (found.stage, found.largest) == ("backbone", float("inf"))


def test_differences_are_told_by_target(bundle, pictures):
    """As probabilities."""
    _name, content = pictures[0]
    got = Got(statement(bundle, "litert"), run_of(composed(bundle), bundle), content)

    found = of_probabilities(Wanted(bundle, content), got)

    assert found.keys() == bundle.targets.keys()
    assert max(found.values()) < 1e-6
