"""Adversarial noise of a few levels: FGSM (Goodfellow et al., 2015) and PGD (Madry et al., 2018)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from imgfw import CallError, Target

if TYPE_CHECKING:
    import numpy as np

    from .network import Lens

Method = Literal["fgsm", "pgd"]

STEPS = 10
_BATCH = 32


@dataclass(frozen=True)
class Attack:
    """Noise that raises the loss of what is true, so that something else is decided.

    target  whose decision is attacked
    label   of several labels the place of the one whose yes or no is attacked; None else
    steps   of gradient ascent that PGD takes
    """

    lens: Lens
    target: Target
    label: int | None
    method: Method
    steps: int = STEPS

    def attacked(
        self, pixels: np.ndarray, truth: np.ndarray, epsilons: Sequence[int], seed: int
    ) -> list[np.ndarray]:
        """The pixels for each epsilon, rising: uint8 (N, H, W, 3), no pixel further from its own than that.

        pixels  uint8 (N, H, W, 3)
        truth   int (N,): the place of the true label, or whether the label holds
        FGSM takes the same direction for each. PGD begins at random within epsilon for the first, and then
        where it came to for the epsilon before.
        """
        import numpy as np

        rng = np.random.default_rng(seed)
        clean = pixels.astype(np.float32)
        signs = self._signs(clean, truth) if self.method == "fgsm" else None
        last, found = clean, []
        for epsilon in epsilons:
            if epsilon == 0:
                moved = clean
            elif signs is not None:
                moved = clean + epsilon * signs
            else:
                begin = last if last is not clean else clean + rng.uniform(-epsilon, epsilon, clean.shape)
                moved = last = self._climbed(clean, np.clip(begin, 0, 255), truth, epsilon)
            found.append(np.clip(np.round(moved), 0, 255).astype(np.uint8))
        return found

    def decided(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What the bundle decides of pixels uint8 (N, H, W, 3), as for `truth`, and how probable that is.

        int (N,), -1 where it decides none, and float (N,). The pixels go the way of a picture of just this
        size, so that a file of them is answered the same.
        """
        import numpy as np

        from imgfw import Picture

        bundle = self.lens.bundle
        component: Any = bundle.encoder.backbone.component
        fitted: Any = bundle.encoder.backbone.fitted
        if len(pixels) and not np.array_equal(component.pixels(pixels[0]), pixels[0]):
            raise CallError(
                f"backbone/{component.use} changes pixels of the size that it takes itself, so noise on them "
                "cannot be handed to it; expected one that leaves them as they are"
            )
        rows = np.stack([fitted.encode(Picture(image)) for image in pixels])
        rows = rows.astype(bundle.encoder.dtype).astype(np.float32)
        given = {self.target.name: bundle.probabilities(rows)[self.target.name]}
        return self.told(given[self.target.name], bundle.decide(given)[self.target.name])

    def told(self, given: np.ndarray, decided: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Decisions and their probabilities, of probabilities (N, C) and what is decided of them."""
        import numpy as np

        if self.label is not None:
            holds = decided[:, self.label].astype(int)
            sure = given[:, self.label]
            return holds, np.where(holds == 1, sure, 1 - sure)
        places = decided.astype(int)
        return places, np.where(places >= 0, given[np.arange(len(given)), places], np.nan)

    def _climbed(self, clean: np.ndarray, pixels: np.ndarray, truth: np.ndarray, epsilon: int) -> np.ndarray:
        """Up the loss by steps of one size, held within epsilon."""
        import numpy as np

        rate = max(1.0, 2.5 * epsilon / self.steps)
        for _ in range(self.steps):
            moved = pixels + rate * self._signs(pixels, truth)
            pixels = np.clip(np.clip(moved, clean - epsilon, clean + epsilon), 0, 255).astype(np.float32)
        return pixels

    def _signs(self, pixels: np.ndarray, truth: np.ndarray) -> np.ndarray:
        """The signs of the slope of the loss: float32 (N, H, W, 3)."""
        import numpy as np

        found = [
            np.asarray(self._slope(pixels[at : at + _BATCH].astype(np.float32), truth[at : at + _BATCH]))
            for at in range(0, len(pixels), _BATCH)
        ]
        signs: np.ndarray = np.sign(np.concatenate(found))
        return signs

    @cached_property
    def _slope(self) -> Callable[[Any, Any], Any]:
        """The slope of the loss at pixels (N, H, W, 3), 0..255, compiled once."""
        import tensorflow as tf

        height, width = self.lens.size
        shapes = [tf.TensorSpec((None, height, width, 3), tf.float32), tf.TensorSpec((None,), tf.int64)]

        @tf.function(input_signature=shapes, autograph=False)
        def slope(pixels: Any, truth: Any) -> Any:
            with tf.GradientTape() as tape:
                tape.watch(pixels)
                total = tf.reduce_sum(self._loss(self.lens.logits(pixels)[self.target.name], truth))
            return tape.gradient(total, pixels)

        return slope

    def _loss(self, logits: Any, truth: Any) -> Any:
        """Cross entropy of what is true, (N,)."""
        import tensorflow as tf

        if self.label is None:
            return tf.nn.sparse_softmax_cross_entropy_with_logits(truth, logits)
        return tf.nn.sigmoid_cross_entropy_with_logits(tf.cast(truth, tf.float32), logits[:, self.label])
