"""The start of the command line: `imgfw`, and `python -m imgfw`."""

import gc
import sys


def start() -> int:
    """Do what the command line says; gives the exit code."""
    gc.disable()  # nothing that is imported is garbage, and to look through it is a fifth of `imgfw list`
    try:
        from imgfw.cli.main import main
    finally:
        gc.freeze()
        gc.enable()
    return main()


if __name__ == "__main__":
    sys.exit(start())
