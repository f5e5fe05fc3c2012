"""Organizing under fire: killed or refused at every call of the system, in races, on random plans, journals.

    python benchmarks/stress/organize.py                  all of it, about 20 minutes
    python benchmarks/stress/organize.py calls --files 4  one part of it, small

After each blow the plan is applied again, compared with what it says, and undone, or undone at once: then
every name, byte, mode and time must be as before. Ends with exit code 1 at the first picture that is lost,
torn or overwritten. Most of the time goes into syncing: TMPDIR=/dev/shm makes it several times faster.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import io
import itertools
import json
import os
import random
import shutil
import signal
import stat
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from imgfw import CallError, RunError
from imgfw_photos import taking_back, transfer
from imgfw_photos.applying import apply
from imgfw_photos.names import folded, folders
from imgfw_photos.plan import Item, Plan, write_plan
from imgfw_photos.plan_table import write_items
from imgfw_photos.status import status
from imgfw_photos.stepping import Stepping
from imgfw_photos.undoing import undo
from imgfw_photos.xmp import merged

WAYS = [  # far = moved as if to another disk
    ("copy", "copies"),
    ("copy", "links"),
    ("move", "copies"),
    ("move", "links"),
    ("far", "copies"),
    ("far", "links"),
    ("hardlink", "copies"),
    ("symlink", "copies"),
]
RENAMED = taking_back._renamed
SURVIVED = 10
"""The exit status of a child that went on after a blow."""


CALLS = ("link", "unlink", "symlink", "mkdir", "rmdir", "fsync", "write", "utime", "ftruncate", "open")
Tree = dict[str, tuple[Any, ...]]


class Library:
    """Pictures in folders, a plan for them, and all of it as it was."""

    def __init__(self, root: Path, rng: random.Random, files: int, mode: Any, copies: Any) -> None:
        far, mode = mode == "far", "move" if mode == "far" else mode
        Stepping._is_far = lambda *_: far  # type: ignore[method-assign]
        taking_back._renamed = (lambda *_: False) if far else RENAMED
        self.source, self.target, self.plan = root / "from", root / "to", root / "plan"
        self.plan.mkdir(parents=True)
        self.items = list(self._items(rng, files))
        (self.target / "cat").mkdir(parents=True)
        (self.target / "cat" / "mine.jpg").write_bytes(b"a picture that was there before")
        about = Plan(self.target, (self.source,), mode, copies)
        write_plan(self.plan, replace(about, totals=write_items(self.plan, self.items)))
        for at, folder in enumerate([self.source, *self.source.rglob("*"), self.target, self.target / "cat"]):
            if folder.is_dir():
                os.utime(folder, ns=(10**18 + at, 10**18 + at))
        self.mode, self.before = mode, self.trees()
        self.contents = set(_contents(self.source)) | set(_contents(self.target))

    def _items(self, rng: random.Random, files: int) -> Any:
        labels = ("cat", "dog", "caf\u00e9", "sky \u2600")
        leader, folders = "", []
        for number in range(files):
            belongs = bool(leader) and rng.random() < 0.3
            name = f"p{number}{'.MOV' if belongs else '.jpg'}"
            path = self.source / rng.choice(("", "a", "a/b", "odd \udce9")) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            content = rng.randbytes(rng.choice((0, 1, 900, 5000)))
            path.write_bytes(content + bytes([number % 256]))
            path.chmod(rng.choice((0o644, 0o600, 0o444)))
            os.utime(path, ns=(10**18, 10**18 + rng.randrange(10**9)))
            if not belongs:
                chosen = rng.sample(labels, rng.choice((1, 1, 2)))
                folders = [f"{label}/{2000 + number % 3}" for label in chosen]
            places = tuple(f"{folder}/{name}" for folder in folders)
            status = path.stat()
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            follows = leader if belongs else ""
            yield Item(str(path), "placed", status.st_size, status.st_mtime_ns, digest, places, follows)
            leader = leader if belongs else str(path)

    def trees(self) -> Tree:
        """Everything below source and target."""
        return {**_tree(self.source), **_tree(self.target)}

    def check_nothing_lost(self) -> None:
        """Every content is somewhere, and nothing is torn under a final name."""
        found = set(_contents(self.source)) | set(_contents(self.target))
        expect(self.contents <= found, f"lost: {len(self.contents - found)} contents")
        torn = [path for path in self.target.rglob("*") if path.is_file() and not _draft(path)]
        torn = [path for path in torn if _digest(path) not in self.contents]
        expect(not torn, f"torn: {torn}")

    def check_applied(self) -> None:
        """The target is what the plan says, and no draft is left."""
        places = {place: item for item in self.items for place in item.places}
        found = {
            str(path.relative_to(self.target)): path for path in self.target.rglob("*") if not path.is_dir()
        }
        expect(set(found) == {*places, "cat/mine.jpg"}, f"other places: {set(found) ^ set(places)}")
        for place, item in places.items():
            expect(_digest(found[place]) == item.digest, f"another content: {place}")
            if self.mode != "symlink":
                expect(found[place].stat().st_mtime_ns == item.modified_ns, f"another time: {place}")
        gone = [item for item in self.items if not os.path.lexists(item.source)]
        expect(len(gone) == (len(self.items) if self.mode == "move" else 0), "sources gone or left")

    def check_undone(self) -> None:
        """Names, bytes, modes, times are as before."""
        now = self.trees()
        different = {name for name in {*now, *self.before} if now.get(name) != self.before.get(name)}
        expect(not different, f"not as before: {sorted(different)[:5]}")


def expect(holds: bool, told: str) -> None:
    """Ends everything where something does not hold."""
    if not holds:
        raise SystemExit(f"FAILED: {told}")


def _tree(root: Path) -> Tree:
    found: Tree = {}
    for path in [root, *sorted(root.rglob("*"))] if root.exists() else []:
        status = path.lstat()
        what = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
        found[str(path)] = (stat.S_IMODE(status.st_mode), status.st_mtime_ns, what)
    return found


def _contents(root: Path) -> Any:
    return (_digest(path) for path in root.rglob("*") if path.is_file() and not _draft(path))


def _draft(path: Path) -> bool:
    return path.name.startswith(".imgfw-")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def struck(work: Callable[[], object], at: int, blow: Callable[[str], None]) -> int:
    """Do the work in a child that is struck at its n-th call of the system; gives its exit status."""
    child = os.fork()
    if child == 0:
        try:
            struck_at = _arm(at, blow)
            work()
            os._exit(SURVIVED if struck_at() else 0)
        except (RunError, CallError, OSError) as error:
            os._exit(1 if isinstance(error, RunError | CallError) else 2)
        except BaseException:  # noqa: BLE001 - whatever it is, the parent has to know
            import traceback

            traceback.print_exc()
            os._exit(3)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _arm(at: int, blow: Callable[[str], None]) -> Callable[[], bool]:
    """Count calls from here on; what is given back says whether the n-th came."""
    calls_ = 0

    def counting(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            nonlocal calls_
            calls_ += 1
            if calls_ == at:
                blow(name)
            return call(*args, **more)

        return counted

    transfer.CHUNK = 1000
    for name in CALLS:
        setattr(os, name, counting(name, getattr(os, name)))
    io.open = counting("io.open", io.open)  # type: ignore[assignment]
    shutil.copystat = counting("copystat", shutil.copystat)  # type: ignore[assignment]
    rename, chunks = transfer._renaming(), transfer._chunks
    if rename is not None:
        renaming = counting("rename", rename)
        transfer._renaming = lambda: renaming  # type: ignore[assignment]
    copied = counting("read", lambda chunk: chunk)
    transfer._chunks = lambda given: (copied(chunk) for chunk in chunks(given))  # type: ignore[assignment]
    return lambda: calls_ >= at


def kill(name: str) -> None:
    """As the system does it when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(number: int) -> Callable[[str], None]:
    """As a full, read-only or broken disk does it."""

    def blow(name: str) -> None:
        raise OSError(number, os.strerror(number))

    return blow


