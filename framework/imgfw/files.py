"""Which files of a folder are pictures, and which are passed over."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from .digests import sha256_of
from .errors import CallError, PictureError, UnavailableError
from .formats import START, is_surely_picture

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".dib", ".tif", ".tiff"}
    | {".mpo", ".avif", ".avifs", ".heic", ".heif", ".hif"}
)
"""Endings of files that are looked into; a file without any ending is, too, and its content decides."""

RAW = frozenset(
    {".3fr", ".ari", ".arw", ".bay", ".cap", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gpr"}
    | {".iiq", ".k25", ".kdc", ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".ptx", ".raf", ".raw"}
    | {".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f"}
)
"""Raw files of cameras: what their first bytes show is a preview at best."""

BESIDE = frozenset(
    {".aae", ".csv", ".db", ".ini", ".json", ".jsonl", ".md", ".pdf", ".svg", ".tsv", ".txt", ".xml", ".xmp"}
    | {".3gp", ".avi", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".mts", ".wav", ".webm"}
    | {
        ".7z",
        ".gz",
        ".tar",
        ".zip",
        ".py",
        ".html",
        ".log",
        ".npy",
        ".npz",
        ".parquet",
        ".psd",
        ".pts",
        ".toml",
    }
)
"""What lies beside pictures; never opened to see whether it is one."""

KINDS_TOLD = 4


LARGEST = 2**30
"""No picture file is larger than this; what is, is something else, and never read into memory."""


def read_file(path: Path) -> bytes:
    """The content of a picture file.

    Raises PictureError for what is no file or too large, UnavailableError where it cannot be read.
    """
    try:
        if not path.is_file() and path.exists():
            raise PictureError("is not a file")
        if path.stat().st_size > LARGEST:
            raise PictureError(f"is larger than {LARGEST // 2**20:,} MiB, as no picture is")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise UnavailableError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def may_be_picture(name: str) -> bool:
    """Whether a file of this name is looked into: a picture's ending or none, and not hidden."""
    return not name.startswith(".") and ending_of(name) in SUFFIXES | {""}


def ending_of(name: str) -> str:
    """The ending of a file's name, in lower case with its dot; "" = none."""
    return os.path.splitext(name)[1].lower()


def is_picture(name: str, start: Callable[[], bytes]) -> bool:
    """Whether a file is looked into: by its name, or, where its ending is nobody's, by its first bytes.

    start  gives the first `formats.START` bytes; it is only asked where the name does not tell
    """
    if name.startswith(".") or ending_of(name) in RAW | BESIDE:
        return False
    return may_be_picture(name) or is_surely_picture(start())


def passed_over(names: Mapping[str, int]) -> str:
    """Counts by ending as one sentence: "40 files passed over: .dat 30, .jpg_large 10"; "" for none."""
    counts = Counter(names)
    total = sum(counts.values())
    if not total:
        return ""
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    told = [f"{ending} {count:,}" for ending, count in ordered[:KINDS_TOLD]]
    rest = sum(count for _, count in ordered[KINDS_TOLD:])
    told += [f"others {rest:,}"] if rest else []
    return f"{total:,} file{'s' if total > 1 else ''} passed over: {', '.join(told)}"


def pictures_under(folder: Path, passed: Counter[str] | None = None) -> Iterator[Path]:
    """The pictures at any depth, sorted, see `is_picture`; links are followed, but into no folder twice.

    passed  takes the endings of the other files, hidden ones aside

    Links that lead nowhere are among the pictures: whoever reads them says what is wrong.
    Raises CallError for a folder that cannot be listed.
    """
    yield from _under(folder, set(), Counter() if passed is None else passed)


def _under(folder: Path, seen: set[Path], passed: Counter[str]) -> Iterator[Path]:
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise CallError(f"{folder}: cannot be listed: {error.strerror}") from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if path.is_dir():
            yield from _under(path, seen, passed)
        elif not path.is_file() and path.exists():
            continue  # a pipe or a device
        elif is_picture(entry.name, lambda path=path: start_of(path)):  # type: ignore[misc]
            yield path
        else:
            passed[ending_of(entry.name)] += 1


def start_of(path: Path) -> bytes:
    """The first bytes of a file, as many as tell its format; none where it cannot be read."""
    try:
        with path.open("rb", buffering=0) as file:
            return file.read(START)
    except (OSError, ValueError):
        return b""


def stamp_of(path: Path) -> str:
    """What changes when a file does, as the stamp of a sample; "" where there is no file to ask.

    Its size, its time as programs may set it, the time the system keeps, and its place on the disk.
    """
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def known_sha256(path: Path) -> str:
    """SHA-256 of a file's content, hex; it is read again only when its stamp has changed."""
    return _sha256(path, stamp_of(path))


@lru_cache(maxsize=64)
def _sha256(path: Path, stamp: str) -> str:
    return sha256_of(path)
