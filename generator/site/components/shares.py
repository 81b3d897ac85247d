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
    site: Site,
    ids: Sequence[str],
    within: Mapping[str, str],
    *,
    areas_only: bool = False,
    at_most: int = 12,
) -> Shares | None:
    """First what is notably more frequent than in the whole survey, the most so first; then by count. None without any.

    `within` is the explorer's filter for the list's papers, which is left out as a matter of course.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for paper_id in ids:
        paper = site.papers[paper_id]
        if paper.area in site.areas:
            counts["area", str(paper.area)] += 1
        if not areas_only:
            counts.update((facet, key) for facet, keys in paper.facets.items() for key in keys)
    catalogue = site.catalogue
    all_of = {("area", key): len(found) for key, found in catalogue.by_area.items()}
    all_of |= {place: len(catalogue.by_value.get("/".join(place), ())) for place in site.values}
    found = []
    for (kind, key), number in all_of.items():
        count = counts[kind, key]
        if count == 0 or within.get(kind) == key:
            continue
        times = (count / len(ids)) / (number / len(site.papers))
        notable = times >= OFTEN and count >= PAPERS
        ref = site.area(key) if kind == "area" else site.value(kind, key)
        share = Share(
            title="" if areas_only else site.gettext("Area") if kind == "area" else site.facet_titles[kind],
            what=ref,
            count=count,
            # Two values of one facet are alternatives to the explorer's filters, not to its query.
            papers=addresses.explorer({**within, "q": f"{kind}:{key}"} if kind in within else {**within, kind: key}),
            here=percent(site.translations, count, len(ids)),
            there=percent(site.translations, number, len(site.papers)),
            times=site.translations.number(times, 1),
            notable=notable,
        )
        found.append((-times if notable else 0.0, -count, share))
    found.sort(key=lambda it: it[:2])
    if not found:
        return None
    return Shares(
        caption=site.gettext("Areas of these papers") if areas_only else site.gettext("Areas and tags of these papers"),
        what=site.gettext("Area") if areas_only else site.gettext("Area or tag"),
        order=site.gettext(
            "First those at least {times} times as frequent as in the whole survey, with {papers} papers or more; "
            "then by number.",
            times=OFTEN,
            papers=PAPERS,
        ),
        rows=tuple(share for _, _, share in found[:at_most]),
    )
