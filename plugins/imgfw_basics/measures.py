"""What is known of a sample before its picture is looked at again."""

from __future__ import annotations

from imgfw import ComponentError, Sample


def size(sample: Sample) -> tuple[float, float]:
    """Width and height in pixels, upright: of its region's box, else of the whole picture."""
    if sample.region is not None and sample.region.box is not None:
        left, top, right, bottom = sample.region.box
        return right - left, bottom - top
    return sample.facts["width"], sample.facts["height"]


def measure(sample: Sample, name: str, cleaner: str) -> float:
    """A figure of the whole picture, measured when it was decoded.

    Raises ComponentError where the sample does not have it.
    """
    if name not in sample.facts:
        known = ", ".join(sample.facts) or "none"
        raise ComponentError(
            f'cleaner/{cleaner}: {sample.uri}: expected the fact "{name}", got {known}; '
            "a survey measures it when it decodes the picture"
        )
    return float(sample.facts[name])
