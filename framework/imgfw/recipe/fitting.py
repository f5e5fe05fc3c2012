"""Whether the parts of a recipe fit each other: trainer, features and maps, augmenters, landmarks."""

from __future__ import annotations

from collections.abc import Sequence

from ..components import Component
from ..errors import ImgfwError
from ..kinds import Backbone, Trainer
from ..neural import NeuralBackbone, NeuralHead
from .heads import Placed
from .parts import Parts, Reading
from .spots import Problems, Spot
from .words import shown

_SHAPES = {"vector": "features (N, D)", "map": "maps (N, h, w, c)"}


def trainer(reading: Reading) -> Trainer | None:
    """The trainer of [train], or the one that what is neural asks for; None where nothing needs one."""
    parts, asked = reading.parts, _asking(reading)
    if "train" not in reading.tables and not asked:
        return None
    table = reading.tables.get("train", {})
    names = reading.registry.names("trainer")
    given = isinstance(table, dict) and "use" in table
    wanted = list(asked) or ([names[0]] if len(names) == 1 else [])
    if not given and len(wanted) > 1:
        first, second = wanted[:2]
        hint = f"{shown(first)} is asked for at {asked[first].where}; give the trainer by [train] use"
        reading.problems.add(asked[second], "expected one trainer for all networks", shown(second), hint)
        parts.faulty.add("train")
    if not given and wanted and wanted[0] not in names:
        what = f"expected an installed plugin that has the trainer {shown(wanted[0])}"
        reading.problems.add(asked[wanted[0]], what, "none", ", ".join(f"there is {name}" for name in names))
        parts.faulty.add("train")
    if "train" in parts.faulty:
        return None
    made = reading.one("train", "trainer", use=wanted[0] if wanted else "")
    return made if asked else None


def _asking(reading: Reading) -> dict[str, Spot]:
    """The trainers that the networks of a recipe name, and who names them."""
    asked: dict[str, Spot] = {}
    if isinstance(reading.parts.backbone, NeuralBackbone):
        asked[reading.parts.backbone.trainer] = reading.spots.at("backbone")
    for position, head in reading.parts.lists["head"]:
        if isinstance(head, NeuralHead):
            asked.setdefault(head.trainer, reading.spots.at("head", position))
    return asked


def fit_together(
    parts: Parts, trainer: Trainer | None, heads: Sequence[Placed], spots: Spot, problems: Problems
) -> None:
    """Note what does not fit; what is faulty in itself is left alone.

    heads  with their names and targets filled in, in the order of the file
    """
    if "annotator" not in parts.faulty and "source" not in parts.faulty:
        _landmarks(parts, spots, problems)
    if parts.backbone is not None:
        _maps(parts, heads, spots, problems)
        follows(parts.backbone, parts, spots.at("backbone"), problems)
    neural = isinstance(parts.backbone, NeuralBackbone)
    if parts.backbone is None or (neural and trainer is None) or parts.faulty & {"train", "head"}:
        return
    needs = frozenset({"features"})
    if trainer is not None:
        try:
            if neural:
                needs = trainer.needs_of(parts.backbone)
            else:
                trainer.check_frozen()
        except ImgfwError as error:
            problems.add(
                spots.exactly("train") or spots.at("backbone"), f"expected a trainer that fits: {error}"
            )
            return
    _features(parts, needs, heads, spots, problems)
    if trainer is not None and "pixels" in needs:
        _fed(trainer, heads, spots, problems)


def _features(
    parts: Parts, needs: frozenset[str], heads: Sequence[Placed], spots: Spot, problems: Problems
) -> None:
    if "features" not in needs:
        for position, cleaner in parts.lists["cleaner"]:
            if "features" in cleaner.needs:
                what = f"expected a frozen backbone, whose features {cleaner.use} needs"
                problems.add(spots.at("cleaner", position), what, "one that is trained")
    pixels = "pixels" in needs
    if pixels and len(heads) == len(parts.lists["head"]):
        _trained(parts, heads, spots, problems)
    augment, augmenters = parts.augment, parts.lists["augmenter"]
    one_row = augment is not None and augment.original and augment.per_sample == 1
    if augmenters and augment and not pixels and one_row and not augment.per_class_at_least:
        what = "expected [augment] per_sample of 2 or more, else no augmenter can ever show"
        hint = "the one row of each picture is the picture as it is; raise augment.per_sample"
        problems.add(spots.at("augmenter", augmenters[0][0]), what, "1", hint)


