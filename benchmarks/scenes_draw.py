"""How fast an album is drawn: photos a second on one core, at several sizes.

python benchmarks/scenes_draw.py [--count 60]
"""

from __future__ import annotations

import argparse
import time

from imgfw_photos.drawn_scenes import DrawnScenes


def per_second(source: DrawnScenes, count: int) -> float:
    """Photos a second of processor time; the best of three rounds."""
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        for number in range(count):
            source.drawn(number)
        best = max(best, count / (time.process_time() - start))
    return best


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    asked = parser.parse_args()
    for size in (96, 160, 240, 480):
        source = DrawnScenes(size=size)
        source.drawn(0)
        print(f"{per_second(source, asked.count):7.1f} a second at {size} px")


if __name__ == "__main__":
    main()
