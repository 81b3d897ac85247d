"""Interprets the fields of BibTeX and BibLaTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ....records.paper import LinkKind, PublicationType
from ....text.identifiers import parse_arxiv
from ...raw import RawEntry
from .lists import split_names, split_words
from .syntax import BibEntry

_TYPES: Mapping[str, PublicationType] = {
    **dict.fromkeys(("article", "suppperiodical", "periodical", "review"), "article"),
    **dict.fromkeys(("inproceedings", "conference"), "inproceedings"),
    **dict.fromkeys(
        (
            *("book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "reference"),
            *("mvreference", "booklet", "manual"),
        ),
        "book",
    ),
    **dict.fromkeys(
        ("incollection", "inbook", "bookinbook", "suppbook", "suppcollection", "inreference"), "chapter"
    ),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis", "bachelorsthesis", "masterthesis"), "thesis"),
    **dict.fromkeys(("techreport", "report", "standard"), "report"),
    "preprint": "preprint",
    **dict.fromkeys(("dataset", "data"), "dataset"),
    **dict.fromkeys(("software", "program", "code"), "software"),
    **dict.fromkeys(
        (
            *("unpublished", "patent", "online", "electronic", "www", "webpage", "audio", "artwork", "bibnote"),
            *("commentary", "image", "jurisdiction", "legislation", "legal", "letter"),
            *("movie", "music", "performance", "video"),
        ),
        "other",
    ),
}  # fmt: skip
_LOOSE = frozenset(("misc", "unpublished", "article", "online", "electronic", "preprint"))
"""Types of entries that are preprints if all they name is an archive of preprints."""
_ARCHIVES = re.compile(r"(?i)^\W*(?:arxiv|corr\b|biorxiv|medrxiv|chemrxiv|psyarxiv|ssrn)")
_TO_APPEAR = re.compile(
    r"(?i)\b(?:pre-?print|submitted|to appear|forthcoming|in press|accepted|under review|working paper)\b"
)
"""What the note of an unpublished paper says that is a preprint; others are manuscripts of any kind and age."""
_SHORT_VENUE = re.compile(r"\{*([A-Z][\w&/-]*[A-Z][\w&/-]*)\s*['’]?(\d{4}|\d\d)\}*")
"""A series that is a venue's short name: `KDD '07`."""
_ADDRESS = re.compile(r"[^\s,;|]*(?:https?://|www\.)[^\s|]+")
_LINKS: tuple[tuple[str, LinkKind], ...] = (
    ("url", "publisher"),
    ("ee", "publisher"),
    ("link", "publisher"),
    ("code", "code"),
)
_KEYWORDS = ("keywords", "keyword", "keywords-plus", "author_keywords", "mendeley-tags")
_ARCHIVE = ("archive", "archivelocation", "library", "shelfmark", "callnumber", "call-number", "lccn")
_IDS = {"doi": "doi", "pmid": "pubmed", "arxiv": "arxiv", "arxivid": "arxiv", "acl": "acl"}
_NOISE = re.compile(
    r"file|owner|timestamp|bdsk-.*|date-(?:added|modified)|__.*|local-?url|localfile|rating|read|readstatus|priority|"
    r"citeulike.*|mendeley-(?!groups|tags).*|posted-at|added-at|biburl|bibsource|interhash|intrahash|username|ranking|"
    r"short(?:title|author|editor)|index(?:title|sorttitle)|sort(?:title|key|name|year|shorthand)|langidopts|hyphenation|"
    r"presort|options|acmid|numpages|issue_date|pdf|attachments?|qualityassured|creationdate|modificationdate|"
    r"unique-id|web-of-science-.*|number-of-cited-references|times-cited|usage-count-.*|doc-delivery-number|"
    r"cited-references|journal-iso|da|oa|funding-.*|research-areas|author-email|researcherid-numbers|orcid-numbers|"
    r"gender|execute|skip.*|useauthor|useeditor|useprefix|ids|crossref|xdata|label|keywords?|nameaddon|langid|month_numeric|"
    r"coden|source|abbrev_source_title|document_type|impactfactor|copyright|rights|urldate|lastchecked|accessed|"
    r"lastaccessed|primaryclass|archiveprefix|eprinttype|eprintclass|day|month|fjournal|mrreviewer"
)
"""Fields that say nothing of the publication: what programs note for themselves, how to sort and to print."""


def as_raw(entry: BibEntry) -> RawEntry:
    """Return the raw entry that the fields of a BibTeX entry make; its texts are still LaTeX.

    `passed_over` holds the name of each field that no record has a place for, and what was odd, such as an unknown
    type. Fields that programs write for themselves (`bdsk-…`, `timestamp`) are dropped silently. Nothing raises: an
    entry without a title gives a raw entry with an empty one.
    """
    return _Meaning(entry).raw()


class _Meaning:
    """Makes what the fields of one BibTeX entry mean; `used` are the names of the fields that were read, so that the
    others can be named.
    """

    def __init__(self, entry: BibEntry) -> None:
        self.entry = entry
        self.used: set[str] = set()
        self.notes: list[str] = []

    def raw(self) -> RawEntry:
        entry = self.entry
        ids = self._ids()
        container, short = self._container()
        if self._is_archived(container) and (arxiv := self._archived()):
            ids.setdefault("arxiv", arxiv)
        archive = bool(_ARCHIVES.match(container)) or ("arxiv" in ids and not container and "doi" not in ids)
        (year, date), title = self._dates(), self._title("title", "subtitle")
        container = "" if container == title else container  # proceedings and books that name themselves
        return RawEntry(
            line=entry.line,
            key=entry.key,
            markup="latex",
            type=self._type(archive=archive, container=container),
            title=title,
            abstract=self._first("abstract"),
            authors=split_names(self._first("author", "authors")),
            editors=split_names(self._first("editor", "editors")),
            translators=split_names(self._first("translator", "translators")),
            year=year,
            date=date,
            venue=short,
            container=container,
            volume=self._first("volume"),
            issue=self._issue(),
            pages=self._first("pages", "page", "eid", "articleno", "article-number"),
            publisher=self._first("publisher", "school", "institution", "organization"),
            publisher_place=self._first("address", "location"),
            edition=self._first("edition"),
            series=self._series(container),
            archive=self._all(*_ARCHIVE),
            isbn=self._all("isbn", "isbn13", "isbn-13"),
            issn=self._all("issn", "eissn", "e-issn", "issn-online"),
            language=self._first("language", "langid", "hyphenation", "lang"),
            ids=ids,
            links=self._links(),
            keywords=split_words(self._all(*_KEYWORDS, between=";\n")),
            headings=self._headings(),
            passed_over=self._passed_over(),
        )

    def _first(self, *names: str) -> str:
        """Return the value of the first of the fields with these names that is not blank, and count it as used; empty
        if there is none.
        """
        for name in names:
            if value := self.entry.fields.get(name, "").strip():
                self.used.add(name)
                return value
        return ""

    def _all(self, *names: str, between: str = ", ") -> str:
        """Return the values of the fields with these names that are not blank, joined by `between`, and count them as
        used.
        """
        self.used.update(names)
        values = [value for name in names if (value := self.entry.fields.get(name, "").strip())]
        return between.join(values)

    def _title(self, title: str, subtitle: str) -> str:
        """Return a title with its subtitle, given by the names of their fields: `Title: Subtitle`."""
        head, tail = self._first(title), self._first(subtitle)
        if not head or not tail:
            return head or tail
        return f"{head} {tail}" if head[-1:] in ":?!." else f"{head}: {tail}"

    def _container(self) -> tuple[str, str]:
        """Return the name of the journal, proceedings or book in which the entry stands, and its short name if another
        field has it; each empty if there is none.
        """
        full = self._first("fjournal")
        journal = full or self._title("journaltitle", "journalsubtitle") or self._first("journal")
        short = self._first("shortjournal", "journal-abbr") or (self._first("journal") if full else "")
        container = journal or self._title("booktitle", "booksubtitle") or self._title("maintitle", "mainsubtitle")
        if not container and self.entry.type in {"inproceedings", "conference"}:
            container = self._first("eventtitle", "series")
        series = _SHORT_VENUE.fullmatch(self.entry.fields.get("series", ""))
        if series and not short and not journal:
            self.used.add("series")
            short = f"{series[1]} {_in_full(series[2])}"
        return container, short

    def _issue(self) -> str:
        """Return the issue. The `number` of a book in a series is that of the series, and no issue."""
        in_series = _TYPES.get(self.entry.type) in {"book", "chapter"} and "series" in self.entry.fields
        return self._first("issue") if in_series else self._first("number", "issue")

    def _series(self, container: str) -> str:
        """Return the series with its number in it; empty without one, or if the entry appeared in `container` of that
        name.
        """
        name = "" if "series" in self.used else self._first("series")
        if not name or name == container:
            return ""
        is_in_series = _TYPES.get(self.entry.type) in {"book", "chapter"}
        return ", ".join(filter(None, (name, self._first("number") if is_in_series else "")))

    def _dates(self) -> tuple[str, str]:
        """Return the year and the date, as texts; the date is empty if only the year is given. Of a span the beginning
        counts.
        """
        date = re.sub(r"[~?%]+$", "", self._first("date").split("/")[0].strip())
        year = self._first("year")
        month, day = self.entry.fields.get("month", "").strip(), self.entry.fields.get("day", "").strip()
        if date or not year or not month:
            return ("", date) if date else (year, "")
        if month.isdigit() and re.fullmatch(r"\d{4}", year):
            return year, f"{year}-{int(month[:4]):02}" + (f"-{int(day):02}" if day.isdigit() and len(day) < 3 else "")
        return year, " ".join(filter(None, (day, month, year)))

    def _type(self, *, archive: bool, container: str) -> PublicationType | None:
        kind = self.entry.type
        if kind in _LOOSE and archive:
            return "preprint"
        if kind == "unpublished" and _TO_APPEAR.search(self._noted("note", "howpublished", "pubstate")):
            return "preprint"
        if kind not in _TYPES:
            if kind != "misc":
                self.notes.append(f"type: “{kind[:40]}” is unknown; read as “misc”")
            return None if container else "other"
        return _TYPES[kind]

    def _ids(self) -> dict[str, str]:
        ids = {kind: value for name, kind in _IDS.items() if (value := self._first(name))}
        if "doi" in ids:
            ids["doi"] = ids["doi"].replace("--", "-{}-")  # no dash in an identifier
        eprint, kind = self._first("eprint"), self._first("eprinttype", "archiveprefix").lower()
        if not eprint:
            return ids
        group = self.entry.fields.get("primaryclass", "").strip()
        if kind in {"", "arxiv"}:
            arxiv = parse_arxiv(eprint) or parse_arxiv(f"{group.partition('.')[0]}/{eprint}")
            if arxiv or kind == "arxiv":
                ids.setdefault("arxiv", arxiv or eprint)
                return ids
        if kind in {"pubmed", "pmid", "medline"}:
            ids.setdefault("pubmed", eprint)
        elif not re.match(r"https?://", eprint):
            self.used.discard("eprint")
        return ids

    def _noted(self, *names: str) -> str:
        """Return the values of the fields with these names, with spaces between, without counting them as used."""
        return " ".join(self.entry.fields.get(name, "") for name in names)

    def _is_archived(self, container: str) -> bool:
        """Return whether the container, or the remark of an entry that has none, names an archive of preprints."""
        remarks = self.entry.type in _LOOSE and not container and (self._noted("note"), self._noted("howpublished"))
        return bool(_ARCHIVES.match(container)) or any(map(_ARCHIVES.match, remarks or ()))

    def _archived(self) -> str | None:
        """Return the number of the paper at arXiv, such as `1706.03762` of `arXiv preprint arXiv:1706.03762`; None if
        no field names one.
        """
        text = self._noted("journal", "journaltitle", "volume", "pages", "note", "howpublished")
        match = re.search(r"(?:arxiv:|abs/)\s*(\S+)", text, re.IGNORECASE)
        return parse_arxiv(re.sub(r"^(?:abs|arxiv:?)\W*", "", match[1].rstrip(",.;"))) if match else None

    def _links(self) -> tuple[tuple[LinkKind, str], ...]:
        links: list[tuple[LinkKind, str]] = [
            (kind, re.sub(r"^\\url\{|[{}]+$|^[{<]+", "", url))
            for name, kind in _LINKS
            for url in _ADDRESS.findall(self._first(name))[:20]
        ]
        how = self.entry.fields.get("howpublished", "")
        if match := re.search(r"https?://[^\s{}]+", how):
            self.used.add("howpublished")
            links.append(("publisher", match[0].rstrip(",.;")))
        eprint = self.entry.fields.get("eprint", "")
        if re.match(r"https?://\S+$", eprint):
            links.append(("publisher", eprint))
        return tuple(dict.fromkeys(links))

    def _headings(self) -> tuple[str, ...]:
        """Return the groups and collections into which the program that wrote the file sorts the entry."""
        return split_words(self._all("groups", "mendeley-groups", "collections", "collection", between=","))

    def _passed_over(self) -> tuple[str, ...]:
        """Return the names of the fields that have no place in a record, except those that say nothing of the
        publication, and the notes.
        """
        note = self.entry.fields.get("note", "")
        if re.fullmatch(r"\W*(?:PMID\W*\d+\W*(?:PMCID\W*PMC\d+\W*)?|arXiv:\S+)", note):
            self.used.add("note")
        names = [
            name
            for name, value in self.entry.fields.items()
            if value.strip() and name not in self.used and not _NOISE.fullmatch(name)
        ]
        return (*names, *self.notes, *self.entry.notes)


def _in_full(year: str) -> str:
    """Return a year of two or four digits with four: up to 50 it is of this century."""
    if len(year) == 4:
        return year
    return f"{'19' if int(year) > 50 else '20'}{year}"
