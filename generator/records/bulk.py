"""Records by the thousand."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keep Python from looking for circles among objects during a `with` block, and afterwards among those made in it.
    Records hold none, and looking through all that there are, again and again while they become more, takes longer
    than to make them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
