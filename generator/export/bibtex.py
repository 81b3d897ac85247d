"""BibTeX entries of papers and of the survey itself.

The text is Unicode, as biber and present versions of BibTeX read it; only characters that LaTeX would take for commands
are escaped. A brace in a text becomes the command that prints it, because BibTeX counts even escaped braces. Words
whose capitals a style must not lower are put in braces. A paper without authors has the field `key` in place of
`author`, by which styles sort and label it; a book of editors needs none. `assets/js/lists/export_bibtex.js` makes the
same text from what `search/documents.py` stores.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ..catalogue.citation import bibtex_title, capitals_kept, latex, publication_type
from ..records.paper import Bibliographic, Paper, PersonName, PublicationType
from ..records.survey import Settings
from ..text.escape import plain_text
from ..text.languages.tags import latex_language
from ..text.names import NAME_PARTS, name_of, parse_name
from .publication import read_at, year_of

_KINDS: Final[dict[PublicationType, tuple[str, str]]] = {
    "article": ("article", "journal"),
    "inproceedings": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
    "book": ("book", "publisher"),
    "thesis": ("phdthesis", "school"),
    "report": ("techreport", "institution"),
}
"""The kind of entry, and the field that says where the paper appeared."""
_FIELDS: Final = 600
"""Bytes that the names of all fields, and what stands around their values, do not exceed."""
_AROUND: Final = 4
"""Bytes that are put around a word: two braces, or ` and` between names."""
_LONGEST: Final = 24
"""Bytes that one character becomes at most: the longest command, in braces and dollar signs."""
_ESCAPED: Final = re.compile(r"[^A-Za-z0-9 .,:;/()'!?-]")
"""A character that may become more than a byte."""
_PLAIN_WORD = re.compile("[A-Z][^ ]*")
_PLAIN_WORDS = re.compile("[A-Z][^ ]*(?: [A-Z][^ ]*)*")


def as_bibtex(paper: Paper, page: str = "") -> str:
    """Return the BibTeX entry of a paper: `@inproceedings{flair,`, a line for each field, and `}`, without a final line
    break.

    The key is the paper's id. The kind of entry is that of the record's `type`, or else what the venue's name tells;
    `@misc` if BibTeX has none. `page`, the address of the paper's page here, is its `url` if it
    has no other.
    """
    facts = paper.bibliographic
    kind, holder = _kind(facts)
    authors, editors = _names(facts, facts.authors), _names(facts, facts.editors)
    volume, issue = facts.volume, facts.issue
    if kind not in {"article", "techreport"} and volume:
        issue = None  # styles take one of them only
    fields = (
        ("title", bibtex_title(facts)),
        ("author", authors),
        ("key", None if authors or (kind == "book" and editors) else latex(plain_text(paper.label))),
        holder,
        ("editor", None if kind == "book" and authors else editors),
        ("translator", _names(facts, facts.translators)),
        ("edition", facts.edition and _ordinal(facts.edition)),
        ("series", facts.series),
        ("volume", volume),
        ("number", issue),
        ("pages", facts.pages and re.sub(" ?– ?", "--", facts.pages)),
        ("publisher", None if holder[0] in {"publisher", "school", "institution"} else facts.publisher),
        ("address", facts.publisher_place),
        ("library", facts.archive),
        ("year", str(year_of(facts) or "")),
        ("isbn", ", ".join(facts.isbn)),
        ("issn", ", ".join(facts.issn)),
        ("langid", latex_language(facts.lang)),
        ("eprint", facts.ids.arxiv),
        ("archivePrefix", facts.ids.arxiv and "arXiv"),
        ("doi", facts.ids.doi),
        ("url", read_at(paper) or page),
    )
    return _entry(kind, paper.id, [(name, _value(name, value)) for name, value in fields if name and value])


def most_of_bibtex(paper: Paper, page: str) -> int:
    """Return a number of bytes that the entry of a paper, with a final line break, does not exceed. `page` is as in
    `as_bibtex`. The entry is not made for this, which takes ten times as long.
    """
    facts = paper.bibliographic
    texts: list[str | None] = [paper.id, paper.label, page, facts.ids.arxiv, facts.ids.doi]
    for name, value in (*vars(facts).items(), *vars(facts.ids).items()):
        if isinstance(value, str) and name != "abstract":
            texts.append(value)
        elif isinstance(value, tuple):
            texts += (it for it in value if isinstance(it, str))
    texts += (getattr(name, part) for name in facts.people.values() for part in NAME_PARTS)
    texts += (link.url for link in paper.derived.links)
    told = " ".join(filter(None, texts))
    return _FIELDS + len(told) + _AROUND * (told.count(" ") + 1) + _LONGEST * len(_ESCAPED.findall(told))


def survey_as_bibtex(settings: Settings, edition: datetime.date | None) -> str:
    """Return the BibTeX entry that cites the survey as a whole: `@misc{survey2026,`, with the year of the edition."""
    fields = (
        ("title", capitals_kept(settings.title)),
        ("author", f"{{{latex(plain_text(settings.author))}}}" if settings.author else None),
        ("key", None if settings.author else latex(plain_text(settings.title))),
        ("year", str(edition.year) if edition else None),
        ("note", f"Edition of {edition.isoformat()}" if edition else None),
        ("url", _verbatim(settings.address)),
    )
    return _entry("misc", "survey" + (str(edition.year) if edition else ""), fields)


def _entry(kind: str, key: str, fields: Iterable[tuple[str | None, str | None]]) -> str:
    """Return a BibTeX entry of a kind, such as `article`, with a key. Of the fields, only those that have a name and a
    value are in it.
    """
    lines = [f"  {name} = {{{value}}}," for name, value in fields if name and value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _kind(facts: Bibliographic) -> tuple[str, tuple[str, str | None]]:
    """Return the kind of a BibTeX entry for a paper's bibliographic facts; and the name and the value of the field that
    says where the paper appeared, whose value is None if that is not known.
    """
    type_ = publication_type(facts)
    appeared = facts.container or facts.venue
    kind, field = _KINDS.get(type_, ("misc", "howpublished"))
    if kind == "misc":
        return kind, (field, None if type_ == "preprint" and facts.ids.arxiv else appeared)
    return kind, (field, facts.publisher if field in {"publisher", "school", "institution"} else appeared)


def _ordinal(edition: str) -> str:
    """Return the number of an edition as styles want it, `2nd`; an edition that is no number is returned as it is."""
    if not (edition.isascii() and edition.isdigit()):
        return edition
    ending = "th" if edition[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(edition[-1], "th")
    return edition + ending


def _value(field: str, value: str | None) -> str | None:
    """Return a field's value as LaTeX; None and fields that are LaTeX already are returned as they are."""
    if not value or field in {"title", "author", "key", "editor", "translator"}:
        return value
    return _verbatim(value) if field in {"doi", "url"} else latex(plain_text(value))


