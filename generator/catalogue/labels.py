"""Labels that pages show: names of kinds of things, venues with years, authors in short, titles of areas and values."""

from __future__ import annotations

from collections.abc import Sequence

from ..records.paper import Bibliographic, ThingKind
from ..records.survey import Survey
from ..text.escape import plain_text
from ..text.i18n import Translations
from .citation import creators


def kind_names(translations: Translations) -> dict[ThingKind, str]:
    """Return the word for one thing of each kind, as within a sentence, in the language of `translations`: `dataset` is
    “data set”.
    """
    return {
        "model": translations.gettext("model"),
        "method": translations.gettext("method"),
        "module": translations.gettext("module"),
        "dataset": translations.gettext("data set"),
        "benchmark": translations.gettext("benchmark"),
        "metric": translations.gettext("metric"),
        "task": translations.gettext("task"),
        "tool": translations.gettext("tool"),
    }


def kind_titles(translations: Translations) -> dict[ThingKind, str]:
    """Return the heading for things of each kind, in the plural: `dataset` is “Data sets”. The order is that of the
    page that lists all systems.
    """
    return {
        "model": translations.gettext("Models"),
        "method": translations.gettext("Methods"),
        "module": translations.gettext("Modules"),
        "dataset": translations.gettext("Data sets"),
        "benchmark": translations.gettext("Benchmarks"),
        "metric": translations.gettext("Metrics"),
        "task": translations.gettext("Tasks"),
        "tool": translations.gettext("Tools"),
    }


def venue_and_year(bibliographic: Bibliographic) -> str | None:
    """Return the venue with its year, `CVPR 2025`; None without a venue.

    The year is not added if the venue's name already holds it.
    """
    if bibliographic.venue and bibliographic.venue_year and str(bibliographic.venue_year) not in bibliographic.venue:
        return f"{bibliographic.venue} {bibliographic.venue_year}"
    return bibliographic.venue


def short_authors(translations: Translations, bibliographic: Bibliographic) -> str:
    """Return a paper's authors in short: `Ada Li`, `Ada Li and Bo Chen`, or `Ada Li et al.` for more than two.

    Of a paper without authors, the editors: `Ada Li (ed.)`. An empty text if neither is known.
    """
    if not bibliographic.authors:
        return editors_instead(translations, bibliographic)
    return _in_short(translations, bibliographic.authors)


def editors_instead(translations: Translations, bibliographic: Bibliographic) -> str:
    """Return the editors, in short and marked as such, of a book that has no authors; an empty text for all others."""
    editors = () if bibliographic.authors else creators(bibliographic)
    if not editors:
        return ""
    names = _in_short(translations, editors)
    return translations.ngettext("{names} (ed.)", "{names} (eds.)", len(editors), names=names)


def _in_short(translations: Translations, people: Sequence[str]) -> str:
    names = [plain_text(name) for name in people[:3]]
    if len(names) > 2:
        return translations.gettext("{author} et al.", author=names[0])
    if len(names) == 2:
        return translations.gettext("{author} and {other}", author=names[0], other=names[1])
    return "".join(names)


def shown_names(survey: Survey) -> dict[str, str]:
    """Return the names that pages show for features of `vectors`, by their keys: `area:KEY` and `FACET:VALUE` for all
    of the taxonomy, `mention:ID` for all systems and papers. Features that are words have none.
    """
    names = {f"area:{area.key}": area.title for area in survey.taxonomy.areas}
    names |= {f"{f.key}:{v.key}": v.title for f in survey.taxonomy.facets for v in f.values}
    names |= {f"mention:{system.id}": system.name for system in survey.systems}
    return names | {f"mention:{paper.id}": paper.label for paper in survey.papers}
