"""The start of the command line: `imgfw`, and `python -m imgfw`."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # that of `typing`, which takes a while to import
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn


def start() -> int:
    """Do what the command line says; gives the exit code."""
    try:
        _open_streams()
        main = _imported()
    except KeyboardInterrupt:
        _leave()
    return main()


def _imported() -> Callable[[], int]:
    """The command line; an interrupt meanwhile ends the process, wherever Python would have raised it."""
    import signal

    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if usual:
        signal.signal(signal.SIGINT, _leave)  # in the middle of an import nothing can be put in order
    gc.disable()  # nothing that is imported is garbage, and to look through it is a fifth of `imgfw list`
    try:
        from imgfw.cli.main import main
    finally:
        gc.freeze()
        gc.enable()
        if usual:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    return main


def _open_streams() -> None:
    """See that no file which is opened later takes the place of a standard stream that is closed."""
    while (fd := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(fd)


def _leave(*_: object) -> NoReturn:
    """End the process; `cli.interrupt` says the same once it is there."""
    os.write(2, b"\ninterrupted; the same command continues\n")
    os._exit(130)


if __name__ == "__main__":
    sys.exit(start())
