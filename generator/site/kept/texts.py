"""Takes the texts of papers from the files that an earlier build published, where they would be made equal.

Most files for programs hold a text of each paper, one behind the other. A build notes of each paper a digest of all
that its texts are made from, and where they stand in those files; the next build takes them from there if the digest is
the same and the file is as it was. What is a paper's own is in `OWN`; whatever else is read while a text is made is
noted, as it is for pages (`rendering.reads`), and nothing is taken if any of it has changed.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate
from typing import Final, NamedTuple

from ...build.write import Kept, Staging
from ...catalogue import addresses
from ...export.data.files import RECORDS
from ...export.document import DOCUMENT
from ...export.lists import CSL, CSV, JSON, KINDS, RIS, Kind, PaperTexts
from ..context import Site
from ..rendering.noted import Digests, NotedSite
from ..rendering.reads import Leaf, digest_of

OWN = ("papers", "bibliographic", "digest", "derived", "provenance", "places", "map")
"""Tables in which a paper has an entry that is its own."""
_BETWEEN: Final[Mapping[Kind, bytes]] = {
    "bibtex": b"\n",
    "ris": b"\r\n",
    "csl": b",\n",
    "rows": b",\n",
    "document": b",\n",
}
"""What stands between two texts of a kind in a file, if anything does."""
_FILES: Final[Mapping[Kind, str]] = {
    "ris": addresses.beside(addresses.HOME, RIS.file).path,
    "csl": addresses.beside(addresses.HOME, CSL.file).path,
    "csv": addresses.beside(addresses.HOME, CSV.file).path,
    "rows": addresses.beside(addresses.HOME, JSON.file).path,
    "document": DOCUMENT,
    "records": addresses.beside(addresses.DATA, RECORDS).path,
}
"""The file that has the texts of a kind of all papers; those of BibTeX may be divided among several."""


class Cut(NamedTuple):
    """Where texts stand in a published file: behind its first `start` bytes, in the order of `names`, each with its
    length in bytes, and with `between` bytes from one to the next. `path` is the file's, `digest` the one of its
    content.
    """

    path: str
    digest: str
    start: int
    between: int
    names: Sequence[str]
    lengths: array[int]


class TextsLeft(NamedTuple):
    """What a build leaves of the texts of papers. `keys` has for each paper, by id, the digest of what belongs to it
    alone; `read` has each other entry of the catalogue that was read for any text, with its digest; `cuts` tell in
    which files the texts of a kind stand, and where.
    """

    keys: Mapping[str, bytes]
    read: Mapping[Leaf, bytes]
    cuts: Mapping[Kind, Sequence[Cut]]


NOTHING: Final = TextsLeft({}, {}, {})


class KeptTexts:
    """The texts of all papers, of which an earlier build may have made some."""

    def __init__(self, site: Site, digests: Digests, before: TextsLeft, staging: Staging) -> None:
        """Determine which texts that the last build left, `before`, need not be made, and let `site` take them from
        here. `digests` are those of the catalogue's entries.
        """
        self._site, self._digests, self._staging = site, digests, staging
        is_true = all(digests.of(leaf) == digest for leaf, digest in before.read.items())
        self._before = before if is_true else NOTHING
        self._read = dict(self._before.read)
        self._known: dict[Kind, Mapping[str, str]] = {}
        site.texts.reuse(self.found)

    @cached_property
    def keys(self) -> Mapping[str, bytes]:
        """Return the digest of what is each paper's own, its id included, by paper id."""
        of = self._digests.of
        return {id: digest_of_all((digest_of(id), *(of((table, id)) for table in OWN))) for id in self._site.papers}

    @cached_property
    def _unchanged(self) -> frozenset[str]:
        before = self._before.keys
        return frozenset(id for id, key in self.keys.items() if before.get(id) == key) if before else frozenset()

    def found(self, kind: Kind) -> Mapping[str, str]:
        """Return the texts of a kind that need not be made, or were made by `make_all`, by paper id."""
        if kind not in self._known:
            cuts = self._before.cuts.get(kind, ()) if self._unchanged else ()
            texts = (pair for cut in cuts for pair in taken(cut, self._staging))
            self._known[kind] = {id: text.decode() for id, text in texts if id in self._unchanged}
        return self._known[kind]

    def make_all(self, noted: NotedSite) -> PaperTexts:
        """Return the texts of all papers; only those are made that no earlier build made equal. What is later read of
        the catalogue through the result is noted in `noted`.
        """
        texts = PaperTexts(noted.catalogue, noted.translations)
        known = {kind: dict(self.found(kind)) for kind in KINDS}
        for id in self._site.papers:
            if lacking := [kind for kind in KINDS if id not in known[kind]]:
                made, read = noted.reads.during(partial(_made, texts, id, lacking))
                for leaf in read:
                    if leaf not in self._read and (leaf[1] != id or leaf[0] not in OWN):
                        self._read[leaf] = self._digests.of(leaf)
                for kind, text in zip(lacking, made, strict=True):
                    known[kind][id] = text
        self._known = dict(known)
        texts.reuse(self.found)
        return texts

    def left(self, files: Mapping[str, Kept]) -> TextsLeft:
        """Return what the next build needs, given all files by path."""
        ids = tuple(self._site.papers)
        parts: dict[Kind, Mapping[str, Sequence[str]]] = {kind: {path: ids} for kind, path in _FILES.items()}
        parts["bibtex"] = self._site.texts.bibtex_files(addresses.HOME, ids)
        cuts = {kind: [self._cut(kind, path, its, files[path]) for path, its in parts[kind].items()] for kind in KINDS}
        return TextsLeft(self.keys, self._read, cuts)

    def _cut(self, kind: Kind, path: str, ids: Sequence[str], file: Kept) -> Cut:
        """Return where the texts of one kind of the papers `ids`, in this order, stand in the file at `path`. The
        result has no texts if they do not stand there one behind the other.
        """
        for cut in self._before.cuts.get(kind, ()):
            if cut.path == path and cut.digest == file.digest and cut.names == ids:
                return cut
        between = _BETWEEN.get(kind, b"")
        texts = [self._known[kind][id].encode() for id in ids]
        content = self._staging.read(path, file)
        start = content.find(texts[0]) if texts else 0
        if not content.startswith(between.join(texts), start):
            return Cut(path, file.digest, 0, 0, (), array("I"))
        return Cut(path, file.digest, start, len(between), ids, array("I", map(len, texts)))


def _made(texts: PaperTexts, id: str, kinds: Sequence[Kind]) -> list[str]:
    return [texts.make(kind, id) for kind in kinds]


def taken(cut: Cut, staging: Staging) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each text of a `cut`, read from its published file; nothing if the file is not
    the one that was noted.
    """
    standing = staging.standing.get(cut.path)
    if standing is None or standing.digest != cut.digest:
        return
    content = staging.read(cut.path, standing)
    starts = accumulate((length + cut.between for length in cut.lengths), initial=cut.start)
    for name, start, length in zip(cut.names, starts, cut.lengths, strict=False):
        yield name, content[start : start + length]


def digest_of_all(parts: Iterable[bytes]) -> bytes:
    """Return one digest of several digests, given in an order that counts."""
    return hashlib.blake2b(b"".join(parts), digest_size=12).digest()
