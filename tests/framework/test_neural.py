"""Networks as components: what their trainer needs of them."""

from __future__ import annotations

from typing import ClassVar, Literal

import pytest

from imgfw import ComponentError, NeuralBackbone, NeuralHead


class Net(NeuralBackbone):
    """A network that defines nothing."""

    trainer: ClassVar[str] = "keras"
    use: Literal["net"] = "net"


class Layers(NeuralHead):
    """Layers that define nothing."""

    trainer: ClassVar[str] = "keras"
    use: Literal["layers"] = "layers"


def test_a_missing_part_of_a_network_is_told_by_name():
    """Each of `network`, `scaled`, `pixels` and `layers` is asked for by its name."""
    with pytest.raises(ComponentError, match="backbone/net does not define `network`"):
        Net().network()
    with pytest.raises(ComponentError, match="`scaled`"):
        Net().scaled(None)
    with pytest.raises(ComponentError, match="`pixels`"):
        Net().pixels(None)
    with pytest.raises(ComponentError, match="head/layers does not define `layers`"):
        Layers().layers({}, {})


def test_a_network_has_no_weights_unless_it_says_so():
    """Without weights it is trained rather than frozen."""
    assert not Net().pretrained
