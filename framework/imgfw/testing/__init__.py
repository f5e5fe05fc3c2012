"""For plugin authors: does a component keep its contract? `toy.py` beside this is a plugin to start from."""

from __future__ import annotations

from .check import check_component

__all__ = ["check_component"]
