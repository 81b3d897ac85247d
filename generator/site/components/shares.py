"""What the papers of one list are otherwise: the areas and tags that stand with it, beside the whole survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...text.i18n import Translations
from ..context import Site
from ..links import Link

OFTEN, PAPERS = 1.5, 3
"""How many times as often as in the whole survey, and in how many papers, is notable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """An area or tag among the papers of a list; `papers` finds those that have both.

    `title` is that of the facet, empty among areas only. `here` and `there` are percent of the list's and of all
    papers (`percent`), `times` the one over the other.
    """

    title: str
    what: Link
    count: int
    papers: Address
    here: str
    there: str
    times: str
    notable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """A table of them; `what` heads the first column, `order` says in what order they stand."""

    caption: str
    what: str
    order: str
    rows: tuple[Share, ...]


def percent(translations: Translations, number: int, papers: int) -> str:
    """How many percent of the papers that is: whole percent, below one with a decimal, for few are not none."""
    share = 100 * number / max(papers, 1)
    return translations.number(share, 1 if 0 < share < 0.95 else 0)


def shares(
    site: Site, ids: Sequence[str], within: Mapping[str, str], *, areas_only: bool = False, at_most: int = 12
) -> Shares | None:
    """The areas and tags of the papers `ids`; None where they have none.

    First comes what is notably more frequent than in the whole survey, the most so first; the rest goes by count.
    `within` is the explorer's filter for the list's papers, which is left out as a matter of course.
    """
    counts = _counts(site, ids, areas_only=areas_only)
    rows: list[tuple[float, int, Share]] = []
    for (kind, key), total in _totals(site).items():
        count = counts[kind, key]
        if count and within.get(kind) != key:
            times = (count / len(ids)) / (total / len(site.papers))
            row = Share(
                title="" if areas_only else site.gettext("Area") if kind == "area" else site.facet_titles[kind],
                what=site.area(key) if kind == "area" else site.value(kind, key),
                count=count,
                papers=_explorer(within, kind, key),
                here=percent(site.translations, count, len(ids)),
                there=percent(site.translations, total, len(site.papers)),
                times=site.translations.number(times, 1),
                notable=times >= OFTEN and count >= PAPERS,
            )
            rows.append((-times if row.notable else 0.0, -count, row))
    rows.sort(key=lambda row: row[:2])
    return _table(site, [row for _, _, row in rows[:at_most]], areas_only=areas_only) if rows else None


def _counts(site: Site, ids: Sequence[str], *, areas_only: bool) -> Counter[tuple[str, str]]:
    """How many of the papers stand in each area, `("area", KEY)`, and have each tag, `(FACET, VALUE)`."""
    counts: Counter[tuple[str, str]] = Counter()
    for paper_id in ids:
        paper = site.papers[paper_id]
        if paper.derived.area in site.areas:
            counts["area", str(paper.derived.area)] += 1
        if not areas_only:
            counts.update((facet, key) for facet, keys in paper.derived.facets.items() for key in keys)
    return counts


def _totals(site: Site) -> dict[tuple[str, str], int]:
    """The same of all papers, in the taxonomy's order."""
    catalogue = site.catalogue
    totals = {("area", key): len(ids) for key, ids in catalogue.by_area.items()}
    return totals | {(facet, key): len(catalogue.by_value.get(f"{facet}/{key}", ())) for facet, key in site.values}


def _explorer(within: Mapping[str, str], kind: str, key: str) -> Address:
    """The explorer with the list's filters and this value: two values of one facet are alternatives to its filters,
    not to its query."""
    return addresses.explorer({**within, "q": f"{kind}:{key}"} if kind in within else {**within, kind: key})


def _table(site: Site, rows: Sequence[Share], *, areas_only: bool) -> Shares:
    return Shares(
        caption=site.gettext("Areas of these papers") if areas_only else site.gettext("Areas and tags of these papers"),
        what=site.gettext("Area") if areas_only else site.gettext("Area or tag"),
        order=site.gettext(
            "First those at least {times} times as frequent as in the whole survey, with {papers} papers or more; "
            "then by number.",
            times=OFTEN,
            papers=PAPERS,
        ),
        rows=tuple(rows),
    )
