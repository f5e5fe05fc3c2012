"""Open a finished run again: its outcome, made from its files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zipfile import BadZipFile

from pydantic import ValidationError

from ..bundle import Bundle, read
from ..data import Finding, Picture, Sample
from ..errors import CallError, DamagedError, FormatError, ImgfwError, PictureError
from ..kinds import Source
from ..outcome import Features, Outcome, Predictions
from ..progress import Progress
from ..registry import Registry, find_plugins
from ..rowlog import RowLog
from ..rows import Pictures, RowStore
from ..runfolder import find_run
from ..store import Store, cache_root, read_json
from ..tables import predictions_of, sample_of
from ..targets import Target
from . import keys
from .asked import plugin_files
from .features import features_of

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")


def open_run(
    run: str | Path, *, runs: str | Path = "runs", plugins: str | Path | Sequence[str | Path] = ()
) -> Outcome:
    """The outcome of a finished run, as it was; only its pictures need what its sources read.

    RUN is a run folder, the name of a run, or "latest". Raises CallError for an unfinished one. A picture
    that is no longer there raises PictureError when it is asked for.
    """
    folder = find_run(run, Path(runs))
    if not (folder / "scores.json").is_file():
        raise CallError(f"{folder}: not a finished run; run its recipe again, it continues from what it had")
    registry = find_plugins(plugin_files(plugins))
    recipe = tomllib.loads((folder / "resolved.toml").read_text("utf-8"))
    bundle = read(folder / "bundle", registry.find)
    samples = [sample_of(record) for record in _jsonl(folder / "samples.jsonl")]
    scores = read_json(folder / "scores.json")
    # labels may have come to the bundle and left it since
    then = scores.get("labels", {})
    targets = {n: replace(t, labels=tuple(then.get(n, t.labels))) for n, t in bundle.targets.items()}
    store = Store(cache_root())
    pictures = _pictures(recipe["source"], registry, store, bundle.encoder.side)
    picture = _asked(lambda sample: pictures()(sample))
    return Outcome(
        folder,
        recipe,
        tuple(samples),
        targets,
        scores,
        _predictions(folder / "predictions.npz", samples, targets),
        tuple(_jsonl(folder / "history.jsonl")),
        tuple(Finding(**record) for record in _jsonl(folder / "findings.jsonl")),
        tuple(scores["leaderboard"]),
        folder / "bundle",
        picture,
        _asked(lambda sample: pictures().content(sample)),
        _features(store, bundle, picture, scores["leaderboard"]),
        lambda: bundle,
        registry,
    )


def _pictures(
    tables: Sequence[Mapping[str, Any]], registry: Registry, store: Store, side: int | None
) -> Callable[[], Pictures]:
    """Gives the pictures; the sources are not built before one is asked for."""

    @cache
    def pictures() -> Pictures:
        kept = RowLog(store.folder("pictures") / f"{keys.pictures_key(side)}.log")
        return Pictures([_source(table, registry) for table in tables], side, kept)

    return pictures


def _asked(give: Callable[[Sample], T]) -> Callable[[Sample], T]:
    """The same, which says of what it cannot give which picture it was."""

    def given(sample: Sample) -> T:
        try:
            return give(sample)
        except (ImgfwError, ValidationError) as error:
            raise PictureError(f"{sample.uri}: {error}") from error

    return given


def _source(table: Mapping[str, Any], registry: Registry) -> Source:
    source = registry.find("source", table["use"]).model_validate_json(json.dumps(table))
    assert isinstance(source, Source)
    return source


def _features(
    store: Store,
    bundle: Bundle,
    picture: Callable[[Sample], Picture],
    leaderboard: Sequence[Mapping[str, Any]],
) -> Features:
    @cache
    def log(key: str) -> RowLog:
        return RowLog(store.folder("rows") / f"{key}.log")

    chosen = bundle.encoder.key
    rows = RowStore(log(chosen), bundle.encoder, picture)

    def features(samples: Sequence[Sample]) -> np.ndarray:
        rows.make([(sample, 0) for sample in samples], workers=1, progress=Progress())
        return rows.gather(samples)

    return features_of(leaderboard, features, chosen, log)


def _predictions(
    path: Path, samples: Sequence[Sample], targets: Mapping[str, Target]
) -> dict[str, Predictions]:
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as arrays:
            return predictions_of(dict(arrays), samples, targets)
    except FileNotFoundError as error:
        raise _older(path) from error
    except (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile) as error:
        raise DamagedError(f"{path}: damaged ({error}); run the recipe again") from error


def _jsonl(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            return [json.loads(line) for line in lines]
    except FileNotFoundError as error:
        raise _older(path) from error
    except ValueError as error:
        raise DamagedError(f"{path}: damaged ({error}); run the recipe again") from error


def _older(path: Path) -> FormatError:
    return FormatError(
        f"{path.parent}: has no {path.name}, which runs of this version have; run its recipe again, what is "
        "kept is used"
    )
