"""Makes only those files for programs that would differ from the ones of an earlier build.

They are made in parts: each list, the document, the data, and all others. A build notes what each part was made from. A
part is made anew only if any of it has another digest, and then from texts of papers of which most are known (`texts`).
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from ...build.staging import Kept, Staging
from ...cache import Cache
from ...catalogue import addresses
from ...export import export_others
from ...export.data import database_file, description_file, table_files
from ...export.data.compression import HEAD, compress_piece, compressed
from ...export.data.files import COMPRESSED, DataFile, FileFacts
from ...export.data.json_lines import render_json_lines
from ...export.data.rows import tables_of
from ...export.data.tables import Table
from ...export.document import DOCUMENT, render_document
from ...export.lists import Bytes, Kind, PaperTexts, lists_of, render_paper_list
from ...export.map_points import map_points
from ...processes import give_back_memory
from ..context import Site
from ..render import render_data_page
from ..rendering.noted import Digests, NotedSite
from ..rendering.reads import Leaf, digest_of, widened
from .answers import KeptAnswers
from .data import KeptDatabase
from .own import TOLD_BY_OWN
from .texts import NOTHING, Cut, KeptTexts, TextsLeft, taken

_STATE = "exports"
_IN_LISTS: Final[Sequence[Kind]] = ("bibtex", "ris", "csl", "csv")
"""Kinds of texts of which lists are made, but for `rows`, which are made with the document's."""
_COMPRESSED = addresses.beside(addresses.DATA, COMPRESSED).path


class _Part(NamedTuple):
    """Files that are made together. `key` is the digest of what belongs to some papers alone and was read for them,
    `read` has each other entry of the catalogue that was read, with its digest, and `files` the digest of each file, by
    path.
    """

    key: bytes
    read: Mapping[Leaf, bytes]
    files: Mapping[str, str]


class _State(NamedTuple):
    """What a build leaves; `shared` is the digest of what all parts read, `squeezed` the pieces of the compressed
    file, each by its digest, `sha256` the one of each file of the data, by path.
    """

    shared: bytes
    parts: Mapping[str, _Part]
    texts: TextsLeft
    squeezed: Cut | None
    sha256: Mapping[str, str]


