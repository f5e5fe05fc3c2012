"""The teacher of a training: what a trainer that takes one declares as its parameter `teacher`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Teacher(BaseModel):
    """A backbone or bundle to learn from; the core makes its rows and gives them to the trainer as inputs.

    `teacher` holds its features of every training row, float32 (N, D), and, of a bundle, `teacher:TARGET` its
    probabilities or values, float32 (N, C), in the order of the recipe's labels.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True)

    backbone: Annotated[
        dict[str, Any] | None,
        Field(description='A backbone as it comes, with its parameters: { use = "mobilenet-v2" }.'),
    ] = None
    bundle: Annotated[
        Path | None, Field(description="Run folder or bundle that gives features and predictions.")
    ] = None

    @model_validator(mode="after")
    def _one(self) -> Teacher:
        given = [name for name in ("backbone", "bundle") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"expected one of backbone and bundle as the teacher, got {' and '.join(given) or 'neither'}"
            )
        return self
