"""What pages ask of very many papers, such as how many a curator checked, kept for the next build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from ...build.results import KeptResults
from ...cache import Cache
from ..rendering.noted import Digests
from ..rendering.reads import Leaf, Reads, widened

_Value = TypeVar("_Value")


class KeptAnswers:
    """Answers by name. Each is kept with the entries of the catalogue that were read for it, and their digests."""

    def __init__(self, digests: Digests, cache: Cache) -> None:
        """Take the digests of the catalogue's entries, and the cache."""
        self._digests, self._kept = digests, KeptResults(cache)

    def of(self, name: str, find: Callable[[], _Value], reads: Reads) -> _Value:
        """Return the answer with a name, which is plain data: the one that is kept if nothing that was read for it has
        changed, else what `find` returns. What it depends on is noted in `reads`.
        """
        kept = self._kept.get(name)
        if kept and kept[0] == self._digests.shared and self._is_true(kept[1][0]):
            known: _Value = kept[1][1]
            reads.now |= kept[1][0].keys()
            return known
        found, read = reads.during(find)
        leaves = widened(read, self._digests.whole)
        self._kept.put(name, self._digests.shared, ({leaf: self._digests.of(leaf) for leaf in leaves}, found))
        self._kept.save()
        reads.now |= {*leaves}
        return found

    def _is_true(self, read: Mapping[Leaf, bytes]) -> bool:
        return all(self._digests.of(leaf) == digest for leaf, digest in read.items())
