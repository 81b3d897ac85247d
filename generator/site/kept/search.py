"""Makes of the search index only what would differ from that of an earlier build.

A build notes what each paper brings to the index (`search.inverting.contributions`), with a digest of all that this
depends on, and for each file a digest of what it was made from. The next build finds out what the papers bring whose
digest is another, puts it in place of what they brought before, and makes those files anew that are made from anything
else than before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ...build.staging import Content, Kept, Staging, Stored
from ...cache import Cache
from ...catalogue.assemble import Labelled, in_order_of_positions
from ...catalogue.languages import Languages
from ...processes import give_back_memory
from ...records.bulk import Digested, digest_of_part
from ...records.paper import Paper
from ...search.bundles import FOLDER, Named
from ...search.changes import Change, Inverted, inverted, with_change
from ...search.documents import near_of
from ...search.index import Known, index_of
from ...search.inverting.contributions import Contributions, contributions, together
from ...search.shards import digested
from ..context import Site
from ..rendering.noted import Digests
from ..rendering.reads import ALL, digest_of

_PAPERS, _FILES, _LABELS, _PLACES = "papers", "files", "labels", "places"
_PART = 10
"""If more than a tenth of the papers are new or changed, it is faster to read all of them."""
_REST = 200
"""If fewer than one in so many papers are others than in the cache, the next build reads these again: to write the
cache would take longer.
"""


class _Papers(NamedTuple):
    """What papers brought to the index, and the inverted index that this gave: `shared` is the digest of what concerns
    all of them, `digests` are their own by id, in the order of positions.
    """

    shared: bytes
    digests: Mapping[str, bytes]
    found: Contributions
    inverted: Inverted


class _Places(NamedTuple):
    """What is known of papers beside their records, of all of which `made_from` is a digest: for each paper, in the
    order of positions, a digest of what its text names and of who names it, and as bytes what its card tells of the
    papers `near` to it. The latter change for very many papers, and no word of the index with them.
    """

    made_from: bytes
    digests: Sequence[bytes]
    near: Sequence[bytes]


class _Bundle(NamedTuple):
    """Files that were made together: their version, and what the docs folder then held."""

    version: str
    files: Sequence[Stored]


class KeptIndex:
    """The search index of a build; files that must be made are written to `staging`."""

    def __init__(self, site: Site, languages: Languages, digests: Digests, cache: Cache, staging: Staging) -> None:
        """Take what the last build left in `cache`. `languages` are those of the texts, `digests` those of the
        catalogue's entries.
        """
        self._site, self._languages, self._cache, self._staging = site, languages, cache, staging
        labels: Sequence[Labelled] = cache.get(_LABELS) or ()
        self._order = in_order_of_positions(site.catalogue.papers, labels)
        if labels != (now := self._order.labels()):
            cache.put(_LABELS, now)
        self._papers = self._order.papers
        by = (digests.of(("systems", ALL)), digests.of(("catalogue", "synonyms")), languages.all, languages.taxonomy)
        self._shared = digest_of((digests.shared, *by))
        self._ids = [paper.id for paper in self._papers]
        self._places = self._read_places(digests)
        pairs = zip(self._papers, self._places.digests, strict=True)
        self._digests = {paper.id: own + _digest(paper, languages) for paper, own in pairs}

    def files(self) -> dict[str, Content]:
        """Return all files of the index, by path, and store in the cache what the next build needs."""
        before: Mapping[bytes, _Bundle] = self._cache.get(_FILES) or {}
        versions = {made_from: bundle.version for made_from, bundle in before.items()}
        found = self._inverted()
        pairs = zip(self._digests.values(), self._places.near, strict=True)
        site, known = self._site, Known([self._shared + digest + near for digest, near in pairs], versions)
        encoded = index_of(found, site.catalogue, self._order, site.translations, self._languages, known)
        files: dict[str, Content] = {**self._staging.put({f"{FOLDER}/index.json": encoded.head})}
        left: dict[bytes, _Bundle] = {}
        for it in encoded.bundles:
            own = self._kept(it, before) or self._staging.put(dict(zip(it.names, it.bundle.texts, strict=True)))
            files |= own
            if it.bundle.made_from:
                left[it.bundle.made_from] = _Bundle(it.version, [Stored(one.digest, one.size) for one in own.values()])
        self._cache.put(_FILES, left)
        self._cache.save()
        return files

    def _read_places(self, digests: Digests) -> _Places:
        """Return what is known of the papers beside their records: what the last build knew if nothing has changed."""
        places, ids = self._site.catalogue.places, self._ids
        made_from = digest_of(("\0".join(ids), digests.of(("places", ALL)))) if isinstance(places, Digested) else b""
        before: _Places = self._cache.get(_PLACES) or _Places(b"", (), ())
        if made_from and made_from == before.made_from:
            return before
        own = [places.get(id) for id in ids]
        said = [digest_of((it.mentions, it.mentioned_by)) if it else b"" for it in own]
        at = {id: position for position, id in enumerate(ids)}
        self._cache.put(_PLACES, found := _Places(made_from, said, [repr(near_of(it, at)).encode() for it in own]))
        return found

    def _kept(self, named: Named, before: Mapping[bytes, _Bundle]) -> dict[str, Kept] | None:
        """Return the files of a bundle, by path, if the docs folder holds them as they would be made; else None.
        `before` has the bundles of the last build, by the digest of what each was made from.
        """
        bundle = before.get(named.bundle.made_from)
        own = dict(zip(named.names, bundle.files, strict=True)) if bundle else {}
        standing = self._staging.standing
        return {**own} if own and all(standing.get(name) == file for name, file in own.items()) else None

    def _inverted(self) -> Inverted:
        """Return the inverted index, and store it in the cache, with all that it is made of, unless that has the one
        before, which can be changed.
        """
        before: _Papers | None = self._cache.get(_PAPERS)
        if before is None or before.shared != self._shared:
            return self._stored(contributions(self._site.catalogue, self._papers, self._languages))
        same = len(before.digests.items() & self._digests.items())
        new, gone = len(self._papers) - same, len(before.digests) - same
        if not new and not gone:
            return before.inverted
        if _PART * new > len(self._papers):
            return self._stored(contributions(self._site.catalogue, self._papers, self._languages))
        change = self._change(before)
        few = _REST * (new + gone) < len(self._papers)
        changed = with_change(before.inverted, before.found, change, *self._by()) if few else None
        return changed or self._stored(together(before.found.large(), change.now, change.found, change.at))

    def _stored(self, found: Contributions) -> Inverted:
        """Store in the cache what all papers bring to the index and the inverted index of it, and return the latter."""
        give_back_memory()
        made = inverted(found, *self._by())
        made = made._replace(tiers=digested(made.tiers, len(self._papers)))
        self._cache.put(_PAPERS, _Papers(self._shared, self._digests, found.small(), made.small()))
        self._cache.save()
        self._cache.forget()  # what papers brought need not be in memory while the files are made
        del found
        give_back_memory()
        return made

    def _by(self) -> tuple[Languages, float | None]:
        """Return the languages of the texts, and the mean length of papers if it is given."""
        return self._languages, self._site.catalogue.settings.mean_length

    def _change(self, before: _Papers) -> Change:
        """Return what is new of the papers, most of which bring what they did `before`."""
        new = [at for at, paper in enumerate(self._papers) if before.digests.get(paper.id) != self._digests[paper.id]]
        positions = {id: at for at, id in enumerate(self._ids)}
        now = [positions[id] if self._digests.get(id) == digest else -1 for id, digest in before.digests.items()]
        found = contributions(self._site.catalogue, [self._papers[at] for at in new], self._languages)
        return Change(np.array(now, np.int32), found, np.array(new, np.int64))


def _digest(paper: Paper, languages: Languages) -> bytes:
    """Return what tells of one paper's record whether the index reads it as before: the digests of its parts, its id
    and former ids, the languages of its texts, and when it joined, by which it is numbered.
    """
    parts = (paper.bibliographic, paper.digest, paper.derived)
    own = (paper.id, paper.former_ids, str(paper.provenance.added))
    by = (*own, languages.papers[paper.id], languages.digests[paper.id])
    return b"".join(map(digest_of_part, parts)) + repr(by).encode()
