"""Recognises the entries from which a record was made when they are imported a second time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..records.entry import MendedEntry
from ..records.evidence import Source
from ..records.paper import Paper
from ..records.provenance import all_sources


def source_of(entry: MendedEntry) -> Source:
    """Return a new source for an entry, with its reader, place, key, text hash and headings. It has given no field
    yet.
    """
    place = f"{file_name(entry)}:{entry.entry.line}"
    own = entry.entry
    return Source(reader=own.reader, place=place, key=own.key, sha256=entry.sha256, headings=own.headings)


def file_name(entry: MendedEntry) -> str:
    """Return the name of the file that an entry is from, without its folder."""
    return re.split(r"[/\\]", entry.entry.path)[-1]


def is_at(source: Source, entry: MendedEntry) -> bool:
    """Return whether an entry has the file and line of a source, or the source's key in a file of like name.

    Both must be of the same reader.
    """
    if source.reader != entry.entry.reader:
        return False
    has_key = bool(source.key) and source.key == entry.entry.key and _has_stem(source, entry)
    return has_key or source.place == f"{file_name(entry)}:{entry.entry.line}"


def file_stem(place: str) -> str:
    """Return the letters of a file's name, in lower case, without digits and ending: what the name has in common with
    those of other downloads of the same file. `place` may end in `:LINE`.

    >>> file_stem("My Library (2).bib:12"), file_stem("my-library-2026-11-02.bib")
    ('mylibrary', 'mylibrary')
    """
    name = re.sub(r":\d+$", "", place)
    stem = re.sub(r"[\W\d_]+", "", name.rpartition(".")[0] or name).lower()
    return stem or name


def claim_sources(paper: Paper, entries: Sequence[MendedEntry]) -> list[Source | None]:
    """Return for each entry, in order, the source of the record whose entry it is, read anew; None for an entry from a
    new source.

    An entry is that of a source if its text is equal, or if the reader is the same and also the key, the file's name,
    or the arXiv id in the same or a later version. Each source is claimed by one entry at most.
    """
    left = all_sources(paper)
    claimed: list[Source | None] = [None] * len(entries)
    texts = {entry.sha256 for entry in entries}
    for tells in (_has_place, _has_text, _has_key, _has_file, _is_later_version):
        if tells is _has_file:  # whose text is read again, but not claimed, is another entry's twin
            left = [source for source in left if source.sha256 not in texts]
        for at, entry in enumerate(entries):
            if claimed[at] is None and (tells in (_has_place, _has_text) or _arxiv_versions(paper, entry) >= 0):
                claimed[at] = next((source for source in left if tells(source, entry, paper)), None)
                left = [source for source in left if source is not claimed[at]]
    return claimed


def _has_place(source: Source, entry: MendedEntry, paper: Paper) -> bool:
    return _has_text(source, entry, paper) and is_at(source, entry)


def _has_text(source: Source, entry: MendedEntry, paper: Paper) -> bool:
    del paper
    return source.sha256 == entry.sha256 and source.reader == entry.entry.reader and _has_stem(source, entry)


def _has_key(source: Source, entry: MendedEntry, paper: Paper) -> bool:
    del paper
    return bool(source.key) and source.key == entry.entry.key and _of_reader(source, entry) and _has_stem(source, entry)


def _has_file(source: Source, entry: MendedEntry, paper: Paper) -> bool:
    del paper
    return _of_reader(source, entry) and _has_stem(source, entry)


def _is_later_version(source: Source, entry: MendedEntry, paper: Paper) -> bool:
    return _of_reader(source, entry) and _arxiv_versions(paper, entry) > 0


def _arxiv_versions(paper: Paper, entry: MendedEntry) -> int:
    """Return by how many versions the entry's arXiv identifier is later than the record's; 0 if they are not of one
    paper.
    """
    had, has = paper.bibliographic.ids.arxiv, entry.entry.citation.ids.arxiv
    (id, number), (other, later) = map(_parse_version, (had or "", has or ""))
    return later - number if id and id == other else 0


def _parse_version(arxiv: str) -> tuple[str, int]:
    id, version = re.sub(r"v\d+$", "", arxiv), re.search(r"v(\d+)$", arxiv)
    return id, int(version[1]) if version else 0


def _of_reader(source: Source, entry: MendedEntry) -> bool:
    return source.reader == entry.entry.reader


def _has_stem(source: Source, entry: MendedEntry) -> bool:
    return file_stem(source.place or "") == file_stem(file_name(entry))


def keys_of_reading(entry: MendedEntry, sha256: str) -> list[str]:
    """Return the keys by which the record is found that was made of an entry before: its digest, `sha256`, and its own
    key in its file.
    """
    return [f"sha256:{sha256}", *([_key_key(entry)] if entry.entry.key else [])]


def keys_of_sources(paper: Paper) -> list[str]:
    """Return the keys by which the sources of a paper's record are found again: the digests of their texts, and reader,
    file and key.
    """
    sources = all_sources(paper)
    keys = [f"sha256:{source.sha256}" for source in sources]
    return [*keys, *(_key_of(source.reader, source.place or "", source.key) for source in sources if source.key)]


def _key_key(entry: MendedEntry) -> str:
    return _key_of(entry.entry.reader, file_name(entry), entry.entry.key or "")


def _key_of(reader: str, place: str, key: str) -> str:
    return f"key:{reader}:{file_stem(place)}:{key}"


def is_source(entry: MendedEntry, paper: Paper) -> bool:
    """Return whether an entry has the same key, and comes from the same file, as one from which the record was made."""
    return bool(entry.entry.key) and _key_key(entry) in keys_of_sources(paper)
