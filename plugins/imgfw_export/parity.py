"""An export compared with its bundle, from the bytes of pictures to their labels."""

from __future__ import annotations

import json
import platform
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from imgfw import Bundle, PictureError, RunError

from . import standalone
from .differing import BAND, FEATURE_BAND, Difference, first_difference, of_probabilities
from .pictures import Kept, probes
from .ways import Got, Run, Wanted, decided_by

_SHOWN = 3
_HALF = (
    "\n  features are rounded to half precision, where the last bits of a runtime decide which way: take "
    '--to litert, or a run with dtype = "float32"'
)
_LIBRARIES = {"onnx": ("onnx", "onnxruntime", "tf2onnx"), "litert": ()}


class Refused(RunError):
    """An export that differs from its bundle.

    stage  where the first picture differs first
    """

    def __init__(self, stage: str, text: str) -> None:
        self.stage = stage
        super().__init__(text)


@dataclass
class Tally:
    """What the comparison has found until now."""

    differing: list[tuple[str, Difference]] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    compared: int = 0
    probes: list[str] = field(default_factory=list)
    equal: Counter[str] = field(default_factory=Counter)
    largest: dict[str, float] = field(default_factory=dict)
    network: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)


def compared(folder: Path, bundle: Bundle, pictures: Iterable[Kept]) -> dict[str, Any]:
    """The content of parity.json for the export in a folder.

    pictures  names and bytes of picture files; those that cannot be had are listed. One of them is tried in
              several sizes and kinds of files besides, for they may all be small
    Raises Refused where one of them differs, and RunError where none can be compared.
    """
    told = json.loads((folder / "preprocessing.json").read_text("utf-8"))
    run = standalone.model(folder, told["model"], threads=1)
    tally = Tally()
    for name, content in pictures:
        try:
            if isinstance(content, PictureError):
                raise content
            _compare(tally, name, Wanted(bundle, content), Got(told, run, content))
            if not tally.probes:
                _probe(tally, f"{name} as ", content, bundle, told, run)
        except (PictureError, standalone.Unusable) as error:
            tally.left_out[name] = str(error)
    if tally.differing:
        raise _refused(tally, bundle.encoder.dtype)
    if not tally.compared:
        first = next(iter(tally.left_out.items()), ("", ""))
        why = f": {first[0]} {first[1]}" if first[0] else ", none was found"
        raise RunError(f"imgfw export: no picture to compare on{why}; --pictures DIR names some")
    return _plain(folder, told, bundle, tally)


def _compare(tally: Tally, name: str, wanted: Wanted, got: Got) -> None:
    begun = time.perf_counter()
    _ = got.pixels
    midway = time.perf_counter()
    _ = got.found
    ended = time.perf_counter()
    difference = first_difference(wanted, got)
    tally.compared += 1
    if difference:
        tally.differing.append((name, difference))
        return
    tally.network.append(ended - midway)
    tally.whole.append(ended - begun)
    for target, apart in of_probabilities(wanted, got).items():
        tally.largest[target] = max(apart, tally.largest.get(target, 0.0))
    for target, label in decided_by(wanted.bundle, wanted.probabilities).items():
        number = wanted.bundle.targets[target].type == "number"  # within its band, else it would differ
        tally.equal[target] += number or label == got.decided[target]


def _probe(
    tally: Tally, name: str, content: bytes, bundle: Bundle, told: Mapping[str, Any], run: Run
) -> None:
    resize = told["picture"]["resize"]
    side = max(bundle.encoder.side or 0, resize["width"], resize["height"])
    for kind, probe in probes(content, side):
        tally.probes.append(kind)
        if difference := first_difference(Wanted(bundle, probe), Got(told, run, probe)):
            tally.differing.append((name + kind, difference))


def _refused(tally: Tally, dtype: str) -> Refused:
    stages = Counter(difference.stage for _, difference in tally.differing)
    stage = tally.differing[0][1].stage
    shown = ", ".join(f"{name} by {each.largest:.3g}" for name, each in tally.differing[:_SHOWN])
    more = "" if len(tally.differing) <= _SHOWN else f" and {len(tally.differing) - _SHOWN} more"
    others = "" if len(stages) == 1 else f" (of all: {', '.join(f'{k} {n}' for k, n in stages.items())})"
    every = tally.compared + len(tally.probes)
    return Refused(
        stage,
        f"the export is refused: {len(tally.differing)} of {every} pictures differ from the bundle, "
        f'first at the stage "{stage}"{others}: {shown}{more}; nothing is written'
        f"{_HALF if (stage, dtype) == ('backbone', 'float16') else ''}",
    )


def _plain(folder: Path, told: Mapping[str, Any], bundle: Bundle, tally: Tally) -> dict[str, Any]:
    file = folder / told["model"]["file"]
    content = file.read_bytes()
    kind = told["model"]["kind"]
    libraries = ("imgfw", "ai-edge-litert", "numpy", "pillow", *_LIBRARIES[kind])
    return {
        "format": 1,
        "file": file.name,
        "kind": kind,
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
        "bundle": {"digest": bundle.digest, "generation": bundle.generation},
        "pictures": tally.compared,
        "probes": tally.probes,
        "left_out": tally.left_out,
        "band": BAND,
        "feature_band": FEATURE_BAND,
        "targets": {
            name: {
                "largest_difference": tally.largest[name],
                "agreeing": tally.equal[name],
                "agreement": tally.equal[name] / tally.compared,
            }
            for name in bundle.targets
        },
        "latency_ms": {
            "network": round(1e3 * median(tally.network), 3),
            "from_bytes": round(1e3 * median(tally.whole), 3),
            "threads": 1,
        },
        "versions": {"python": platform.python_version(), **{n: version(n) for n in libraries}},
        "machine": platform.machine(),
    }
