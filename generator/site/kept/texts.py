"""Takes the texts of papers from the files that an earlier build published, where they would be made equal.

Most files for programs hold a text of each paper, one behind the other. A build notes of each paper a digest of all
that its texts are made from, and where they stand in those files; the next build takes them from there if the digest is
the same and the file is as it was. What is a paper's own is told by `own.OWN`; whatever else is read while a text is
made is noted, as it is for pages (`rendering.reads`), and nothing is taken if any of it has changed.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, chain, islice
from typing import Final, NamedTuple

from ...build.staging import Kept, Staging
from ...catalogue import addresses
from ...export.data.files import RECORDS
from ...export.document import DOCUMENT
from ...export.lists import CSL, CSV, JSON, KINDS, RIS, Bytes, Kind, PaperTexts
from ..context import Site
from ..rendering.noted import Digests, NotedSite
from ..rendering.reads import SIZE, Leaf
from .own import NOBODY, TOLD_BY_OWN, Own, own_of

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
    """What a build leaves of the texts of papers. `own` are the digests of what belongs to each paper alone; `read` has
    each other entry of the catalogue that was read for any text, with its digest; `cuts` tell in which files the texts
    of a kind stand, and where.
    """

    own: Own
    read: Mapping[Leaf, bytes]
    cuts: Mapping[Kind, Sequence[Cut]]


NOTHING: Final = TextsLeft(NOBODY, {}, {})


class KeptTexts:
    """The texts of all papers, of which an earlier build may have made some (`export.lists.Known`)."""

    def __init__(self, site: Site, digests: Digests, before: TextsLeft, staging: Staging) -> None:
        """Determine which texts that the last build left, `before`, need not be made, and let `site` take them from
        here. `digests` are those of the catalogue's entries.
        """
        self._site, self._digests, self._staging = site, digests, staging
        is_true = all(digests.of(leaf) == digest for leaf, digest in before.read.items())
        self._before = before if is_true else NOTHING
        self._read = dict(self._before.read)
        self.own = own_of(tuple(site.papers), digests, before.own)
        self._places = self.own.unchanged(self._before.own)
        """The papers whose texts may be known, each with its position in the files."""
        self._rows, self._at = self.own.rows(), {id: at for at, id in enumerate(self.own.ids)}
        self._texts = PaperTexts(site.catalogue, site.translations)
        self._cuts: dict[Kind, Sequence[Cut]] = {}
        self._standing: dict[Kind, _Standing | None] = {}
        site.texts.reuse(self)

    def digest_of_own(self, ids: Iterable[str]) -> bytes:
        """Return a digest of what is these papers' own."""
        own = self._rows[[self._at[id] for id in ids]]
        return hashlib.blake2b(own.tobytes(), digest_size=SIZE).digest()

    def runs(self, kind: Kind, ids: Sequence[str]) -> Iterator[tuple[Sequence[str], Bytes | None]]:
        """Yield parts of a list of papers, in order, with their texts as they stand one behind the other; None for
        those of which they are not known.
        """
        standing, places = self._of(kind), self._places
        if standing is None:
            yield ids, None
            return
        at = 0
        while at < len(ids):
            begin, first = at, places.get(ids[at], -1)
            at += 1
            if first < 0:
                yield ids[begin:at], None
                continue
            while at < len(ids) and places.get(ids[at], -1) == first + at - begin:
                at += 1
            for text in standing.between(first, first + at - begin):
                yield (), text

    def size(self, kind: Kind, id: str) -> int | None:
        """Return the number of bytes of a text; None if it is not known."""
        standing = self._of(kind)
        return standing.lengths[self._places[id]] if standing and id in self._places else None

    def _of(self, kind: Kind) -> _Standing | None:
        """Return where the texts of a kind stand in the files of the last build; None if these files are not as they
        were.
        """
        if kind not in self._standing:
            cuts = self._before.cuts.get(kind, ()) if self._places else ()
            contents = [content for cut in cuts if (content := content_of(cut, self._staging)) is not None]
            self._standing[kind] = _Standing(cuts, contents) if cuts and len(contents) == len(cuts) else None
        return self._standing[kind]

    def begin(self, noted: NotedSite) -> PaperTexts:
        """Return the texts of all papers, of which those are made that are asked for. What is then read of the
        catalogue is noted in `noted`.
        """
        self._texts = PaperTexts(noted.catalogue, noted.translations)
        self._texts.reuse(self)
        return self._texts

    def make(self, noted: NotedSite, kinds: Sequence[Kind]) -> None:
        """Make the texts of some `kinds` of all papers, as far as no earlier build made them equal. `noted` is that of
        `begin`.
        """
        lacking = [kind for kind in kinds if self._of(kind) is None]
        for id in self._site.papers:
            if its := lacking if id in self._places else kinds:
                _, read = noted.reads.during(partial(_make, self._texts, id, its))
                self._texts.publications.pop(id, None)  # those of all papers take much memory
                for leaf in read:
                    if leaf not in self._read and (leaf[1] != id or leaf[0] not in TOLD_BY_OWN):
                        self._read[leaf] = self._digests.of(leaf)

    def forget(self, kind: Kind, files: Mapping[str, Kept]) -> None:
        """Note where the texts of one kind stand in the `files`, given by path, and drop those that were made, and the
        files of the last build that they were taken from.
        """
        self._cuts[kind] = self._cuts_of(kind, files)
        self._standing.pop(kind, None)
        self._texts.forget(kind)

    def left(self, files: Mapping[str, Kept]) -> TextsLeft:
        """Return what the next build needs, given all files by path."""
        cuts = {kind: self._cuts.get(kind) or self._cuts_of(kind, files) for kind in KINDS}
        return TextsLeft(self.own, self._read, cuts)

    def _cuts_of(self, kind: Kind, files: Mapping[str, Kept]) -> list[Cut]:
        ids = self.own.ids
        parts = {_FILES[kind]: ids} if kind in _FILES else self._texts.bibtex_files(addresses.HOME, ids)
        return [self._cut(kind, path, its, files[path]) for path, its in parts.items()]

    def _cut(self, kind: Kind, path: str, ids: Sequence[str], file: Kept) -> Cut:
        """Return where the texts of one kind of the papers `ids`, in this order, stand in the file at `path`. The
        result has no texts if they do not stand there one behind the other.
        """
        for cut in self._before.cuts.get(kind, ()):
            if cut.path == path and cut.digest == file.digest and cut.names == ids:
                return cut
        between, texts = len(_BETWEEN.get(kind, b"")), self._texts
        content = self._staging.read(path, file)
        start = content.find(b"".join(islice(texts.of(kind, ids[:1]), 1)))
        standing = self._of(kind)
        # Those that were not made now stood there in the file from which they were taken.
        known = self._places if standing else {}
        before = standing.lengths if standing else array("I")
        lengths = array("I", [before[known[id]] if id in known else texts.size(kind, id) for id in ids])
        cut = Cut(path, file.digest, start, between, ids, lengths)
        made = ((id, at) for id, at in zip(ids, starts_of(cut), strict=True) if id not in known)
        if start >= 0 and all(content.startswith(texts.text(kind, id), at) for id, at in made):
            return cut
        return Cut(path, file.digest, 0, 0, (), array("I"))


