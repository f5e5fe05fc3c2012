"""Kill writers of row log and store at random moments: nothing acknowledged is lost, nothing torn is read.

    python benchmarks/stress/kill_store.py [--times 100] [--seed 0]

Each round, two processes append to one log and make artefacts in one store, telling what is finished; both
are killed with SIGKILL. Then every row and artefact they told of must be there and right, whatever else is
there must be whole, and the next round goes on in the same files.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from imgfw.logfile import LogFile
from imgfw.rowlog import RowLog
from imgfw.store import Store

ROWS = 8


def row(number: int, place: int) -> np.ndarray:
    """The row that belongs to a number, of a size that depends on it."""
    return np.random.default_rng((number, place)).integers(0, 255, 100 + number % 7 * 20_000, "uint8")


def write(work: Path, name: str, first: int) -> None:
    """Append and make without end, telling every number once it is finished."""
    log, store = RowLog(work / "rows.log"), Store(work / "store")

    def fill(draft: Path) -> None:
        for place in range(3):
            (draft / str(place)).write_bytes(row(number, place).tobytes())

    number = first
    while True:
        log.append((f"{name}{number}.{place}", row(number, place)) for place in range(ROWS))
        print("row", number, flush=True)
        store.make("part", f"{name}{number}", fill)
        print("part", number, flush=True)
        number += 1


def killed(work: Path, first: int, after: float) -> dict[str, list[tuple[str, int]]]:
    """What two writers told before they were killed: {writer: (what, number)...}."""
    writers = {
        name: subprocess.Popen(
            [sys.executable, __file__, "--write", name, str(work), str(first)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "ab"
    }
    begun = {name: process.stdout.readline() for name, process in writers.items()}
    time.sleep(after)
    for process in writers.values():
        process.kill()
    told = {name: (begun[name] + process.communicate()[0]).splitlines() for name, process in writers.items()}
    return {name: [(line.split()[0], int(line.split()[1])) for line in lines] for name, lines in told.items()}


def ends_torn(path: Path) -> bool:
    """Whether a log ends in a record that was not written to its end."""
    file = LogFile(path)
    file.follow()
    return file.end < path.stat().st_size


def check(work: Path, told: dict[str, list[tuple[str, int]]]) -> tuple[int, int]:
    """Every acknowledged row and artefact, and every other one that is there; how many of each."""
    log, store = RowLog(work / "rows.log"), Store(work / "store")
    for name, things in told.items():
        for what, number in things:
            if what == "row":
                missing = [place for place in range(ROWS) if f"{name}{number}.{place}" not in log]
                assert not missing, f"row {name}{number} was acknowledged and is not there"
            else:
                assert store.get("part", f"{name}{number}"), (
                    f"part {name}{number} was acknowledged and is not there"
                )
    for key in set(log.keys()):
        number, place = map(int, key[1:].split("."))
        assert np.array_equal(log.get(key), row(number, place)), f"row {key} is wrong"
    folders = list((work / "store" / "part").iterdir())
    for folder in folders:
        for place in range(3):
            assert (folder / str(place)).read_bytes() == row(int(folder.name[1:]), place).tobytes(), folder
    drafts = [
        path for path in (work / "store" / ".live").rglob("*") if path.is_file() and path.suffix != ".lock"
    ]
    assert not drafts, f"drafts of the dead were not swept: {drafts}"
    return len(log), len(folders)


def main() -> None:
    """Read the call and do the rounds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", nargs=3, help=argparse.SUPPRESS)
    call = parser.parse_args()
    if call.write:
        write(Path(call.write[1]), call.write[0], int(call.write[2]))
    rng, rows, parts, torn = random.Random(call.seed), 0, 0, 0
    for first in range(0, call.times * 1000, 10_000):
        with tempfile.TemporaryDirectory() as folder:  # a fresh one every ten rounds keeps checking quick
            work = Path(folder)
            for start in range(first, min(first + 10_000, call.times * 1000), 1000):
                told = killed(work, start, rng.random() * 0.2)
                torn += ends_torn(work / "rows.log")
                some_rows, some_parts = check(work, told)
            rows, parts = rows + some_rows, parts + some_parts
    print(f"{2 * call.times} writers killed, {torn} times a torn tail: {rows} rows, {parts} parts, none lost")


if __name__ == "__main__":
    main()
