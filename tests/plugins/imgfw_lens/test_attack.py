"""FGSM and PGD."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from imgfw import CallError
from imgfw_lens.attack import Attack

pytestmark = pytest.mark.keras


@pytest.fixture
def clean(small) -> np.ndarray:
    """Two pictures, a little noisy: red is in the first alone."""
    drawn = np.stack([small.drawn(("red", 4, 4)), small.drawn(("green", 20, 20))])
    return drawn + np.random.default_rng(1).integers(0, 20, drawn.shape, dtype=np.uint8)


def attack_on(lens, method: str, **more) -> Attack:
    """An attack on whether there is red."""
    return Attack(lens, lens.target("colours"), 0, method, **more)


@pytest.mark.parametrize("method", ["fgsm", "pgd"])
def test_no_pixel_moves_further_than_epsilon(lens, clean: np.ndarray, method: str) -> None:
    """Nor out of 0 to 255; without noise nothing moves at all."""
    sizes = (0, 1, 3, 200)

    found = attack_on(lens, method).attacked(clean, np.array([1, 0]), sizes, seed=0)

    apart = [int(np.abs(each.astype(int) - clean).max()) for each in found]
    assert all(each.dtype == np.uint8 and each.shape == clean.shape for each in found)
    assert np.array_equal(found[0], clean)
    assert all(moved <= size for moved, size in zip(apart, sizes, strict=True)) and apart[1:3] == [1, 3]


def test_one_step_goes_up_the_loss(lens, clean: np.ndarray) -> None:
    """Red pixels lose red where red is true, and its probability falls; where it is not, it never falls."""
    attack, truth = attack_on(lens, "fgsm"), np.array([1, 0])

    (noisy,) = attack.attacked(clean, truth, (8,), seed=0)

    before, after = (
        lens.bundle.probabilities(np.asarray(lens.features(each.astype(np.float32))))["colours"][:, 0]
        for each in (clean, noisy)
    )
    moved = noisy.astype(int) - clean
    assert set(np.unique(np.abs(moved))) <= {0, 8}
    assert moved[0, 4:12, 4:12, 0].sum() < 0
    assert after[0] < before[0] and after[1] >= before[1]


def test_several_steps_go_further_than_one(lens, clean: np.ndarray) -> None:
    """Within the same epsilon, the loss is at least as high."""
    truth = np.array([1, 1])

    found = {m: attack_on(lens, m).attacked(clean, truth, (6,), seed=3)[0] for m in ("fgsm", "pgd")}

    sure = {
        name: lens.bundle.probabilities(np.asarray(lens.features(each.astype(np.float32))))["colours"][0, 0]
        for name, each in found.items()
    }
    assert sure["pgd"] <= sure["fgsm"] + 0.02


def test_the_seed_decides_where_several_steps_begin(lens, clean: np.ndarray) -> None:
    """The same noise for the same seed, another for another."""
    one, again, other = (
        attack_on(lens, "pgd", steps=1).attacked(clean, np.array([1, 0]), (8,), seed=seed)[0]
        for seed in (1, 1, 2)
    )

    assert np.array_equal(one, again) and not np.array_equal(one, other)


def test_what_is_decided_is_what_a_file_of_it_gets(lens, clean: np.ndarray, tmp_path) -> None:
    """The pixels as a PNG of the size that the network takes are answered the same."""
    attack = attack_on(lens, "pgd")
    (noisy,) = attack.attacked(clean, np.array([1, 0]), (12,), seed=0)

    decided, sure = attack.decided(noisy)

    for place, image in enumerate(noisy):
        Image.fromarray(image).save(tmp_path / "noisy.png")
        (answer,) = lens.bundle.predict(tmp_path / "noisy.png")
        assert ("red" in answer.decided["colours"]) == bool(decided[place])
        given = float(answer.probabilities["colours"][0])
        assert sure[place] == pytest.approx(given if decided[place] else 1 - given, abs=1e-6)


def test_a_backbone_that_changes_pixels_of_its_size_is_refused(lens, clean: np.ndarray, monkeypatch) -> None:
    """What would be attacked is not what it would get."""
    backbone = type(lens.bundle.encoder.backbone.component)
    monkeypatch.setattr(backbone, "pixels", lambda self, image: image[::-1].astype("float32"))

    with pytest.raises(CallError, match="changes pixels of the size that it takes itself"):
        attack_on(lens, "fgsm").decided(clean)


def test_of_one_label_the_place_is_told(lens) -> None:
    """With its probability; none, where nothing is decided."""
    attack = Attack(lens, lens.target("colours"), None, "fgsm")
    given = np.array([[0.2, 0.8], [0.6, 0.4]], np.float32)

    places, sure = attack.told(given, np.array([1, -1]))

    assert list(places) == [1, -1] and sure[0] == pytest.approx(0.8) and np.isnan(sure[1])
