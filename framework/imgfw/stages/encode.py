"""Encode: every sample has its row, or a reason why it cannot have one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..data import Sample


def without_rows(samples: Sequence[Sample], failed: Mapping[str, str]) -> list[Sample]:
    """The samples, with those left out whose row could not be made; `failed` is {sample id: reason}."""
    return [
        replace(sample, left_out=failed[sample.id], split="") if sample.id in failed else sample
        for sample in samples
    ]
