"""A bundle's network opened, and pictures exactly as it sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgfw import Bundle, CallError, Network, Picture, RunError, Target, nearest, printable_text, read_file

if TYPE_CHECKING:
    import numpy as np

TOLERANCE = 1e-4
"""How far a network's probabilities may be from the bundle's own, else it is another network; a graph that is
as near to the network it was made from counts as the same."""

_STEP = 2.0**-10
"""From a number of half precision to the next, as a share of it."""

_CONVOLUTIONS = ("Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose")


@dataclass(frozen=True)
class Look:
    """A picture as the network sees it.

    name           of its file, with #n behind it for a further region
    pixels         float32 (H, W, 3), 0..255
    probabilities  {target: float32 (C,)}, calibrated, as `imgfw predict` gives them
    decided        {target: places of the labels that are decided}, () for none; (0,) for a number
    """

    name: str
    pixels: np.ndarray
    probabilities: Mapping[str, np.ndarray]
    decided: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Lens:
    """A bundle and the same as one differentiable network, from pixels to what is said of each target."""

    bundle: Bundle
    network: Network

    @cached_property
    def size(self) -> tuple[int, int]:
        """Height and width of the pixels that it sees."""
        height, width = self.network.scaled.input_shape[1:3]
        return height, width

    def logits(self, pixels: Any) -> dict[str, Any]:
        """Pixels (N, H, W, 3), 0..255, to {target: (N, C)} before the activation; gradients go through."""
        return dict(self.network.logits(self.features(pixels), training=False))

    def features(self, pixels: Any) -> Any:
        """Pixels (N, H, W, 3), 0..255, to features."""
        return self.network.backbone(self.network.scaled(pixels, training=False), training=False)

    def probe(self, layers: Sequence[str]) -> Any:
        """What `network.scaled` gives to a list: what each of these layers gives, and the features."""
        import keras

        backbone = self.network.backbone
        outputs = [backbone.get_layer(name).output for name in layers]
        return keras.Model(backbone.inputs[0], [*outputs, backbone.outputs[0]])

    def convolutions(self) -> list[str]:
        """The convolution layers of the backbone, in its order. Raises CallError where there are none."""
        found = [each.name for each in self.network.backbone.layers if type(each).__name__ in _CONVOLUTIONS]
        if not found:
            use = self.bundle.encoder.backbone.component.use
            raise CallError(f"backbone/{use} has no convolution layers, and this command looks at those")
        return found

    def target(self, asked: str | None) -> Target:
        """The target that is asked for, or the only one. Raises CallError for one that is no part of it."""
        targets, missing = self.bundle.targets, self.network.missing
        if asked is None and len(targets) > 1:
            raise CallError(f"the model has several targets; name one: --target {'|'.join(targets)}")
        name = asked or next(iter(targets))
        if name not in targets:
            raise CallError(
                f'--target "{name}": the model has no such target; {nearest(name, tuple(targets))}'
            )
        if name in missing:
            raise CallError(f'--target "{name}": {missing[name]}')
        return targets[name]

    def looks(self, path: Path) -> Iterator[Look]:
        """The picture of a file, once for each region in it.

        Raises PictureError, and RunError where the network does not say what the bundle says.
        """
        found = self.bundle.encoder.pictures(read_file(path), str(path.absolute()))
        for number, picture in enumerate(found):
            yield self.look(picture, printable_text(path.name) + (f"#{number}" if number else ""))

    def look(self, picture: Picture, name: str) -> Look:
        """A decoded picture with its region, as the network sees it; `name` is told with it.

        Raises PictureError, and RunError where the network does not say what the bundle says.
        """
        encoder = self.bundle.encoder
        component: Any = encoder.backbone.component
        pixels = component.pixels(encoder.transformed(picture).image)
        row = encoder.encode(picture)[None]
        raw = self.bundle.raw(row)
        self._check(pixels, row, raw, name)
        given = self.bundle.calibrated(raw)
        decided = {
            target: _places(self.bundle.targets[target], found[0])
            for target, found in self.bundle.decide(given).items()
        }
        return Look(name, pixels, {target: p[0] for target, p in given.items()}, decided)

    def _check(
        self, pixels: np.ndarray, row: np.ndarray, raw: Mapping[str, np.ndarray], picture: str
    ) -> None:
        """See that the network says what the bundle says; what else it would explain is another one.

        Features that the bundle rounds to half precision may fall to either side of a step: these are
        compared by themselves, and what heads say is compared on the bundle's own.
        """
        features = self.features(pixels[None])
        half = self.bundle.encoder.dtype == "float16"
        heads = self.network.probabilities
        if half or heads is None:
            self._compare("features", features, row, _STEP if half else TOLERANCE, picture)
        if heads is not None:
            for name, found in heads(row if half else features, training=False).items():
                self._compare(name, found, raw[name], TOLERANCE, picture)

    def _compare(self, name: str, found: Any, wanted: np.ndarray, most: float, picture: str) -> None:
        import numpy as np

        apart = float(np.abs(np.asarray(found) - wanted).max())
        if not apart <= most * max(1.0, float(np.abs(wanted).max())):
            raise RunError(
                f'{picture}: the network says of "{name}" what differs by {apart:.2g} from what the model '
                f"says, expected {most:.1g} at most: the weights that its backbone began with were changed "
                "since, so nothing is shown; run the recipe again"
            )


def _places(target: Target, decided: Any) -> tuple[int, ...]:
    """What is decided as places of labels."""
    import numpy as np

    if target.type == "number":
        return (0,)
    if target.exclusive:
        return (int(decided),) if int(decided) >= 0 else ()
    return tuple(int(place) for place in np.flatnonzero(decided))


def opened(run: str, runs: Path, plugins: Any) -> Lens:
    """The lens on a run. Imports TensorFlow. Raises CallError where there is no network to look into."""
    from imgfw import load, network_of

    bundle = load(run, runs=runs, plugins=plugins)
    network = network_of(bundle, plugins=plugins)
    import keras

    if keras.backend.backend() != "tensorflow":
        raise CallError(
            f"lens takes gradients by TensorFlow, and Keras works with {keras.backend.backend()}; "
            "set KERAS_BACKEND=tensorflow"
        )
    return Lens(bundle, network)
