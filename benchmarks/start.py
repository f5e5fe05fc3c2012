"""How much it costs to start: CPU time of `imgfw list` against importing typer and pydantic.

    python benchmarks/start.py [--turns 15] [--profile]

Both run by turns in processes of their own; the ratio of their medians is printed and should stay below 2.2.
`--profile` prints which modules take the time, imports of their own included.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

OURS = [sys.executable, "-m", "imgfw", "list"]
THEIRS = [sys.executable, "-c", "import typer, pydantic"]
AIM = 2.2
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As users have it: a second start finds the byte code of the first."""


def cpu_seconds(call: list[str]) -> float:
    """User and system time of one process."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def slowest(count: int = 25) -> list[tuple[float, str]]:
    """(milliseconds with everything it imports, module) of the slowest imports of `imgfw list`."""
    call = [sys.executable, "-X", "importtime", *OURS[1:]]
    told = subprocess.run(call, check=True, capture_output=True, text=True, env=ENVIRONMENT).stderr
    rows = [line.split("|") for line in told.splitlines() if line.startswith("import time:")]
    found = [(int(row[1]) / 1000, row[2].rstrip()) for row in rows[1:]]
    return sorted(found, reverse=True)[:count]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    for call in (OURS, THEIRS):  # once for nothing: files come from disk, byte code is written
        cpu_seconds(call)
    pairs = [(cpu_seconds(OURS), cpu_seconds(THEIRS)) for _ in range(given.turns)]
    ours, theirs = (median(column) * 1000 for column in zip(*pairs, strict=True))
    print(f"imgfw list               {ours:6.0f} ms of CPU")
    print(f"import typer, pydantic   {theirs:6.0f} ms")
    print(f"ratio {ours / theirs:.2f}, aim {AIM}")
    if given.profile:
        for milliseconds, module in slowest():
            print(f"{milliseconds:8.1f} ms {module}")


if __name__ == "__main__":
    main()