BLOWS = {"killed": kill} | {errno.errorcode[n]: refuse(n) for n in (errno.ENOSPC, errno.EACCES, errno.EIO)}


def calls(root: Path, rng: random.Random, files: int, blows: Sequence[str] = tuple(BLOWS)) -> str:
    """Killed, or refused, at each call of applying and of undoing."""
    done: Counter[str] = Counter()
    for mode, copies in WAYS:
        seed = rng.random()
        for name in blows:
            for work in (apply, undo):
                for at in itertools.count(1):
                    library = Library(root / "library", random.Random(seed), files, mode, copies)
                    if work is undo:
                        apply(library.plan)
                    code = struck(lambda: work(library.plan), at, BLOWS[name])  # noqa: B023
                    told = f"{mode} {copies} {work.__name__} {name} at {at}"
                    expect(code in (0, 1, SURVIVED, -signal.SIGKILL), f"{told}: exit {code}")
                    _recover(library, told, apply_first=at % 2 == 0)
                    shutil.rmtree(root / "library")
                    if code == 0:
                        break
                    done[name] += 1
    return ", ".join(f"{number:,} {name}" for name, number in done.items())


def _recover(library: Library, told: str, *, apply_first: bool = True) -> None:
    """Go on after a blow: to the end and back, or back at once."""
    try:
        library.check_nothing_lost()
        if apply_first:
            applied = apply(library.plan)
            expect(not applied.left, f"left: {applied.left}")
            library.check_applied()
            before = library.trees()
            expect(apply(library.plan).made == 0 and library.trees() == before, "a second run changed it")
        undone = undo(library.plan)
        expect(not undone.stays, f"stays: {undone.stays}")
        library.check_undone()
    except (SystemExit, OSError, CallError, RunError) as error:
        raise SystemExit(f"{told}: {error}") from error


