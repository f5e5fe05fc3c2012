"""What a bundle says of many pictures, in order and in threads, no more of them at a time than these need."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgfw import Answer, PictureError, read_file

if TYPE_CHECKING:
    from imgfw import Bundle


@dataclass(frozen=True)
class Prediction:
    """What is said of one picture file, with what the file was then.

    digest       sha256 of its content, hex; "" where it could not be read
    modified_ns  when it was last changed
    answers      one a region
    """

    uri: str
    digest: str
    size: int
    modified_ns: int
    answers: tuple[Answer, ...]


def predicted(
    bundle: Bundle, paths: Sequence[Path], *, workers: int | None = None, progress: Any = None
) -> Iterator[Prediction]:
    """The predictions for these files, in their order; one that cannot be used says why in its answer."""
    threads = workers or os.cpu_count() or 1
    pool = ThreadPoolExecutor(threads, thread_name_prefix="imgfw")
    rest = iter(paths)
    waiting: deque[Future[Prediction]] = deque()

    def begin(some: Iterable[Path]) -> None:
        waiting.extend(pool.submit(_predicted, bundle, path) for path in some)

    try:
        begin(islice(rest, 4 * threads))
        while waiting:
            found = waiting.popleft().result()
            begin(islice(rest, 1))
            yield found
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _predicted(bundle: Bundle, path: Path) -> Prediction:
    digest, size, modified = "", 0, 0
    try:
        status = path.stat()
        size, modified = status.st_size, status.st_mtime_ns
        content = read_file(path)
        digest = hashlib.sha256(content).hexdigest()
        answers = tuple(bundle.answer(content, str(path)))
    except (PictureError, OSError) as error:
        why = str(error) if isinstance(error, PictureError) else f"cannot be read: {error.strerror}"
        answers = (Answer(str(path), left_out=why),)
    return Prediction(str(path), digest, size, modified, answers)
