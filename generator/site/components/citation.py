"""One line on where a paper appeared, and its other publications."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from ...catalogue.citation import creators
from ...records.base import gettext_noop
from ...records.paper import Bibliographic, ExternalIds, PublicationType, Version
from ...text.escape import plain_text, url
from ...text.i18n import Translations
from ...text.languages.tags import language_name
from ..links import ExternalLink

_TYPES: Final[Mapping[PublicationType, str]] = {
    "article": gettext_noop("Journal article"),
    "inproceedings": gettext_noop("Conference paper"),
    "book": gettext_noop("Book"),
    "chapter": gettext_noop("Chapter"),
    "thesis": gettext_noop("Thesis"),
    "report": gettext_noop("Report"),
    "preprint": gettext_noop("Preprint"),
    "dataset": gettext_noop("Data set"),
    "software": gettext_noop("Software"),
}
_SAYS_EDITION = re.compile(r"(?i)\b(?:ed|éd|edn|edi[tcz]\w+|édit\w+|aufl\w*|ausg\w*|oplage|uitgave|изд\w*)\b|版")


def citation(translations: Translations, facts: Bibliographic) -> str | None:
    """Return a line with a paper's type, container, volume, pages, series, publisher, edition, editors, translators,
    language, numbers and shelf mark; None without any. Editors who stand in the place of authors are left out.
    """
    container = facts.container if facts.container != facts.venue else None
    number = _number(translations, facts, bare=bool(container))
    where = " ".join(filter(None, (container, number)))
    pages = facts.pages and translations.gettext("pages {pages}", pages=facts.pages)
    editors = facts.editors if facts.authors or not creators(facts) else ()
    edited = editors and translations.gettext("edited by {names}", names=", ".join(editors))
    translated = facts.translators and translations.gettext("translated by {names}", names=", ".join(facts.translators))
    publisher = ": ".join(filter(None, (facts.publisher_place, facts.publisher)))
    numbers = [f"ISBN {it}" for it in facts.isbn] + [f"ISSN {it}" for it in facts.issn]
    kind = facts.type and _type_name(translations, facts.type)
    where = ", ".join(filter(None, (where, pages)))
    language = _language(translations, facts.lang)
    series = facts.series and translations.gettext("series {name}", name=facts.series)
    kept = facts.archive and translations.gettext("shelf mark {mark}", mark=facts.archive)
    edition = _edition(translations, facts)
    parts = (kind, where, series, publisher, edition, edited, translated, language, *numbers, kept)
    return " · ".join(plain_text(part) for part in parts if part) or None


def _number(translations: Translations, facts: Bibliographic, *, bare: bool) -> str | None:
    """Return volume and issue, `3(4)`; either alone says what it is, `vol. 3`, but a volume that may be `bare` behind
    the name of its container. An issue alone is also the number of a patent, a standard or a report.
    """
    if facts.volume and (facts.issue or bare):
        return f"{facts.volume}{f'({facts.issue})' if facts.issue else ''}"
    if facts.volume:
        return translations.gettext("vol. {number}", number=facts.volume)
    return facts.issue and translations.gettext("no. {number}", number=facts.issue)


def _edition(translations: Translations, facts: Bibliographic) -> str | None:
    """Return which edition a book is: `edition 2`, or in its own words if these say that they are about one."""
    if not facts.edition or _SAYS_EDITION.search(facts.edition):
        return facts.edition
    if facts.edition.isdigit() and len(facts.edition) < 4:
        return translations.gettext("edition {number}", number=facts.edition)
    return translations.gettext("{name} edition", name=facts.edition)


def _language(translations: Translations, lang: str | None) -> str | None:
    """Return the name of the language that a paper's record names (`lang`), in the survey's language; None if both are
    the same, or the record names none.
    """
    own = translations.language
    if not lang or lang.partition("-")[0] == own.partition("-")[0]:
        return None
    return language_name(lang, own)


def versions(translations: Translations, facts: Bibliographic) -> Iterator[ExternalLink]:
    """Yield the other publications of a paper, such as `Preprint, arXiv 2020`, each linked if it has an address."""
    for version in facts.versions:
        venue = version.venue or ("arXiv" if version.ids.arxiv else None)
        year = str(version.year) if version.year and str(version.year) not in (venue or "") else None
        kind = version.type and _type_name(translations, version.type)
        text = ", ".join(filter(None, (kind, " ".join(filter(None, (venue, year))), version.title)))
        address = _address(version)
        if text or address:
            yield ExternalLink(text=text or address or "", to=url(address) if address else None)


def _address(version: Version) -> str | None:
    ids: ExternalIds = version.ids
    if version.url:
        return version.url
    if ids.arxiv:
        return f"https://arxiv.org/abs/{ids.arxiv}"
    if ids.acl:
        return f"https://aclanthology.org/{ids.acl}/"
    return f"https://doi.org/{quote(ids.doi, safe='/:;()-._')}" if ids.doi else None


def _type_name(translations: Translations, type_: PublicationType) -> str | None:
    """Return the translated name of a type of publication; `other` has none."""
    name = _TYPES.get(type_)
    return name and translations.gettext(name)