def sidecars(root: Path, rng: random.Random, files: int) -> str:
    """Struck at each call while labels are written into sidecars, or taken out again."""
    done: Counter[str] = Counter()
    for name, blow in BLOWS.items():
        for work in (apply, undo):
            for at in itertools.count(1):
                source, plan, labelled = root / "from", root / "plan", root / "labelled"
                before = _labelled(source, plan, files)
                apply(plan)
                shutil.copytree(source, labelled)
                if work is apply:
                    undo(plan)
                code = struck(lambda: work(plan), at, blow)  # noqa: B023
                told = f"{work.__name__} {name} at {at}"
                expect(code in (0, 1, SURVIVED, -signal.SIGKILL), f"{told}: exit {code}")
                if at % 2:
                    expect(not apply(plan).left, f"{told}: left")
                    same = all(_digest(path) == _digest(source / path.name) for path in labelled.iterdir())
                    expect(same, f"{told}: other labels")
                expect(not undo(plan).stays and _tree(source) == before, f"{told}: not as before")
                for folder in (source, plan, labelled):
                    shutil.rmtree(folder)
                if code == 0:
                    break
                done[name] += 1
    return ", ".join(f"{number:,} {name}" for name, number in done.items())


def _labelled(source: Path, plan: Path, files: int) -> Tree:
    """A plan to label pictures, every second of which has a sidecar; gives what is there before."""
    source.mkdir()
    plan.mkdir()
    items = []
    for number in range(files):
        path = source / f"{number}.jpg"
        path.write_bytes(b"%d" * number)
        if number % 2:
            sidecar = source / (f"{number}.xmp" if number % 4 == 1 else f"{path.name}.xmp")
            sidecar.write_bytes(merged(None, ["mine"]))
            sidecar.chmod(0o600)
            items.append(Item(str(sidecar), "placed", follows=str(path)))
        os.utime(path, ns=(10**18, 10**18))
        items.append(Item(str(path), "placed", path.stat().st_size, 10**18, labels=("cat", "me")))
    write_items(plan, items)
    write_plan(plan, Plan(source, (source,), "xmp"))
    os.utime(source, ns=(10**18, 10**18))
    return _tree(source)


def moments(root: Path, rng: random.Random, count: int) -> str:
    """Killed at a random moment of applying 150 files."""
    hit = 0
    for number in range(count):
        mode, copies = WAYS[number % len(WAYS)]
        library = Library(root / f"{number}", rng, 150, mode, copies)
        child = os.fork()
        if child == 0:
            apply(library.plan)
            os._exit(0)
        time.sleep(rng.random() * 0.25)
        os.kill(child, signal.SIGKILL)
        hit += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        _recover(library, f"{mode} {copies} killed, number {number}")
        shutil.rmtree(root / f"{number}")
    return f"{count} killed, {hit} of them at work"


def races(root: Path, rng: random.Random, count: int) -> str:
    """Two at once: of one plan, and of two plans with the same places."""
    for number in range(count):
        mode, copies = WAYS[number % len(WAYS)]
        one = Library(root / f"{number}", rng, 40, mode, copies)
        plans = [one.plan, one.plan]
        if number % 2:
            shutil.copytree(one.plan, root / f"{number}" / "other")
            plans[1] = root / f"{number}" / "other"
        children = []
        for plan in plans:
            if (child := os.fork()) == 0:
                try:
                    apply(plan)
                    os._exit(0)
                except CallError:
                    os._exit(1)
                finally:
                    os._exit(2)  # never further: what the parent tidies up is not the child's
            children.append(child)
        codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
        expect(codes in ([0, 0], [0, 1]), f"race {number}: {codes}")
        one.check_nothing_lost()
        one.check_applied()
        for plan in dict.fromkeys(plans):
            undo(plan)
        one.check_nothing_lost()
        shutil.rmtree(root / f"{number}")
    return f"{count} pairs"


