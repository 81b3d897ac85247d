"""Publishes every list of papers as files beside its page: the whole survey, each area, and each value of a facet.

Each list has a file in each of `FORMATS` and a feed, even if it is empty, so that an address that somebody uses does
not vanish with the last paper. A paper's text in a format is made once, however many lists it is in, and not at all
where an earlier build made it (`PaperTexts.reuse`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, Protocol, get_args

from pydantic import BaseModel

from ..catalogue import addresses
from ..catalogue.addresses import Address
from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..records.taxonomy import UNPLACED
from ..text.i18n import Translations
from .atom import Entry, paper_entry, render_feed
from .bibtex import as_bibtex, most_of_bibtex
from .csl import as_csl, csl_list
from .csv import MARK, as_csv, csv_head
from .data.files import LARGEST
from .data.json_lines import render_record
from .document import as_line, as_published, as_row, render_list
from .publication import Publication, as_publication
from .ris import as_ris

Kind = Literal["bibtex", "ris", "csl", "csv", "rows", "document", "records"]
"""What texts of a paper there are: one for each of `FORMATS`, and its lines in `catalogue.json` and `papers.jsonl`."""


KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Format:
    """A format in which a list is published: its name, the name of the file, and the media type."""

    name: str
    file: str
    media_type: str


BIBTEX = Format("BibTeX", "papers.bib", "application/x-bibtex")
RIS = Format("RIS", "papers.ris", "application/x-research-info-systems")
CSL = Format("CSL-JSON", "papers.csl.json", "application/vnd.citationstyles.csl+json")
CSV = Format("CSV", "papers.csv", "text/csv")
JSON = Format("JSON", "papers.json", "application/json")
FEED = Format("Atom", "feed.xml", "application/atom+xml")
FORMATS = (BIBTEX, RIS, CSL, CSV, JSON)
"""The formats of lists, in the order in which pages show them; the feed is apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperList:
    """A list that is published: the page beside which its files are, its title, and the ids of its papers in order."""

    page: Address
    title: str
    ids: Sequence[str]


class _Publications(dict[str, Publication]):
    """The publication of each paper by id, made when it is first asked for."""

    def __init__(self, texts: PaperTexts) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, id: str) -> Publication:
        texts = self._texts
        made = self[id] = as_publication(texts.catalogue, texts.papers[id], texts.translations)
        return made


Bytes = bytes | memoryview
"""A text in UTF-8, or a stretch of a file."""


class Known(Protocol):
    """Texts of papers that were made before."""

    def runs(self, kind: Kind, ids: Sequence[str]) -> Iterator[tuple[Sequence[str], Bytes | None]]:
        """Yield parts of a list of papers, in order, with the texts of each part as they stand one behind the other in
        the files of all papers; None for a part of which they are not known.
        """

    def size(self, kind: Kind, id: str) -> int | None:
        """Return the number of bytes of a text; None if it is not known."""


class PaperTexts:
    """The text of each paper of a catalogue in each format, made when it is first asked for."""

    def __init__(self, catalogue: Catalogue, translations: Translations) -> None:
        self.catalogue = catalogue
        self.translations = translations
        self.papers: Mapping[str, Paper] = {paper.id: paper for paper in catalogue.papers}
        self._entries: dict[str, Entry] = {}
        self._made: dict[Kind, dict[str, bytes]] = {kind: {} for kind in KINDS}
        self._known: Known | None = None
        self._last_published: tuple[Paper, BaseModel] | None = None

    def reuse(self, known: Known) -> None:
        """Take texts that were made before in place of making them."""
        self._known = known

    @cached_property
    def publications(self) -> dict[str, Publication]:
        """Return each paper's bibliographic data as plain texts."""
        return _Publications(self)

    def of(self, kind: Kind, ids: Sequence[str]) -> Iterator[Bytes]:
        """Yield texts of some papers, in order. Several may come as one, with what stands between them in the files of
        all papers: to be joined by the same.
        """
        runs = self._known.runs(kind, ids) if self._known else ((ids, None),)
        for part, texts in runs:
            if texts is None:
                yield from (self.text(kind, id) for id in part)
            else:
                yield texts

    def text(self, kind: Kind, id: str) -> bytes:
        """Return a text of one paper. Raises KeyError for an unknown id."""
        made = self._made[kind]
        text = made.get(id)
        if text is None:
            text = made[id] = self.make(kind, id).encode()
        return text

    def forget(self, kind: Kind) -> None:
        """Drop the texts of one kind that were made, of which those of all papers take much memory."""
        self._made[kind] = {}

    def size(self, kind: Kind, id: str) -> int:
        """Return the number of bytes of a text. Raises KeyError for an unknown id."""
        known = self._known.size(kind, id) if self._known else None
        return len(self.text(kind, id)) if known is None else known

    def make(self, kind: Kind, id: str) -> str:
        """Return the text of one kind of the paper with an id, made anew. Raises KeyError for an unknown id."""
        catalogue, paper = self.catalogue, self.papers[id]
        match kind:
            case "bibtex":
                return f"{as_bibtex(paper, self._page(id))}\n"
            case "ris":
                return as_ris(self.publications[id])
            case "csl":
                return as_csl(self.publications[id])
            case "csv":
                return as_csv(self.publications[id])
            case "rows":
                return as_row(self._published(paper))
            case "document":
                return as_line(self._published(paper))
            case "records":
                return render_record(paper, catalogue)

    def _published(self, paper: Paper) -> BaseModel:
        """Return a paper as `catalogue.json` has it; for the texts of two kinds it is made once, if they are made one
        after the other.
        """
        if self._last_published is None or self._last_published[0] is not paper:
            self._last_published = paper, as_published(paper, self.catalogue)
        return self._last_published[1]

    def entry(self, paper: Paper) -> Entry:
        """Return a paper's entry of feeds, made when it is first asked for: only the newest papers of a list need
        one.
        """
        if paper.id not in self._entries:
            self._entries[paper.id] = paper_entry(self.catalogue, paper)
        return self._entries[paper.id]

    def bibtex_files(self, page: Address, ids: Sequence[str], largest: int = LARGEST) -> dict[str, list[str]]:
        """Return the ids of the papers in each BibTeX file of a list, by the file's path.

        There is one file, `papers.bib`, unless it would have more than `largest` bytes; then `papers-2.bib` and so on
        follow. Nothing is made to tell this where the entries of all papers cannot have so many.
        """
        parts: list[list[str]] = [[]]
        size = 0
        if self._most_of_bibtex <= largest:
            parts, ids = [[*ids]], ()
        for id in ids:
            more = self.size("bibtex", id) + 1
            if parts[-1] and size + more > largest:
                parts.append([])
                size = 0
            parts[-1].append(id)
            size += more
        stem, dot, ending = BIBTEX.file.partition(".")
        names = [BIBTEX.file, *(f"{stem}-{number}{dot}{ending}" for number in range(2, len(parts) + 1))]
        return {addresses.beside(page, name).path: part for name, part in zip(names, parts, strict=True)}

    @cached_property
    def _most_of_bibtex(self) -> int:
        """Return a number of bytes that the BibTeX entries of all papers do not exceed."""
        return sum(self._known_or_most(paper) + 1 for paper in self.papers.values())

    def _known_or_most(self, paper: Paper) -> int:
        known = self._known.size("bibtex", paper.id) if self._known else None
        return most_of_bibtex(paper, self._page(paper.id)) if known is None else known

    def _page(self, id: str) -> str:
        return addresses.absolute(self.catalogue.settings, addresses.paper(id))