def _names(facts: Bibliographic, names: tuple[str, ...]) -> str:
    """Return names of people for a BibTeX field, joined by `and`. The parts of some are in `facts.people`;
    names without a character that LaTeX prints are left out.
    """
    people = facts.people
    shown = [_name(name_of(name, people), plain_text(name)) if name in people else _name_alone(name) for name in names]
    return " and ".join(filter(None, shown))


@lru_cache(maxsize=1 << 15)
def _name_alone(name: str) -> str:
    """Return a name for BibTeX of which nothing is known but how it is shown."""
    return _name(parse_name(name), plain_text(name))


def _name(name: PersonName, shown: str) -> str:
    """Return a name, given in parts and as it is `shown`, so that BibTeX finds its parts: “Ada Quay”, “van der Berg,
    Jr., Jan”. A group, or a name that holds a comma or the word `and`, is in braces. Return an empty text for a name
    without a character that LaTeX prints.
    """
    if not latex(shown):
        return ""
    parts = [plain_text(part or "") for part in (name.particle, name.family, name.suffix, name.given)]
    particle, family, suffix, given = map(latex, parts)
    if name.corporate or any("," in part or " and " in f" {part} ".lower() for part in parts):
        return f"{{{latex(shown)}}}"
    if not given and not particle and not suffix:
        return f"{{{family}}}" if " " in family else family
    if not particle and not suffix and " " not in family and _PLAIN_WORDS.fullmatch(given):
        return f"{given} {family}"
    if not all(map(_PLAIN_WORD.fullmatch, family.split(" ")[:-1])):
        family = f"{{{family}}}"  # BibTeX takes what begins with a small letter for a particle
    return ", ".join(filter(None, (f"{particle} {family}".strip(), suffix, given)))


def _verbatim(text: str) -> str:
    """Return an address or a DOI, which LaTeX reads literally, with braces and backslashes percent-encoded."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
