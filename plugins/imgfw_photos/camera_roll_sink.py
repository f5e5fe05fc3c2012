"""A camera roll drawn at the end of a run, with a plan for it: organizing, tried without any photos."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from imgfw import Sink

if TYPE_CHECKING:
    from imgfw import Outcome


class CameraRoll(Sink):
    """A camera roll drawn by code, and a plan for it: where the model would put each photo."""

    use: Literal["camera-roll"] = "camera-roll"
    count: Annotated[int, Field(ge=1, le=100_000, description="How many photos.")] = 200
    size: Annotated[int, Field(ge=32, le=1024, description="The longer side of a photo in pixels.")] = 480
    seed: Annotated[int, Field(ge=0, description="Another seed gives another album.")] = 2025

    def write(self, outcome: Outcome, folder: Path) -> None:
        """Draw the folder roll/, and plan how its photos would go to sorted/: the plan is plan/."""
        from .camera_roll_folder import draw
        from .drawn_scenes import DrawnScenes
        from .organize_sink import Organize

        folder = folder.resolve()
        source = DrawnScenes(count=self.count, size=self.size, seed=self.seed)
        draw(folder / "roll", source, range(self.count))
        Organize(path=folder / "roll", to=folder / "sorted").write(outcome, folder)
