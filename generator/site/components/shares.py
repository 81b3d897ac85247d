"""Which areas and tags the papers of a list have, and how often compared with the whole survey."""

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
    """A row of the table: an area or a tag (`what`), and how frequent it is among the papers of a list.

    `title` is the title of its facet, empty in a table of areas only. `count` papers of the list have it; `papers` is
    their address in the explorer. `here` and `there` are its percentages in the list and in the whole survey, `times`
    the first divided by the second. `notable`: it is so much more frequent here that it is put first.
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
    """The table of areas and tags that the papers of a list have, under a caption. `what` is the heading of the first
    column, `order` a sentence on the order of the rows.
    """

    caption: str
    what: str
    order: str
    rows: tuple[Share, ...]


def percent(translations: Translations, number: int, papers: int) -> str:
    """Return what percentage of `papers` `number` is, as the language writes it, without a percent sign.

    1 of 3 is `33`. It is whole, but below one percent has a decimal, so that few does not look like none.
    """
    share = 100 * number / max(papers, 1)
    return translations.number(share, 1 if 0 < share < 0.95 else 0)


def shares(
    site: Site, ids: Sequence[str], within: Mapping[str, str], *, areas_only: bool = False, at_most: int = 12
) -> Shares | None:
    """Return the table of the areas and tags that the papers with these ids have, at most `at_most` rows; None if they
    have none.

    Rows much more frequent than in the whole survey come first, by that ratio, then the others by count. `within` is
    the filter of the explorer that gives the list, `{"task": "vqa"}`; its own value gets no row.
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
    """Return how many of the papers with these ids stand in each area, `("area", KEY)`, and unless `areas_only` have
    each tag, `(FACET, VALUE)`.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for paper_id in ids:
        paper = site.papers[paper_id]
        if paper.derived.area in site.areas:
            counts["area", str(paper.derived.area)] += 1
        if not areas_only:
            counts.update((facet, key) for facet, keys in paper.derived.facets.items() for key in keys)
    return counts


def _totals(site: Site) -> dict[tuple[str, str], int]:
    """Return how many of all papers stand in each area and have each tag, in the taxonomy's order."""
    catalogue = site.catalogue
    totals = {("area", key): len(ids) for key, ids in catalogue.by_area.items()}
    return totals | {(facet, key): len(catalogue.by_value.get(f"{facet}/{key}", ())) for facet, key in site.values}


def _explorer(within: Mapping[str, str], kind: str, key: str) -> Address:
    """Return the address of the explorer with the filters `within` of a list and one more value: `kind` is `area` or a
    facet, `key` its value. A second value of one facet goes into the query, since filters of one facet are
    alternatives.
    """
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
