"""What editions, kinds of changes and fields of records are called, on pages and in feeds."""

from __future__ import annotations

from collections.abc import Mapping

from ...records.edition import Edition
from ...text.i18n import Translations


def edition_title(translations: Translations, edition: Edition) -> str:
    """Return the title of an edition in the language of `translations`: `Edition 2, 27 November 2026`."""
    date = translations.date(edition.date)
    return translations.gettext("Edition {number}, {date}", number=str(edition.number), date=date)


def kind_titles(translations: Translations) -> dict[str, str]:
    """Return the heading for each kind of change, in the order in which pages show them."""
    return {
        "added": translations.gettext("Papers added"),
        "renamed": translations.gettext("Papers with another address"),
        "merged": translations.gettext("Records joined"),
        "moved": translations.gettext("Papers moved to another area"),
        "corrected": translations.gettext("Corrections"),
        "removed": translations.gettext("Papers removed"),
        "taxonomy": translations.gettext("Areas and tags"),
        "field": translations.gettext("New fields of the records"),
    }


def field_name(translations: Translations, field: str, facets: Mapping[str, str]) -> str:
    """Return the name of a field on pages, such as “Year” for `year`, or the field itself if it has no name.

    `facets` has the titles of facets, for fields such as `facets.task`.
    """
    head, _, key = field.partition(".")
    if head == "facets":
        return facets.get(key, key)
    if head == "ids":
        return {"doi": "DOI", "arxiv": "arXiv", "acl": "ACL", "pubmed": "PubMed"}.get(key, key)
    gettext = translations.gettext
    names = {
        "area": gettext("Area"), "title": gettext("Title"), "name": gettext("Name"), "aliases": gettext("Other names"),
        "type": gettext("Type"), "year": gettext("Year"), "venue_year": gettext("Year of the venue"),
        "published": gettext("Date"), "authors": gettext("Authors"), "venue": gettext("Venue"),
        "container": gettext("Journal or book"), "volume": gettext("Volume"), "issue": gettext("Issue"),
        "pages": gettext("Page numbers"), "publisher": gettext("Publisher"), "editors": gettext("Editors"),
        "publisher_place": gettext("Place of publication"), "edition": gettext("Edition of the book"),
        "translators": gettext("Translators"), "series": gettext("Series"), "archive": gettext("Shelf mark"),
        "isbn": "ISBN", "issn": "ISSN", "keywords": gettext("Keywords"), "versions": gettext("Other versions"),
        "links": gettext("Links"), "introduces": gettext("Introduces"), "figures": gettext("Headline figures"),
        "summary": gettext("Summary"), "problem": gettext("Problem"), "idea": gettext("Idea"),
        "results": gettext("Results"), "questions": gettext("Questions"), "limits": gettext("Limits"),
        "notes": gettext("Notes"), "builds_on": gettext("Builds on"), "compares_with": gettext("Compares with"),
        "evaluated_on": gettext("Evaluated on"), "relations": gettext("Relations"),
        "mentions": gettext("Mentions"), "checked": gettext("Compared with the abstract once more"),
        "facets": gettext("Tags"), "ids": gettext("Identifiers"),
    }  # fmt: skip
    return names.get(head, field)
