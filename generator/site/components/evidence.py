"""Why a paper has its values: a table of the evidence, and the abstract with the evidence marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...records.catalogue import Place
from ...records.evidence import AREA, NAME, TITLE, Evidence, EvidenceKey, Location
from ...records.paper import Paper
from ..annotated_text import Span, annotated
from ..context import Site
from ..links import Link, LinkedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A row of the table: why a paper has a value.

    `what` is the facet, and `value` the value. `decided` says who decided, if not a rule alone. `phrase` and `place`
    are the evidence. `by` is the name of the rule, None if no rule chose the value. `like` are papers of the area that
    are near in meaning, if that decided.
    """

    what: str
    value: str
    decided: str | None = None
    phrase: str | None = None
    place: str | None = None
    by: str | None = None
    like: tuple[Link, ...] = ()


def reasons(site: Site, paper: Paper) -> Iterator[Reason]:
    """Yield the reasons for a paper's area, for the values of each facet, and for its name, in this order.

    Behind a facet's values come those that a rule chose and a curator deleted, marked so.
    """
    evidence = paper.derived.evidence
    if paper.derived.area:
        stored = evidence.get(AREA)
        overruled = stored is not None and stored.value not in {None, paper.derived.area}
        ruled = site.area(str(stored.value)).text if stored and overruled else None
        yield _reason(site, site.gettext("Area"), site.area(paper.derived.area), stored, ruled)
    for facet, title in site.facet_titles.items():
        chosen = paper.derived.facets.get(facet, ())
        for key in chosen:
            spoken = evidence.get(EvidenceKey(facet, key))
            overruled = spoken is not None and spoken.value not in {None, key}
            ruled = site.value(facet, str(spoken.value)).text if spoken and overruled else None
            yield _reason(site, title, site.value(facet, key), spoken, ruled)
        for (kind, value), stored in evidence.items():
            if kind == facet and value and value not in chosen and (facet, value) in site.values:
                yield _reason(site, title, Link(text=site.values[facet, value].title), stored, None, dropped=True)
    if paper.derived.name and (stored := evidence.get(NAME)):
        ruled = stored.value if stored.value not in {None, paper.derived.name} else None
        yield _reason(site, site.gettext("Name"), Link(text=paper.derived.name), stored, ruled)


def _reason(
    site: Site, what: str, value: Link, stored: Evidence | None, ruled: str | None, *, dropped: bool = False
) -> Reason:
    by_rule = stored is not None and stored.by != "curator"
    decided: str | None
    if dropped:
        decided = site.gettext("left out by the curator; the rule chose it")
    elif ruled:
        decided = site.gettext("chosen by the curator; the rule would have chosen {other}", other=ruled)
    else:
        decided = None if by_rule else site.gettext("chosen by the curator")
    return Reason(
        what=what,
        value=value.text,
        decided=decided,
        phrase=stored.phrase if stored else None,
        place=place_words(site, stored.place) if stored and stored.place else None,
        by=_rule(stored) if stored and by_rule else None,
        like=tuple(map(site.paper, stored.like or ())) if stored else (),
    )


def _rule(stored: Evidence) -> str:
    """Return the name of the rule that chose a value, as its stored evidence has it, with the words that decided if the
    rule was learned.
    """
    return f"{stored.by}: {', '.join(stored.words)}" if stored.words else stored.by


def place_words(site: Site, place: Location) -> str:
    """Return a location as text in the survey's language.

    `Location("abstract", 3)` gives “abstract, sentence 3”. A location with another part, which a curator wrote, gives
    its own text, untranslated.
    """
    if place == TITLE:
        return site.gettext("title")
    if place.part == "abstract" and place.sentence:
        return site.gettext("abstract, sentence {number}", number=str(place.sentence))
    return str(place)


def marked_abstract(site: Site, paper: Paper, place: Place) -> LinkedText | None:
    """Return a paper's abstract with its mentions, which `place` has, linked, and the evidence for its values marked;
    None if the survey does not keep it.
    """
    if not paper.bibliographic.abstract or not paper.bibliographic.abstract.strip():
        return None
    links = [
        Span(mention.as_, to=(site.paper if mention.target == "paper" else site.mentioned)(mention.id).to)
        for mention in place.mentions
    ]
    marks = [
        Span(stored.phrase, reason=_speaks_for(site, key, stored.value or paper.derived.area))
        for key, stored in sorted(paper.derived.evidence.items(), key=lambda item: str(item[0]))
        if stored.phrase and key.kind != "mentions" and stored.place != TITLE
    ]
    return annotated(paper.bibliographic.abstract, [*links, *marks])


def _speaks_for(site: Site, key: EvidenceKey, area: str | None) -> str:
    """Return for what the evidence under a key speaks, in words: `Area: Grounding`, `Task: Retrieval`. `area` is the
    paper's.
    """
    if key == AREA and area:
        return site.gettext("Area: {area}", area=site.area(area).text)
    facet, value = key
    if value and (facet, value) in site.values:
        return f"{site.facet_titles[facet]}: {site.values[facet, value].title}"
    return f"{facet.capitalize()}: {value}" if value else facet.capitalize()
