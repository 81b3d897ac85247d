"""Makes entries from raw entries: plain text, names in one form, valid dates, short venues and bare identifiers."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from ..records.entry import Entry
from ..records.paper import Citation, Link, PersonName
from ..text.dates import parse_date
from ..text.identifiers import IDENTIFIER_NAMES, find_identifiers, find_isbns, find_issns, parse_arxiv, parse_identifier
from ..text.languages.tags import language_tag
from ..text.names import in_usual_case, parse_name, parts_of_name, shown_name
from .raw import RawEntry, RawName
from .texts import clean, title_in_latex
from .venues import anthology_venue, guess_type, tidy_venue

_TITLE_MOST = 1_000
_ABSTRACT_MOST = 100_000
_FIELD_MOST = 5_000
"""Characters; longer ones are a page of text that came into the wrong field."""
_LISTS_MOST = 20_000
"""People; the longest list of authors known has some 15,000."""
_NO_ABSTRACT = re.compile(
    r"(?i)[\[(]?\s*(?:no abstract(?: is)?(?: available)?|abstract not available|n/?a|none|null|nan|-+)\s*[\])]?\.?"
)
_TRANSLATED = re.compile(r"\[([^\[\]]+[^\[\].])\.?\]\.?")
"""A title as medical databases give it of a paper in another language: in square brackets."""
_OTHERS = re.compile(r"(?i)(?:and\s+)?(?:et\.? al\.?|others|u\. ?a\.|等|ほか)")
_PAGE = r"[A-Za-z]{0,3}[\d.:]*\d[A-Za-z]?|[ivxlcdmIVXLCDM]+"
_PAGES = re.compile(rf"(?<![\w-])({_PAGE})\s*(?:-{{1,3}}|[\u2010-\u2015\u2212])\s*({_PAGE})(?![\w-])")
_AS_THEY_ARE = ("volume", "issue", "publisher", "publisher_place", "series", "archive")
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_EDITION = re.compile(
    rf"(?i)(?P<number>\d{{1,3}}|{'|'.join(_ORDINALS)})(?:st|nd|rd|th|e|ème|eme|re|ère|[.ªº]){{0,2}}"
    r"(?:\s*(?:ed(?:\.|n\.?|ition|ición|izione|ição)?|éd(?:\.|ition)?|aufl(?:\.|age)?|版))?"
)


def to_entry(raw: RawEntry, reader: str, path: str) -> Entry:
    """Return the entry that a raw entry makes, its texts clean and its values in the forms of a record. `reader` and
    `path` say which reader found it in which file.

    A value that a record cannot hold is left out, with a line in the entry's `notes`. Raises ValueError if there is no
    title, if the title has more than 1,000 characters, or the abstract more than 100,000.

    >>> entry = to_entry(RawEntry(line=1, title="On Sails", venue="NIPS 2024", year="soon"), "test", "a.txt")
    >>> entry.citation.venue, entry.notes
    ('NeurIPS 2024', ('year: “soon” names no year',))
    """
    return _Normalising(raw, reader, path).entry()


class _Normalising:
    """Makes an entry of what a reader found; `notes` grows with each value that is passed over or not understood,
    `people` with each name whose parts its shown form does not tell.
    """

    def __init__(self, raw: RawEntry, reader: str, path: str) -> None:
        self.raw, self.reader, self.path = raw, reader, path
        self.notes = [what if ":" in what else f"{what}: passed over" for what in map(_quoted, raw.passed_over) if what]
        self.people: dict[str, PersonName] = {}

    def entry(self) -> Entry:
        raw = self.raw
        title, abstract = self._title(), self._abstract()
        values = self._values() | {"title_latex": title_in_latex(raw.title, raw.markup)}
        citation = _valid(Citation, values, self.notes)
        return Entry(
            reader=self.reader,
            path=self.path,
            line=raw.line,
            key=self.text("key", raw.key) or None,
            title=title,
            abstract=abstract or None,
            citation=citation,
            links=self._links(citation.ids.model_dump()),
            headings=tuple(dict.fromkeys(filter(None, (self.text("heading", one) for one in raw.headings)))),
            notes=tuple(self.notes),
        )

    def text(self, field: str, text: str) -> str:
        """Return the text of a field on one line without markup, as a person reads it. Too long a text is left out,
        with a note; title and abstract are not.
        """
        if not text:
            return ""
        if len(text) > _FIELD_MOST and field not in {"title", "abstract"}:
            self.notes.append(f"{field}: {len(text):,} characters, more than {_FIELD_MOST:,}, are left out")
            return ""
        cleaned = clean(text, self.raw.markup)
        if cleaned.removed:
            self.notes.extend(f"{field}: {what} is left out" for what in cleaned.removed)
        return cleaned.text

    def _title(self) -> str:
        raw = self.raw.title
        if len(raw) > 4 * _TITLE_MOST:
            raise ValueError(_too_long("title", raw, len(raw), _TITLE_MOST))
        title = self.text("title", raw)
        if not title:
            raise ValueError("has no title; add one")
        if translated := _TRANSLATED.fullmatch(title):
            title = translated[1].strip()
        if len(title) > _TITLE_MOST:
            raise ValueError(_too_long("title", title, len(title), _TITLE_MOST))
        return title

    def _abstract(self) -> str:
        raw = self.raw.abstract
        if len(raw) > _ABSTRACT_MOST:
            raise ValueError(_too_long("abstract", self.raw.title, len(raw), _ABSTRACT_MOST))
        abstract = re.sub(r"^(?:Abstract|ABSTRACT|Summary|SUMMARY)\s*[:.—–-]+\s*(?=\S)", "", self.text("abstract", raw))
        if _NO_ABSTRACT.fullmatch(abstract):
            self.notes.append(f"abstract: “{abstract}” is none")
            return ""
        return abstract

    def _values(self) -> dict[str, Any]:
        """Return the values of the entry by the fields of a citation, not yet validated."""
        raw = self.raw
        ids = self._identifiers()
        container = self.text("container", raw.container)
        venue, doi = tidy_venue(self.text("venue", raw.venue) or container)
        if doi:
            ids.setdefault("doi", doi)
        venue = (anthology_venue(ids["acl"]) if "acl" in ids else None) or venue
        numbers = {key: self.text(key, getattr(raw, key)) for key in _AS_THEY_ARE}
        isbn, issn = self._checked("isbn"), self._checked("issn")
        year, day = self._date("year", raw.year), self._date("date", raw.date)
        return {
            **numbers,
            "type": raw.type
            or guess_type(
                container or venue,
                has_issue=bool(numbers["issue"]),
                has_isbn=bool(isbn),
                has_arxiv=parse_arxiv(ids.get("arxiv", "")) is not None
                and ids.get("doi", "10.48550/").startswith("10.48550/"),
            ),
            "authors": self._people("authors", raw.authors),
            "editors": self._people("editors", raw.editors),
            "translators": self._people("translators", raw.translators),
            "people": self.people,
            "year": year[0] or day[0],
            "venue_year": self._date("venue_year", raw.venue_year)[0],
            "published": day[1] or year[1],
            "venue": venue,
            "container": container,
            "pages": tidy_pages(self.text("pages", raw.pages)),
            "edition": tidy_edition(self.text("edition", raw.edition)),
            "isbn": isbn,
            "issn": issn,
            "lang": self._language(),
            "ids": ids,
            "keywords": tuple(dict.fromkeys(filter(None, (self.text("keyword", word) for word in raw.keywords)))),
        }

    def _date(self, field: str, raw: str) -> tuple[int | None, Any]:
        """Return the year and the day that the text `raw` of a field names, each None if it names none. What is not
        understood becomes a note.
        """
        if not (text := self.text(field, raw)):
            return None, None
        date = parse_date(text)
        if date.year is None:
            span = " from 1000 to 2199" if re.search(r"\d", text) else ""
            self.notes.append(f"{field}: “{text[:60]}” names no year{span}")
        elif not date.understood:
            self.notes.append(f"{field}: of “{text[:60]}” only the year {date.year} is understood")
        return date.year, date.day

    def _language(self) -> str | None:
        """Return the BCP 47 tag of the language that the entry names; None if it names none, or with a note one that is
        unknown.
        """
        text = self.text("language", self.raw.language)
        tag = language_tag(text)
        if text and tag is None:
            self.notes.append(f"language: “{text[:60]}” is left out (no language is known by it)")
        return tag

    def _people(self, field: str, names: tuple[RawName, ...]) -> tuple[str, ...]:
        """Return the names of people in a role (`field`), such as authors, as they are shown, in order. The parts of a
        name are put into `people` if they cannot be told from its shown form.
        """
        shown: list[str] = []
        if len(names) > _LISTS_MOST:
            self.notes.append(f"{field}: after the first {_LISTS_MOST:,} of {len(names):,} the rest is left out")
        named: list[PersonName] = []
        for raw in names[:_LISTS_MOST]:
            full = self.text(field, raw.full)
            if full and _OTHERS.fullmatch(full):
                self.notes.append(f"{field}: “{full}” stands for more people than the source names")
                continue
            named.append(self._person(field, raw, full))
        for name in in_usual_case(named):
            if text := shown_name(name):
                shown.append(text)
                if parse_name(text) != name:
                    self.people[text] = name
        return tuple(shown)

    def _person(self, field: str, raw: RawName, full: str) -> PersonName:
        """Return the parts of one name of the list `field`, with the person's ORCID iD if it is a valid one. `full` is
        the name as one text, empty if the source gives parts.
        """
        if full and not raw.corporate:
            name = parse_name(full)
        else:
            parts = {key: self.text(field, getattr(raw, key)) for key in ("given", "particle", "family", "suffix")}
            if raw.corporate:
                name = PersonName(family=full or parts["family"] or None, corporate=True)
            else:
                name = parts_of_name(**parts)
        if orcid := re.search(r"(\d{4}-){3}\d{3}[\dXx]", raw.orcid):
            return name.model_copy(update={"orcid": orcid[0].upper()})
        if raw.orcid.strip():
            self.notes.append(f"{field}: “{_quoted(raw.orcid)[:60]}” is no ORCID iD")
        return name

    def _identifiers(self) -> dict[str, str]:
        """Return the identifiers by kind, without what is often written around them. An address that holds one counts
        if no field gives that kind.
        """
        ids: dict[str, str] = {}
        found: dict[str, str] = {}
        for kind, written in self.raw.ids.items():
            text = self.text(kind, str(written))
            if text:
                found = find_identifiers(text) | found
                ids[kind] = parse_identifier(kind, text)
                if ids[kind] == text and kind not in find_identifiers(text) and find_identifiers(text):
                    del ids[kind]  # an address of another kind, which `found` has
        for kind, url in self.raw.links:
            if kind in {"publisher", "other"}:
                found = find_identifiers(url) | found
        return found | ids

    def _checked(self, kind: str) -> tuple[str, ...]:
        """Return the ISBNs or ISSNs of the entry, as `kind` says. One whose check digit is wrong stays, with a note."""
        if not (text := self.text(kind, getattr(self.raw, kind))):
            return ()
        found, wrong = find_isbns(text) if kind == "isbn" else find_issns(text)
        self.notes.extend(f"{kind}: “{one}” is kept, though its check digit is wrong" for one in wrong)
        if not found:
            self.notes.append(f"{kind}: “{text[:60]}” is left out (it has not the form of one)")
        return tuple(found)

    def _links(self, ids: dict[str, str | None]) -> tuple[Link, ...]:
        """Return the links of the entry, without those that lead where one of its identifiers, `ids`, leads. An invalid
        one becomes a note.
        """
        links: dict[str, Link] = {}
        for kind, written in self.raw.links:
            url = _as_address(written)
            named = find_identifiers(url) if kind in {"publisher", "other"} else {}
            if not url or (
                named and all(ids.get(key) for key in named) and (ids.get("doi") == named.get("doi", ids.get("doi")))
            ):
                continue
            try:
                links.setdefault(url, Link(kind=kind, url=url))
            except ValidationError as error:
                self.notes.append(str(error.errors()[0]["msg"]).removeprefix("Value error, ")[:300])
        return tuple(links.values())


def tidy_pages(text: str) -> str:
    """Return pages with an en dash in each span, and without `pp.` or the like before them.

    >>> tidy_pages("pp. 12--34"), tidy_pages("S1-S9, 20"), tidy_pages("e0123-4567-x")
    ('12–34', 'S1–S9, 20', 'e0123-4567-x')
    """
    text = re.sub(r"^(?:pages?|pp?\.|S\.)\s*(?=\d|[ivxlcdm]+\b)", "", text.strip(), flags=re.IGNORECASE)
    return _PAGES.sub("\\1–\\2", text).rstrip("., ")


def tidy_edition(text: str) -> str:
    """Return the number of an edition that a text counts, else the text.

    >>> tidy_edition("Second"), tidy_edition("3., verb. Aufl."), tidy_edition("2e éd.")
    ('2', '3., verb. Aufl.', '2')
    """
    if not (counted := _EDITION.fullmatch(text.strip())):
        return text
    number = counted["number"].lower()
    return str(_ORDINALS.index(number) + 1) if number in _ORDINALS else str(int(number))


def _as_address(written: str) -> str:
    """Return a web address without LaTeX's backslashes, and with those characters percent-encoded that must not stand
    in one.
    """
    url = re.sub(
        r"\\([_%&#~$])(?:\{\})?|\{\\?([_~])\}", lambda match: match[1] or match[2], written.strip().strip("<>")
    )
    if url.lower().startswith("www."):
        url = f"https://{url}"
    return re.sub(r"[\s\"'<>\\^`{|}]", lambda match: quote(match[0]), url)


def _too_long(what: str, title: str, length: int, most: int) -> str:
    of = "" if what == "title" else f" of “{_quoted(title)[:60]}”"
    return f"the {what}{of} has {length:,} characters, more than {most:,}; shorten it to the {what} proper"


def _quoted(text: str) -> str:
    """Return the first 500 characters of a text without control characters and line breaks, for a message."""
    return clean(text[:500], "plain").text


def _valid(model: type[Citation], values: dict[str, Any], notes: list[str]) -> Citation:
    """Return the record of those values that it accepts; each of the others is appended to `notes`."""
    given = {key: value for key, value in values.items() if value}
    while True:
        try:
            return model.model_validate(given)
        except ValidationError as error:
            fault = error.errors()[0]
            where, message = fault["loc"], str(fault["msg"]).removeprefix("Value error, ")
            if fault["type"] == "string_pattern_mismatch":
                message = f"it has not the form of {_article(IDENTIFIER_NAMES.get(str(where[-1]), 'one'))}"
            notes.append(f"{'.'.join(map(str, where))}: “{str(fault['input'])[:60]}” is left out ({message})")
            _drop(given, where)


def _article(name: str) -> str:
    return name if name == "one" else f"{'an' if name[0] in 'aAO' else 'a'} {name}"


def _drop(values: dict[str, Any], where: tuple[int | str, ...]) -> None:
    """Take the value at `where`, a path of keys, out of the values, in place. The whole field goes if its value is no
    mapping.
    """
    head = str(where[0])
    inner = values[head]
    if isinstance(inner, dict) and len(where) > 1 and where[1] in inner:
        values[head] = {key: value for key, value in inner.items() if key != where[1]}
    else:
        del values[head]
