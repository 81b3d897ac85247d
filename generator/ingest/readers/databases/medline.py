"""What PubMed's two formats, text and XML, have in common: types, titles, names and pages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ....records.paper import PublicationType

_TYPES: dict[str, PublicationType] = {
    "preprint": "preprint",
    "dataset": "dataset",
    "academic dissertation": "thesis",
    "technical report": "report",
    "congress": "inproceedings",
    "book": "book",
    "book chapter": "chapter",
    "chapter": "chapter",
}


def type_of(kinds: Iterable[str]) -> PublicationType:
    """Return the type of publication for PubMed's list of types: the first known one decides, and `article` if none is
    known.

    >>> type_of(["Journal Article", "Preprint"]), type_of(["Review"])
    ('preprint', 'article')
    """
    return next((_TYPES[kind.lower()] for kind in kinds if kind.lower() in _TYPES), "article")


def tidy_title(title: str) -> str:
    """Return a title without the full stop that PubMed adds, and without the brackets that it puts around translated
    titles.

    >>> tidy_title("[On sails and masts]."), tidy_title("Why do sails fill?")
    ('On sails and masts', 'Why do sails fill?')
    """
    title = title.strip()
    if title.endswith(".") and not title.endswith("..") and not re.search(r"\b(?:[A-Z]|et al|etc|vs)\.$", title):
        title = title[:-1].rstrip()
    return title[1:-1] if re.fullmatch(r"\[[^\[\]]+\]", title) else title


def given_names(text: str) -> str:
    """Return given names with a full stop after each initial; two or three capitals in one word are initials.

    >>> given_names("Ann B"), given_names("JP"), given_names("J-P"), given_names("Li")
    ('Ann B.', 'J. P.', 'J.-P.', 'Li')
    """
    if re.fullmatch(r"[A-Z]{2,3}", text):
        text = " ".join(text)
    return re.sub(r"\b([^\W\d_])\b(?![.'’])", lambda match: f"{match[1]}." if match[1].isupper() else match[1], text)


def full_suffix(text: str) -> str:
    """Return the suffix of a name as bibliographies write it; one that is not known is returned unchanged.

    >>> full_suffix("Jr"), full_suffix("3rd"), full_suffix("IV")
    ('Jr.', 'III', 'IV')
    """
    return {"Jr": "Jr.", "Sr": "Sr.", "2nd": "II", "3rd": "III", "4th": "IV"}.get(text, text)


def full_pages(text: str) -> str:
    """Return page spans with all digits of their last page, which PubMed shortens.

    >>> full_pages("1123-8"), full_pages("S12-9; discussion 20-5"), full_pages("e1001")
    ('1123-1128', 'S12-S19; discussion 20-25', 'e1001')
    """
    return re.sub(r"\b([A-Za-z]*)(\d+)-(\d+)\b", _with_all_digits, text)


def _with_all_digits(match: re.Match[str]) -> str:
    letters, first, last = match.groups()
    if len(last) < len(first):
        last = first[: -len(last)] + last
    return f"{letters}{first}-{letters}{last}"
