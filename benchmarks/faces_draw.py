"""How fast selfies are drawn: pictures a second on one core, first of a person and once textures are kept.

python benchmarks/faces_draw.py [--size 96] [--people 12] [--turns 6]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable

from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_faces.portrait import Portrait
from imgfw_faces.render import draw
from imgfw_faces.skin import paint


def per_second(call: Callable[[Portrait], object], portraits: Iterable[Portrait]) -> float:
    """Calls a second of processor time; the best of three rounds over all portraits."""
    best, portraits = 0.0, list(portraits)
    for _ in range(3):
        start = time.process_time()
        for portrait in portraits:
            call(portrait)
        best = max(best, len(portraits) / (time.process_time() - start))
    return best


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=96)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--turns", type=int, default=6)
    asked = parser.parse_args()
    source = DrawnSelfies(size=asked.size)
    people = [[source.portrait(who, turn) for turn in range(asked.turns)] for who in range(asked.people)]
    everyone = [portrait for one in people for portrait in one]
    draw(everyone[0], asked.size)
    textures = per_second(lambda portrait: paint(portrait.person), [one[0] for one in people])
    kept = per_second(lambda portrait: draw(portrait, asked.size), everyone)
    print(f"textures painted            {textures:7.1f} a second")
    print(f"pictures, textures kept     {kept:7.1f} a second at {asked.size} px")
    print(f"a texture costs as much as  {kept / textures:7.1f} pictures")


if __name__ == "__main__":
    main()
