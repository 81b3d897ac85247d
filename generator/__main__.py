"""Makes `python -m generator` the command `catalogue`."""

from __future__ import annotations

import atexit
import os
import sys


def run() -> None:
    """Run the command `catalogue`, and end the process when it is done, without freeing what it holds in memory, which
    the system does at once: to free very many records one by one takes as long as to read them.
    """
    # The library of linear algebra else starts a thread for each processor when it is loaded, and they wait busily.
    # Work is divided among processes here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Else pydantic looks for plugins of its own in all that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    codes: list[int | str | None] = []
    atexit.register(_end, codes)  # what is registered first is called last, so that nothing at a process' end is lost
    from .cli import main

    try:
        main()
    except SystemExit as ended:
        codes.append(ended.code)
        raise


def _end(codes: list[int | str | None]) -> None:
    """End this process with the exit code in `codes`; without one, which means that something went wrong, do nothing,
    so that Python says so.
    """
    if codes and isinstance(codes[0], int):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(codes[0])


if __name__ == "__main__":
    run()