def plans(root: Path, rng: random.Random, count: int) -> str:
    """Random plans: what lies in the way stays, the counts add up, a second does nothing, undo is exact."""
    in_the_way = 0
    for number in range(count):
        mode, copies = WAYS[number % len(WAYS)]
        library = Library(root / f"{number}", rng, rng.randrange(1, 9), mode, copies)
        if rng.random() < 0.5:
            item = rng.choice(library.items)
            other = library.target / rng.choice(item.places)
            other.parent.mkdir(parents=True, exist_ok=True)
            other.write_bytes(b"somebody's own")
            library.before, in_the_way = library.trees(), in_the_way + 1
        applied = apply(library.plan)
        places = sum(len(item.places) for item in library.items if item.source not in applied.left)
        expect(applied.made == places, f"plan {number}: {applied.made} made, {places} planned")
        names = [folded(str(path.relative_to(library.target))) for path in library.target.rglob("*")]
        expect(len(set(names)) == len(names), f"plan {number}: two names are one")
        state = library.trees()
        expect(apply(library.plan).made == 0 and library.trees() == state, f"plan {number}: second run")
        expect(not undo(library.plan).stays, f"plan {number}: stays")
        library.check_undone()
        shutil.rmtree(root / f"{number}")
    return f"{count} plans, {in_the_way} with something in the way"


PIECES = ("..", ".", "", "/", "\\", "\0", "C:", "~", "con", "nul.jpg", "a" * 300, "a ", "a.", "\udce9", "x")


def hostile(root: Path, rng: random.Random, count: int) -> str:
    """Labels that would lead elsewhere: they are made names, and refused as places of an edited plan."""
    refused = 0
    for number in range(count):
        library = Library(root / f"{number}", rng, 1, "copy", "copies")
        label = rng.choice(("/", "\\", "")).join(rng.choices(PIECES, k=rng.randrange(1, 6)))
        before = {path for path in root.rglob("*") if library.target not in path.parents}
        write_items(library.plan, [replace(library.items[0], places=(f"{label}/x.jpg",))])
        try:
            apply(library.plan)
        except CallError:
            refused += 1
        named = f"{folders([label])[label]}/x.jpg"
        write_items(library.plan, [replace(library.items[0], places=(named,))])
        expect(not apply(library.plan).left and (library.target / named).is_file(), f"{label!r}: {named!r}")
        after = {path for path in root.rglob("*") if library.target not in path.parents}
        expect({path.name for path in after - before} <= {"journal.jsonl"}, f"{label!r}: {after - before}")
        library.check_nothing_lost()
        shutil.rmtree(root / f"{number}")
    return f"{count} labels, {refused} of them refused as places of an edited plan, 0 writes outside"


ODD = (
    "/",
    "/" + "x/" * 2100,
    "",
    "a",
    "/\0",
    "/\ud800",
    0,
    -1,
    1 << 63,
    1.5,
    True,
    None,
    [],
    {},
    ["/"],
    {"/": 1},
)


def journals(root: Path, rng: random.Random, count: int) -> str:
    """Journals of which lines and values were exchanged, doubled, torn or lost: gone on from, or refused."""
    refused = 0
    for number in range(count):
        library = Library(root / f"{number}", rng, 3, *WAYS[number % len(WAYS)])
        apply(library.plan)
        path = library.plan / "journal.jsonl"
        lines = [json.loads(line) for line in path.read_bytes().splitlines()]
        values = [*ODD, *(value for line in lines for name, value in line.items() if name != "draft")]
        for line in rng.choices(lines, k=rng.randrange(4)):
            line[rng.choice(sorted(line))] = rng.choice(values)
        texts = [json.dumps(line) + "\n" for line in lines]
        if number % 2:
            texts = rng.choices([*texts, texts[-1][: rng.randrange(40)]], k=rng.randrange(len(texts) + 3))
        path.write_text("".join(texts))
        for act in (status, undo, apply, undo):
            try:
                act(library.plan)
            except (CallError, RunError):
                refused += 1
        library.check_nothing_lost()
        shutil.rmtree(root / f"{number}")
    return f"{count} journals, refused by {refused} of {4 * count} calls"


PARTS: dict[str, Callable[..., str]] = {
    "calls": calls,
    "sidecars": sidecars,
    "moments": moments,
    "races": races,
    "plans": plans,
    "hostile": hostile,
    "journals": journals,
}
COUNTS = {
    "calls": 20,
    "sidecars": 4,
    "moments": 200,
    "races": 50,
    "plans": 10_000,
    "hostile": 300,
    "journals": 2000,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Do the parts that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="all of them by default")
    parser.add_argument("--files", type=int, help="files of calls, or the count of the others")
    parser.add_argument("--blows", nargs="+", choices=list(BLOWS), default=list(BLOWS), help="of calls")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    for name in given.parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            begun = time.monotonic()
            more = (given.blows,) if name == "calls" else ()
            told = PARTS[name](Path(folder), random.Random(given.seed), given.files or COUNTS[name], *more)
        print(
            f"{name:<8} {told}: 0 lost, 0 torn, 0 overwritten ({time.monotonic() - begun:.0f} s)", flush=True
        )


if __name__ == "__main__":
    main(sys.argv[1:])