def list_addresses(texts: PaperTexts, page: Address, ids: Sequence[str]) -> Iterator[tuple[Format, Address]]:
    """Yield each file of the list on `page`, which has the papers with these ids: its format and its address; the feed
    is last.
    """
    yield from ((BIBTEX, Address(path)) for path in texts.bibtex_files(page, ids))
    yield from ((format, addresses.beside(page, format.file)) for format in (*FORMATS[1:], FEED))


def render_lists(texts: PaperTexts) -> dict[str, bytes]:
    """Return the files of all lists: from the path below the docs folder to the text. Nothing is written."""
    files: dict[str, bytes] = {}
    for it in lists_of(texts.catalogue, texts.translations):
        files |= render_paper_list(it, texts)
    return files


def lists_of(catalogue: Catalogue, translations: Translations) -> Iterator[PaperList]:
    """Yield all lists that are published.

    The first has all papers, sorted by id, and is beside the home page; the others are those of areas and facet values,
    newest paper first.
    """
    taxonomy, by_area = catalogue.taxonomy, catalogue.by_area
    ids = [paper.id for paper in catalogue.papers]
    yield PaperList(page=addresses.HOME, title=catalogue.settings.title, ids=ids)
    areas = [(area.key, area.title) for area in taxonomy.areas]
    if catalogue.unplaced:
        areas.append((UNPLACED, translations.gettext("Unplaced")))
    for key, title in areas:
        yield PaperList(page=addresses.area(key), title=title, ids=by_area.get(key, ()))
    for facet in taxonomy.facets:
        for value in facet.values:
            found = catalogue.by_value.get(f"{facet.key}/{value.key}", ())
            title = f"{facet.title}: {value.title}"
            yield PaperList(page=addresses.value(facet.key, value.key), title=title, ids=found)


def render_paper_list(it: PaperList, texts: PaperTexts) -> dict[str, bytes]:
    """Return the files of one list, by path; `texts` has the texts of its papers."""
    catalogue, translations = texts.catalogue, texts.translations
    tags = (translations.gettext("Area"), *(facet.title for facet in catalogue.taxonomy.facets))
    feed = addresses.beside(it.page, FEED.file)
    papers = [texts.papers[id] for id in it.ids]
    written = {
        RIS: b"\r\n".join(texts.of("ris", it.ids)),
        CSL: csl_list(texts.of("csl", it.ids)),
        CSV: b"".join(((MARK + csv_head(tags)).encode(), *texts.of("csv", it.ids))),
        JSON: render_list(catalogue, it.title, it.page, texts.of("rows", it.ids)),
        FEED: render_feed(catalogue, it.title, it.page, feed, papers, texts.entry).encode(),
    }
    bibtex = {path: b"\n".join(texts.of("bibtex", ids)) for path, ids in texts.bibtex_files(it.page, it.ids).items()}
    return bibtex | {addresses.beside(it.page, format.file).path: text for format, text in written.items()}
