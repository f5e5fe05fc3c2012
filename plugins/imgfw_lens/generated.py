"""The source `generated`: pictures that a generator draws when they are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import CallError, Graph, Picture, Sample, Source, Target, nearest

if TYPE_CHECKING:
    import numpy as np

    from .generator_folder import Settings


class Generated(Source):
    """Pictures by a generator that `imgfw lens train-generator` trained, to learn from and never to judge on.

    They are in train, whatever the shares, and each has the labels that the generator was told. A run refuses
    to test on a picture that the generator learned from.
    """

    revision: ClassVar[int] = 1

    use: Literal["generated"] = "generated"
    path: Annotated[Path, Field(description="The folder of the generator.")]
    count: Annotated[int, Field(ge=1, le=1_000_000, description="How many pictures.")] = 500
    seed: Annotated[int, Field(ge=0, description="Another seed gives other pictures.")] = 0
    labels: Annotated[
        tuple[str, ...],
        Field(description="Only pictures with one of these labels; by default all, as often as in train."),
    ] = ()

    def gives(self) -> tuple[Target, ...]:
        """The target that the generator knows. Raises CallError where there is no generator."""
        self._rows()
        return (self._settings.target,)

    def files_read(self) -> tuple[Path, ...]:
        """The graph that draws."""
        from .generator_folder import GRAPH

        return (self.path / GRAPH,)

    def samples(self) -> Iterator[Sample]:
        """One sample a picture, each marked as generated."""
        names, shares = self._rows()
        side, told = self._settings.shape.side, [self.use, self.revision, self._graph.digest, self.seed]
        for number in range(self.count):
            stamp = json.dumps([*told, number, names[self._row(number, shares)]])
            yield Sample(
                uri=f"generated/{self.path.name}/{number:06}",
                stamp=stamp,
                digest=hashlib.sha256(stamp.encode()).hexdigest(),
                labels={self._settings.target.name: names[self._row(number, shares)]},
                facts={"generated": True, "width": side, "height": side},
            )

    def read(self, sample: Sample) -> Picture:
        """The picture, drawn: side x side pixels."""
        import numpy as np

        from .generative import LATENT
        from .generator_folder import vectors

        names, shares = self._rows()
        number = int(sample.uri.rpartition("/")[2])
        told = vectors(self._settings.target, [names[self._row(number, shares)]])
        noise = np.random.default_rng((self.seed, 1, number)).normal(size=(1, LATENT))
        made = self._graph(np.concatenate([noise.astype(np.float32), told], axis=1))[0][0]
        return Picture(np.clip(np.round((made + 1) * 127.5), 0, 255).astype(np.uint8))

    def _row(self, number: int, shares: np.ndarray) -> int:
        """Which labels a picture has: a place among the rows."""
        import numpy as np

        return int(np.random.default_rng((self.seed, 2, number)).choice(len(shares), p=shares))

    def _rows(self) -> tuple[list[tuple[str, ...]], Any]:
        """Labels that occur together, and how often. Raises CallError for labels that never do."""
        import numpy as np

        target = self._settings.target
        for label in self.labels:
            if label not in target.labels:
                raise CallError(
                    f'source/generated: labels: "{target.name}" has no label "{label}"; '
                    f"{nearest(label, target.labels)}"
                )
        rows = [each for each in self._settings.rows if not self.labels or set(each[0]) & set(self.labels)]
        if not rows:
            raise CallError(
                f"source/generated: no train sample had one of the labels {', '.join(self.labels)}"
            )
        counts = np.array([count for _, count in rows], float)
        return [labels for labels, _ in rows], counts / counts.sum()

    @cached_property
    def _settings(self) -> Settings:
        from .generator_folder import GRAPH, Settings

        found = Settings.read(self.path)
        if not (self.path / GRAPH).is_file():
            raise CallError(
                f"{self.path}: this generator is not trained to its end; "
                "the command that began it continues where it was"
            )
        return found

    @cached_property
    def _graph(self) -> Graph:
        from .generator_folder import GRAPH

        return Graph((self.path / GRAPH).read_bytes())
