"""Converts the values of rows: texts, numbers, dates, lists, and objects in which one of these is wrapped."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import lru_cache

from ....records.paper import LinkKind, PublicationType
from ...name_lists import split_names
from ...raw import RawName
from .keys import fold_key

_TYPES: tuple[tuple[PublicationType, str], ...] = (
    ("thesis", r"thesis|dissertation|habilitation|学位"),
    ("preprint", r"preprint|posted-?content|arxiv|eprint"),
    ("chapter", r"chapter|incollection|inbook|book ?section|book part|buchkapitel"),
    ("inproceedings", r"proceeding|conference|workshop|konferenz|会议"),
    ("dataset", r"data ?set"),
    ("software", r"software|computer ?program|^code$"),
    ("report", r"report|working paper"),
    ("book", r"book|monograph|buch|livre|libro|专著"),
    ("article", r"article|journal|review|letter|editorial|short survey|note|zeitschrift|期刊"),
    ("other", r"^(?:misc|other|unpublished|webpage|web page|online|blog ?post|presentation|patent|poster|video)$"),
)
_TAGS: dict[str, PublicationType] = {"J": "article", "C": "inproceedings", "B": "book", "S": "chapter"}
"""Types of the Web of Science, as its tab-delimited files write them."""
_NAME_PARTS = {
    "given": "given first firstname forename givenname givennames vorname prenom",
    "family": "family last lastname surname familyname familynames nachname nom",
    "particle": "particle nondroppingparticle droppingparticle prefix",
    "suffix": "suffix namesuffix",
    "full": "name full fullname text literal displayname author authorname value rawname",
    "orcid": "orcid orcidid",
}
_PARTS = {spelling: part for part, spellings in _NAME_PARTS.items() for spelling in spellings.split()}
_HOSTS: tuple[tuple[LinkKind, str], ...] = (
    ("code", r"//(?:www\.)?(?:github\.com|gitlab\.|bitbucket\.org|codeberg\.org)"),
    ("data", r"//huggingface\.co/datasets/|//(?:www\.)?kaggle\.com/datasets"),
    ("demo", r"//huggingface\.co/spaces/"),
    ("video", r"//(?:www\.)?(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com)"),
    ("project", r"\.github\.io\b|//sites\.google\.com"),
)


def as_text(value: object) -> str:
    """Return a value as text, or an empty text if it has none.

    Text stays as it is; a whole number is written without a decimal point, a date as 2024-03-01; the texts of a list
    are joined by spaces; of an object the text under `value`, `name`, `title` or a similar key is taken. True, False
    and None give an empty text.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value) if value == value else ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return " ".join(value)
    if isinstance(value, Mapping):
        for key in ("value", "date-parts", "name", "title", "raw", "#text", "text", "en"):
            if key in value:
                return _date_parts(value[key]) if key == "date-parts" else as_text(value[key])
    return ""


def _date_parts(value: object) -> str:
    """Return the date of CSL's `[[2024, 3, 1]]` as 2024-03-01; empty if the value has another form."""
    parts = value[0] if isinstance(value, list) and value and isinstance(value[0], list) else []
    numbers = [int(part) for part in parts if re.fullmatch(r"\d{1,4}", as_text(part))]
    return "-".join(f"{number:02d}" for number in numbers[:3])


def as_texts(value: object, separators: str = r"\s*[;|；、\n]\s*") -> tuple[str, ...]:
    """Return a list's items as texts, or the texts that one text lists; empty ones are left out.

    A text is split at `separators`, a regular expression (semicolons, bars and line breaks unless another is given),
    and if that gives one part only, at commas.

    >>> as_texts("maps; sails, masts"), as_texts("maps, sails"), as_texts(["a, b", 3])
    (('maps', 'sails, masts'), ('maps', 'sails'), ('a, b', '3'))
    """
    if isinstance(value, list):
        return tuple(filter(None, map(as_text, value)))
    text = as_text(value).strip()
    parts = re.split(separators, text)
    if len(parts) == 1 and text.count(",") > 0:
        parts = re.split(r"\s*[,，]\s*", text)
    return tuple(part for part in parts if part)


def as_people(value: object) -> tuple[tuple[RawName, ...], tuple[str, ...]]:
    """Return the people that a value names, and a message for each part that was not understood, such as an unread key.

    The value is a text with a list of names, a list of names or of objects (`given`, `family`, `orcid` …), or one
    object.
    """
    if isinstance(value, str):
        return split_names(value), ()
    if isinstance(value, Mapping) and not any(fold_key(str(key)) in _PARTS for key in value if key != "author"):
        inner = [item for item in value.values() if isinstance(item, list | Mapping)]
        value = inner[0] if len(inner) == 1 else [value]
    people: list[RawName] = []
    passed: dict[str, None] = {}
    for item in value if isinstance(value, list) else [value]:
        name, unread = _person(item)
        passed.update(dict.fromkeys(unread))
        if name is not None:
            people.append(name)
    return tuple(people), tuple(passed)


def _person(item: object) -> tuple[RawName | None, list[str]]:
    """Return the name of one person, given as a text or as an object with parts of the name; None if there is none.
    Return with it notes on the keys, or the value, that say nothing of a name.
    """
    if isinstance(item, str):
        return (RawName(full=item) if item.strip() else None), []
    if not isinstance(item, Mapping):
        return None, [f"“{as_text(item) or type(item).__name__}” is no name"] if item is not None else []
    parts: dict[str, str] = {}
    unread = []
    for key, value in item.items():
        part = _PARTS.get(fold_key(str(key)))
        text = as_text(value).strip()
        if part and text:
            parts.setdefault(part, text)
        elif value not in (None, "", [], {}, False):
            unread.append(f"{str(key)[:40]} is passed over")
    if parts.get("family"):
        parts.pop("full", None)
    elif "given" in parts and "full" not in parts:
        parts["full"] = parts.pop("given")
    if not parts.get("full") and not parts.get("family"):
        return None, [f"{', '.join(map(str, item))[:60]} name nobody"]
    corporate = bool(item.get("literal")) and "family" not in parts
    return RawName(**parts, corporate=corporate), unread


def as_type(value: object) -> PublicationType | None:
    """Return the type of publication that a word in any of several languages names; None if it names none.

    >>> as_type("Conference paper"), as_type("journalArticle"), as_type("J")
    ('inproceedings', 'article', 'article')
    """
    return _type_of(as_text(value).strip())


@lru_cache(maxsize=512)
def _type_of(text: str) -> PublicationType | None:
    if tag := _TAGS.get(text):
        return tag
    return next((kind for kind, pattern in _TYPES if re.search(pattern, text, re.IGNORECASE)), None)


def kind_of_link(url: str) -> LinkKind:
    """Return what is found at an address, judged by its host: `code` for GitHub, `video` for YouTube …, else
    `publisher`.
    """
    return next((kind for kind, pattern in _HOSTS if re.search(pattern, url, re.IGNORECASE)), "publisher")
