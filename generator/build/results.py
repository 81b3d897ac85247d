"""What a build found out of papers, one by one or together, kept for the next one, which finds it out only where
anything changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from ..cache import Cache

_Value = TypeVar("_Value")


class KeptResults:
    """Results by name: of each paper, or of all together, with a digest of all that they depend on."""

    def __init__(self, cache: Cache | None) -> None:
        """Take the cache in which they are kept; without one, all is found out."""
        self._cache = cache

    def get(self, name: str) -> tuple[bytes, Any] | None:
        """Return the digest and the value of the result with a name; None if no build has kept one."""
        kept: tuple[bytes, Any] | None = self._cache.get(name) if self._cache else None
        return kept

    def put(self, name: str, digest: bytes, value: object) -> None:
        """Keep a result under a name for the next build, with the digest of all that it depends on. Does nothing
        without a cache.
        """
        if self._cache:
            self._cache.put(name, (digest, value))

    def of_all(self, name: str, digest: bytes, find: Callable[[], _Value]) -> _Value:
        """Return the result on all papers that has a name: the one that is kept, if its digest is the given one, else
        what `find` returns, which is kept from now on.
        """
        kept = self.get(name)
        if kept and kept[0] == digest:
            known: _Value = kept[1]
            return known
        found = find()
        self.put(name, digest, found)
        return found

    def of_each(
        self,
        name: str,
        rules: bytes,
        digests: Mapping[str, bytes],
        find: Callable[[Sequence[str]], Mapping[str, _Value]],
        doubtful: Collection[str] = (),
    ) -> dict[str, _Value]:
        """Return the result that has a name for each paper, by id. `digests` has what each paper's own depends on,
        `rules` what all depend on.

        A result that is kept is returned if both digests are the same and the paper is not among the `doubtful`, which
        are ids. All others are found by one call of `find`, which is given their ids and returns a result for each; if
        there are none, it is not called. All results are then kept for the next build.
        """
        kept = self.get(name)
        before: Mapping[str, tuple[bytes, _Value]] = kept[1] if kept and kept[0] == rules else {}
        same = {id for id, digest in digests.items() if id in before and before[id][0] == digest}.difference(doubtful)
        found = find([id for id in digests if id not in same]) if len(same) < len(digests) else {}
        now = {id: before[id] if id in same else (digest, found[id]) for id, digest in digests.items()}
        if found or now.keys() != before.keys():
            self.put(name, rules, now)
        return {id: value for id, (_, value) in now.items()}

    def save(self) -> None:
        """Write what has changed. What nothing asked for stays, since the next change may ask for it; there are few
        names.
        """
        if self._cache:
            self._cache.save(drop=False)