class _Standing:
    """The texts of a kind as they stand in one file or in several."""

    def __init__(self, cuts: Sequence[Cut], contents: Sequence[bytes]) -> None:
        """Take the files, and where texts are cut out of them."""
        self._contents = [memoryview(content) for content in contents]
        self._first = [0, *accumulate(len(cut.names) for cut in cuts)]
        """The number of the first text of each file, and that of all texts."""
        self.lengths = array("I", chain.from_iterable(cut.lengths for cut in cuts))
        self._starts = array("I", chain.from_iterable(starts_of(cut) for cut in cuts))

    def between(self, first: int, end: int) -> Iterator[memoryview]:
        """Yield the texts from the number `first` to before `end`, those of each file as one."""
        for content, begin, over in zip(self._contents, self._first, self._first[1:], strict=False):
            if first < over and end > begin:
                last = min(end, over) - 1
                yield content[self._starts[max(first, begin)] : self._starts[last] + self.lengths[last]]


def _make(texts: PaperTexts, id: str, kinds: Sequence[Kind]) -> None:
    for kind in kinds:
        texts.text(kind, id)


def content_of(cut: Cut, staging: Staging) -> bytes | None:
    """Return the content of a published file; None if the file is not what it was."""
    standing = staging.standing.get(cut.path)
    return staging.read(cut.path, standing) if standing and standing.digest == cut.digest else None


def starts_of(cut: Cut) -> Iterator[int]:
    """Yield where each text begins in its file."""
    starts = accumulate((length + cut.between for length in cut.lengths), initial=cut.start)
    return islice(starts, len(cut.lengths))


def taken(cut: Cut, staging: Staging) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each text of a `cut`, read from its published file; nothing if the file is not
    the one that was noted.
    """
    content = content_of(cut, staging)
    if content is not None:
        for name, start, length in zip(cut.names, starts_of(cut), cut.lengths, strict=True):
            yield name, content[start : start + length]