class KeptExports:
    """The files for programs of a build; those that must be made are written to `staging`."""

    def __init__(self, site: Site, digests: Digests, caches: Callable[[str], Cache], staging: Staging) -> None:
        """Take what the last build left in the caches, which `caches` opens by name, and let `site` use the texts that
        are known. `digests` are those of the catalogue's entries.
        """
        self._site, self._digests, self._staging = site, digests, staging
        self._cache = cache = caches("exports")
        self._answers = KeptAnswers(digests, caches("answers"))
        self._database = KeptDatabase(site, digests, caches("database"))
        before: _State | None = cache.get(_STATE)
        self._before = before if before and before.shared == digests.shared else _State(b"", {}, NOTHING, None, {})
        self._texts = KeptTexts(site, digests, self._before.texts, staging)
        self._parts: dict[str, _Part] = {}
        self._squeezed = self._before.squeezed
        self._sha256 = {**self._before.sha256}

    def files(self) -> dict[str, Kept]:
        """Return all files for programs and the page that lists them, by path, and store in the cache what the next
        build needs.
        """
        site, noted = self._site, NotedSite(self._site, self._answers)
        texts, own = self._texts.begin(noted), self._texts.digest_of_own
        ids = self._texts.own.ids
        whole = partial(self._part, noted, key=digest_of(("\0".join(ids), own(ids))), papers=site.papers.keys())
        files = self._part(noted, "others", lambda: export_others(noted.catalogue, site.translations, noted.crosstabs))
        files |= self._part(noted, "map", lambda: map_points(noted.catalogue, site.translations))
        # By turns, since the texts of all papers, and what is made of them, are the most that is in memory at once.
        self._texts.make(noted, ("document", "rows"))
        files |= whole("document", lambda: {DOCUMENT: render_document(noted.catalogue, texts.of("document", ids))})
        self._texts.forget("document", files)
        self._texts.make(noted, ("records",))
        files |= self._data(noted, texts, whole)
        self._texts.forget("records", files)
        give_back_memory()
        self._texts.make(noted, _IN_LISTS)
        for it in lists_of(site.catalogue, site.translations):
            key = digest_of((it.page.path, it.title, "\0".join(it.ids), own(it.ids)))
            files |= self._part(noted, f"list {it.page.path}", partial(render_paper_list, it, texts), key, {*it.ids})
        left = self._texts.left(files), self._squeezed, self._sha256
        self._cache.put(_STATE, _State(self._digests.shared, self._parts, *left))
        self._cache.save()
        return files | self._staging.put(render_data_page(noted, files))

    def _part(
        self,
        noted: NotedSite,
        name: str,
        make: Callable[[], Mapping[str, str] | Mapping[str, bytes] | Mapping[str, str | bytes]],
        key: bytes = b"",
        papers: Collection[str] = (),
    ) -> dict[str, Kept]:
        """Return the files of the part with this name: those of the last build if nothing that they were made from
        changed, else those that `make` returns by path. `key` is the digest of what belongs to `papers`, given by their
        ids, alone. What `make` reads of the catalogue is noted in `noted`.
        """
        before = self._before.parts.get(name)
        if before and before.key == key and self._is_true(before):
            self._parts[name] = before
            return {path: self._staging.standing[path] for path in before.files}
        made, read = noted.reads.during(make)
        others = widened({it for it in read if it[0] not in TOLD_BY_OWN or it[1] not in papers}, self._digests.whole)
        files = self._staging.put(made, self._sha256)
        digests = {path: file.digest for path, file in files.items()}
        self._parts[name] = _Part(key, {leaf: self._digests.of(leaf) for leaf in others}, digests)
        return files

    def _is_true(self, part: _Part) -> bool:
        """Return whether a part of the last build would be made equal, and its files are as that build left them."""
        standing, of = self._staging.standing, self._digests.of
        stand = all(path in standing and standing[path].digest == digest for path, digest in part.files.items())
        return stand and all(of(leaf) == digest for leaf, digest in part.read.items())

    def _data(self, noted: NotedSite, texts: PaperTexts, whole: Callable[..., dict[str, Kept]]) -> dict[str, Kept]:
        """Return the files of the data, by path; the description of all others is the last. `texts` has the record of
        each paper, `whole` is `_part` for a part that all papers belong to, and `noted` notes what is read.
        """
        papers, *others = tables_of(self._site.catalogue)
        records = partial(texts.of, "records", self._texts.own.ids)
        files = whole("database", lambda: self._by_path(self._file(self._database.render(noted, _lines(records())))))
        if self._squeezed and _COMPRESSED in files:
            self._squeezed = self._squeezed._replace(digest=files[_COMPRESSED].digest)
        files |= whole("table papers", lambda: self._by_path(*table_files(papers, b"".join(records()))))
        for table in filter(lambda it: it.main, others):
            files |= self._part(noted, f"table {table.name}", partial(self._table, noted, table))
        key = digest_of({path: file.digest for path, file in files.items()})
        return files | self._part(noted, "description", lambda: self._description(noted, files), key)

    def _table(self, noted: NotedSite, table: Table) -> dict[str, bytes]:
        return self._by_path(*table_files(table, render_json_lines(table, self._database.rows(noted, table)).encode()))

    def _file(self, database: bytes) -> DataFile:
        return database_file(database, self._compress)

    def _description(self, noted: NotedSite, files: Mapping[str, Kept]) -> dict[str, bytes]:
        found = [FileFacts(path.rpartition("/")[2], it.size, self._sha256[path]) for path, it in files.items()]
        return self._by_path(description_file(noted.catalogue, found, noted.translations))

    def _compress(self, data: bytes) -> bytes:
        """Return `data` as `compressed` does, but take from the last build's file those pieces that it compressed
        already.
        """
        known = dict(taken(self._before.squeezed, self._staging)) if self._before.squeezed else {}
        names: list[str] = []
        lengths = array("I")

        def compress(piece: bytes) -> bytes:
            name = hashlib.blake2b(piece, digest_size=12).hexdigest()
            squeezed = known.get(name) or compress_piece(piece)
            names.append(name)
            lengths.append(len(squeezed))
            return squeezed

        whole = compressed(data, compress)
        self._squeezed = Cut(_COMPRESSED, "", len(HEAD), 0, names, lengths)
        return whole

    def _by_path(self, *files: DataFile) -> dict[str, bytes]:
        """Return the content of files of the data, by path, and note their digests, which each also counts by."""
        for file in files:
            self._sha256[file.address.path] = file.facts.sha256
        return {file.address.path: file.content for file in files}


def _lines(texts: Iterable[Bytes]) -> Iterator[bytes]:
    """Yield the lines in some texts, each of which has one or several."""
    for text in texts:
        yield from bytes(text).split(b"\n")[:-1]
