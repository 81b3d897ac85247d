"""What a paper's page says, gathered from its record and its place in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from generator.annotate import Span, annotated
from generator.cite import as_bibtex
from generator.escape import Ready, plain_text, url
from generator.lookup import Lookup, edit_address, venue_and_year
from generator.pages.lists import year_ref
from generator.pages.parts import Front, Item, Named, Noted, Ref, Refs
from generator.records import SYMMETRIC_RELATIONS, UNPLACED, Evidence, Link, Paper, Place, Resolved

UP = "../"
"""Papers stand one folder below the docs folder."""

_LINKS = {
    "code": "Code",
    "data": "Data",
    "model": "Model",
    "project": "Project page",
    "demo": "Demo",
    "video": "Video",
    "publisher": "Publisher",
    "other": "More",
}
_RELATIONS = {
    "extends": "Extends",
    "same-family": "Same family as",
    "same-benchmark": "Measured on the same benchmark as",
    "alternative-to": "An alternative to",
    "applies": "Applies",
    "contrasts-with": "Contrasts with",
}
_REVERSED = {"extends": "Extended by", "applies": "Applied by"}
_DESCRIPTION = 155
"""Characters of a description that search engines show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a paper has a value.

    `by` is the rule that spoke, or None where no rule did; `curated` says that
    the curator decided; `ruled` is what the rule would have chosen instead;
    `dropped` that the curator left the rule's value out.
    """

    what: str
    value: Ref
    phrase: str | None = None
    place: str | None = None
    by: str | None = None
    curated: bool = False
    ruled: str | None = None
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A named thing that the paper introduces."""

    name: str
    kind: str
    about: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A curator's relation: how this paper stands to the other, in words."""

    how: str
    other: Ref
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A repair of the raw text."""

    rule: str
    place: str
    was: str
    became: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """`papers/ID.md`. `name` and `aliases` are there only where the title does not begin with them."""

    front: Front
    title: str
    name: str | None
    aliases: str
    authors: tuple[Ref, ...]
    year: Ref | None
    venue: str | None
    links: tuple[Ref, ...]
    tags: tuple[Refs, ...]
    reasons: tuple[Reason, ...]
    summary: str | None
    problem: Ready | None
    idea: Ready | None
    results: Ready | None
    figures: tuple[str, ...]
    introduces: tuple[Thing, ...]
    abstract: Ready | None
    read_at: tuple[Ref, ...]
    mentions: tuple[Named, ...]
    named_papers: tuple[Named, ...]
    mentioned_by: tuple[Item, ...]
    related: tuple[Noted, ...]
    relations: tuple[Judged, ...]
    bases: tuple[Refs, ...]
    limits: str | None
    notes: str | None
    bibtex: str
    repairs: tuple[Mended, ...]
    area: Ref | None
    previous: Ref | None
    next: Ref | None
    edit: Ready | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectPage:
    """`papers/FORMER.md`: where a paper with a former id went."""

    front: Front
    now: Ref


def paper_page(site: Lookup, paper: Paper) -> PaperPage:
    place = site.catalogue.places.get(paper.id) or Place()
    name = paper.name
    starts_with_name = name is not None and plain_text(paper.title).casefold().startswith(name.casefold())
    papers = tuple(mention for mention in place.mentions if mention.target == "paper")
    others = tuple(mention for mention in place.mentions if mention.target == "system")
    reading = tuple(_reading(paper))
    return PaperPage(
        front=Front(title=paper.title, description=_description(site, paper)),
        title=paper.title,
        name=None if starts_with_name else name,
        aliases=", ".join(paper.aliases),
        authors=site.authors(UP, paper),
        year=year_ref(site, UP, paper.year) if paper.year else None,
        venue=venue_and_year(paper),
        links=(*reading, *(Ref(text=_LINKS[link.kind], to=url(link.url)) for link in paper.links)),
        tags=tuple(_tags(site, paper)),
        reasons=tuple(_reasons(site, paper)),
        summary=paper.summary,
        **_digest(site, paper),
        figures=paper.figures,
        introduces=tuple(Thing(name=it.name, kind=it.kind, about=it.about) for it in paper.introduces),
        abstract=_abstract(site, paper, place),
        read_at=reading or tuple(Ref(text=_LINKS["publisher"], to=url(it.url)) for it in _published(paper)),
        mentions=tuple(_named(site.mentioned(UP, mention.id), mention) for mention in others),
        named_papers=tuple(_named(site.paper(UP, mention.id), mention) for mention in papers),
        mentioned_by=site.items(UP, place.mentioned_by),
        related=tuple(
            Noted(item=site.item(UP, near.id), note=", ".join(near.why))
            for near in place.related
            if near.id in site.papers
        ),
        relations=tuple(_relations(site, paper)),
        bases=tuple(_bases(site, paper)),
        limits=paper.limits,
        notes=paper.notes,
        bibtex=as_bibtex(paper),
        repairs=tuple(Mended(rule=it.rule, place=it.place, was=it.was, became=it.became) for it in paper.repairs),
        area=_area(site, paper),
        previous=(place.previous and _titled(site, place.previous)) or None,
        next=(place.next and _titled(site, place.next)) or None,
        edit=edit_address(site.catalogue.settings, f"papers/{paper.id}.yml"),
    )


def _digest(site: Lookup, paper: Paper) -> dict[str, Ready | None]:
    """Problem, idea and results, with each glossary term linked where the page uses it first."""
    used: set[str] = set()
    texts: dict[str, Ready | None] = {}
    for field in ("problem", "idea", "results"):
        text: str | None = getattr(paper, field)
        texts[field] = annotated(text, site.terms.spans(text, UP, used)) if text else None
    return texts


def _area(site: Lookup, paper: Paper) -> Ref | None:
    key = paper.area or UNPLACED
    return site.area(UP, key) if key in site.areas else None


def _tags(site: Lookup, paper: Paper) -> Iterator[Refs]:
    area = _area(site, paper)
    if area:
        yield Refs(title="Area", refs=(area,))
    for facet, title in site.facet_titles.items():
        if keys := paper.facets.get(facet):
            yield Refs(title=title, refs=tuple(site.value(UP, facet, key) for key in keys))


def _reasons(site: Lookup, paper: Paper) -> Iterator[Reason]:
    evidence = paper.evidence
    if paper.area:
        found = evidence.get("area")
        overruled = found is not None and found.value not in {None, paper.area}
        ruled = site.area(UP, str(found.value)).text if found and overruled else None
        yield _reason("Area", site.area(UP, paper.area), found, ruled)
    for facet, title in site.facet_titles.items():
        chosen = paper.facets.get(facet, ())
        for key in chosen:
            spoken = evidence.get(f"{facet}.{key}")
            overruled = spoken is not None and spoken.value not in {None, key}
            ruled = site.value(UP, facet, str(spoken.value)).text if spoken and overruled else None
            yield _reason(title, site.value(UP, facet, key), spoken, ruled)
        for name, found in evidence.items():
            key = name.removeprefix(f"{facet}.")
            if key != name and key not in chosen and (facet, key) in site.values:
                yield _reason(title, Ref(text=site.values[facet, key].title), found, None, dropped=True)
    if paper.name and (found := evidence.get("name")):
        ruled = found.value if found.value not in {None, paper.name} else None
        yield _reason("Name", Ref(text=paper.name), found, ruled)


def _reason(what: str, value: Ref, found: Evidence | None, ruled: str | None, *, dropped: bool = False) -> Reason:
    if found is None:
        return Reason(what=what, value=value, curated=True)
    by_rule = found.by != "curator"
    return Reason(
        what=what,
        value=value,
        phrase=found.phrase,
        place=found.place,
        by=found.by if by_rule else None,
        curated=dropped or ruled is not None or not by_rule,
        ruled=ruled,
        dropped=dropped,
    )


def _reading(paper: Paper) -> Iterator[Ref]:
    ids = paper.ids
    if ids.arxiv:
        yield Ref(text="arXiv", to=url(f"https://arxiv.org/abs/{ids.arxiv}"))
        yield Ref(text="PDF", to=url(f"https://arxiv.org/pdf/{ids.arxiv}"))
    if ids.doi:
        yield Ref(text="DOI", to=url(f"https://doi.org/{quote(ids.doi, safe='/:;()-._')}"))
    if ids.acl:
        yield Ref(text="ACL Anthology", to=url(f"https://aclanthology.org/{ids.acl}/"))


def _published(paper: Paper) -> Iterator[Link]:
    return (link for link in paper.links if link.kind == "publisher")


def _abstract(site: Lookup, paper: Paper, place: Place) -> Ready | None:
    if not paper.abstract or not paper.abstract.strip():
        return None
    links = [
        Span(mention.as_, to=(site.paper if mention.target == "paper" else site.mentioned)(UP, mention.id).to)
        for mention in place.mentions
    ]
    marks = [
        Span(found.phrase, reason=_speaks_for(site, key, found.value or paper.area))
        for key, found in sorted(paper.evidence.items())
        if found.phrase and not key.startswith("mentions.") and found.place != "title"
    ]
    return annotated(paper.abstract, [*links, *marks])


def _speaks_for(site: Lookup, key: str, area: str | None) -> str:
    """`Area: Grounding`, `Task: Retrieval` … : what the evidence under this key is evidence of."""
    if key == "area" and area:
        return f"Area: {site.area(UP, area).text}"
    facet, _, value = key.partition(".")
    if (facet, value) in site.values:
        return f"{site.facet_titles[facet]}: {site.values[facet, value].title}"
    return f"{facet.capitalize()}: {value}" if value else facet.capitalize()


def _named(ref: Ref, mention: Resolved) -> Named:
    return Named(text=mention.name, to=ref.to, spelt=mention.as_ if mention.as_ != mention.name else None)


def _titled(site: Lookup, paper_id: str) -> Ref:
    ref = site.paper(UP, paper_id)
    return Ref(text=site.papers[paper_id].title, to=ref.to) if ref.to else ref


def _relations(site: Lookup, paper: Paper) -> Iterator[Judged]:
    for relation in paper.relations:
        yield Judged(how=_RELATIONS[relation.kind], other=site.thing(UP, relation.to), note=relation.note)
    stated = {(relation.kind, relation.to) for relation in paper.relations}
    for other, relation in site.relations_to(paper.id):
        mirrored = relation.kind in SYMMETRIC_RELATIONS
        if mirrored and (relation.kind, other) in stated:
            continue
        how = _RELATIONS[relation.kind] if mirrored else _REVERSED[relation.kind]
        yield Judged(how=how, other=site.paper(UP, other), note=relation.note)


def _bases(site: Lookup, paper: Paper) -> Iterator[Refs]:
    for title, ids in (
        ("Builds on", paper.builds_on),
        ("Compares with", paper.compares_with),
        ("Evaluated on", paper.evaluated_on),
    ):
        if ids:
            yield Refs(title=title, refs=tuple(site.thing(UP, some_id) for some_id in ids))


def _description(site: Lookup, paper: Paper) -> str:
    text = paper.summary or paper.abstract
    if not text:
        area = _area(site, paper)
        parts = (paper.title, site.item(UP, paper.id).meta, area.text if area else "")
        text = ". ".join(part for part in parts if part)
    text = plain_text(text)
    if len(text) <= _DESCRIPTION:
        return text
    end = text.rfind(" ", 0, _DESCRIPTION)
    return text[: end if end > 0 else _DESCRIPTION].rstrip(" ,;:.") + "…"


def redirect_page(paper: Paper) -> RedirectPage:
    return RedirectPage(
        front=Front(
            title=paper.title,
            description=f"This page has moved: {paper.title}",
            hide=("toc",),
            redirect=Ready(f"papers/{paper.id}/"),
        ),
        now=Ref(text=paper.title, to=Ready(f"{paper.id}.md")),
    )
