"""The digests of what is each paper's own: of its record, its place in the catalogue and on the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..rendering.noted import Digests
from ..rendering.reads import ALL, SIZE

OWN: Final = ("papers", "bibliographic", "digest", "derived", "provenance", "places", "map")
"""Tables in which a paper has an entry that is its own."""
TOLD_BY_OWN: Final = frozenset({*OWN, "seen places"})
"""Tables whose entry for a paper is told by its entries in `OWN`: what is seen of its place is a part of that place."""


class Own(NamedTuple):
    """The digests of what is each paper's own: for each table of `OWN` one of all its entries (`whole`), and those of
    the papers one behind the other, in the order of `ids`.
    """

    ids: tuple[str, ...]
    whole: Mapping[str, bytes]
    digests: Mapping[str, bytes]

    def rows(self) -> NDArray[np.uint8]:
        """Return the digests of each paper as one row of bytes."""
        columns = [np.frombuffer(self.digests.get(table, b""), np.uint8).reshape(-1, SIZE) for table in OWN]
        return np.hstack(columns)

    def unchanged(self, before: Own) -> dict[str, int]:
        """Return the papers of which all is as it was `before`, each with its position then."""
        places = {id: at for at, id in enumerate(before.ids)}
        known = [(id, at, places[id]) for at, id in enumerate(self.ids) if id in places]
        if not known:
            return {}
        ids, now, then = zip(*known, strict=True)
        same = (self.rows()[[*now]] == before.rows()[[*then]]).all(axis=1)
        return {id: at for id, at, is_same in zip(ids, then, same.tolist(), strict=True) if is_same}


NOBODY: Final = Own((), {}, {})


def own_of(ids: tuple[str, ...], digests: Digests, before: Own) -> Own:
    """Return the digests of what is the papers' own; those of a table that is as it was `before` are taken from
    there.
    """
    whole = {table: digests.of((table, ALL)) for table in OWN}
    same = {table for table in OWN if before.ids == ids and before.whole.get(table) == whole[table]}
    of_each = {
        table: before.digests[table] if table in same else b"".join([digests.of((table, id)) for id in ids])
        for table in OWN
    }
    return Own(ids, whole, of_each)