def _trained(parts: Parts, heads: Sequence[Placed], spots: Spot, problems: Problems) -> None:
    """Note where there is no network to train the backbone, and where those that do feed another head.

    What they say of training rows they learned from their labels, and so did the features they see.
    """
    assert parts.backbone is not None
    trained = parts.backbone.use
    training = {
        f"head:{head.name}": head
        for _, head in heads
        if isinstance(head, NeuralHead) and head.inputs == ("features",)
    }
    if heads and not training:
        what = f"expected a network that sees the features alone, to train {trained} with"
        got = ", ".join(f"{head.use} on {' and '.join(head.inputs)}" for _, head in heads)
        problems.add(spots.at("backbone"), what, got)
    for position, head in heads:
        for name in head.inputs:
            if name in training:
                what = f"expected predictions of a head on whose labels {trained} is not trained"
                hint = f'freeze the backbone, or let "{training[name].name}" be a head that is no network'
                problems.add(spots.at("head", position, "inputs"), what, shown(name), hint)


def _fed(trainer: Trainer, heads: Sequence[Placed], spots: Spot, problems: Problems) -> None:
    """Note networks that other heads feed: these are trained on features that are kept by then."""
    for position, head in heads:
        if isinstance(head, NeuralHead) and head.inputs != ("features",):
            try:
                trainer.check_frozen()
            except ImgfwError as error:
                what = (
                    f"expected phases that can train {head.use} on kept features, as others feed it: {error}"
                )
                hint = "take a head that is no network, or take the other heads out of its inputs"
                problems.add(spots.at("head", position, "inputs"), what, " and ".join(head.inputs), hint)


def _maps(parts: Parts, heads: Sequence[Placed], spots: Spot, problems: Problems) -> None:
    """Note heads and cleaners that take features of another shape than the backbone gives."""
    assert parts.backbone is not None
    use, given = parts.backbone.use, parts.backbone.gives
    got = f"{use}, which gives {_SHAPES[given]}"
    for position, head in heads:
        if "features" in head.inputs and head.takes != given:
            what = f"expected a backbone that gives {_SHAPES[head.takes]}, which {head.use} takes"
            hint = f"take another head, or another pooling of {use}"
            problems.add(spots.at("head", position), what, got, hint)
        elif "features" not in head.inputs and head.takes == "map":
            what = f'expected "features" among the inputs of {head.use}, which takes maps'
            problems.add(spots.at("head", position, "inputs"), what, " and ".join(head.inputs))
    for position, cleaner in parts.lists["cleaner"]:
        if "features" in cleaner.needs and given == "map":
            what = f"expected a backbone that gives {_SHAPES['vector']}, which {cleaner.use} needs"
            problems.add(spots.at("cleaner", position), what, got)


def _landmarks(parts: Parts, spots: Spot, problems: Problems) -> None:
    lists = parts.lists
    offered = any("landmarks" in part.offers for part in _all(parts, "source", "annotator"))
    if offered:
        return
    needing = [(s, (s, p), part) for s in ("annotator", "transform", "augmenter") for p, part in lists[s]]
    for section, at, part in [*needing, ("backbone", ("backbone",), parts.backbone)]:
        if part is not None and "landmarks" in part.needs:
            what = f"expected an annotator or a source that gives landmarks, which {part.use} needs"
            problems.add(spots.at(*at), what, "none", f"add an [[annotator]], or take the {section} out")


def follows(backbone: Backbone, parts: Parts, spot: Spot, problems: Problems) -> None:
    """A backbone may see what one transform gives, and nothing else."""
    wanted, given = backbone.follows, [transform.use for _, transform in parts.lists["transform"]]
    if wanted and "transform" not in parts.faulty and given[-1:] != [wanted]:
        what = f"expected {wanted} as the last transform, which {backbone.use} needs"
        hint = f'add [[transform]] use = "{wanted}" behind the others'
        problems.add(spot, what, " then ".join(given) or "no transform", hint)


def _all(parts: Parts, *sections: str) -> list[Component]:
    return [part for section in sections for _, part in parts.lists[section]]
