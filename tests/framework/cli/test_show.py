"""`imgfw show`."""

from __future__ import annotations

import json
import tomllib


def test_parameters_are_told_in_plain_words(imgfw):
    """Type with bounds, default and meaning; the example parses."""
    said = imgfw("show", "augmenter/flip")

    assert said.code == 0
    assert "a number from 0 to 1" in said.out and "Share of pictures mirrored" in said.out
    example = said.out[said.out.index("[[augmenter]]") :]
    assert tomllib.loads(example) == {"augmenter": [{"use": "flip", "rate": 0.5}]}


def test_facts_of_a_network_are_told(imgfw):
    """Parameters and weights are there without Keras."""
    assert "2,257,984 parameters" in imgfw("show", "backbone/mobilenet-v2").out


def test_a_name_alone_is_enough_where_it_is_one_of_a_kind(imgfw):
    """The kind may be left out."""
    assert imgfw("show", "flip").out == imgfw("show", "augmenter/flip").out


def test_json_holds_everything(imgfw):
    """Parameters with type, default, need and meaning."""
    document = json.loads(imgfw("show", "source/folder", "--json").out)

    (path,) = (given for given in document["parameters"] if given["name"] == "path")
    assert path["needed"] and path["meaning"]
    assert document["kind"] == "source" and document["revision"] == 1


def test_an_unknown_component_gets_the_nearest(imgfw):
    """Exit 2, with and without a kind."""
    for name in ("augmenter/flop", "flop"):
        said = imgfw("show", name)
        assert said.code == 2
        assert 'did you mean "flip"?' in said.err
