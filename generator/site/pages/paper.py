"""The page of a paper, from its record and from what the whole catalogue knows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from ...catalogue import addresses
from ...catalogue.addresses import edit_address
from ...catalogue.labels import editors_instead, kind_names, venue_and_year
from ...derive.figures import Figure, split_figure
from ...export.bibtex import as_bibtex
from ...records.base import gettext_noop
from ...records.catalogue import Place
from ...records.paper import Derived, Digest, Paper, Provenance
from ...records.taxonomy import UNPLACED
from ...text.escape import Markup, plain_text, url
from ..annotated_text import annotated
from ..components.citation import citation, versions
from ..components.evidence import Reason, marked_abstract, reasons
from ..components.lineage import Lineage, lineage
from ..components.relations import RelationGroup, relation_groups
from ..context import Site
from ..links import ExternalLink, Front, Link, LinkedText, LinkGroup, NearestItem
from .paths import Course, courses
from .years import year_link

_LINKS: Mapping[str, str] = {
    "code": gettext_noop("Code"),
    "data": gettext_noop("Data"),
    "model": gettext_noop("Model"),
    "project": gettext_noop("Project page"),
    "demo": gettext_noop("Demo"),
    "video": gettext_noop("Video"),
    "publisher": gettext_noop("Publisher"),
    "other": gettext_noop("More"),
}
"""What links of each kind are called."""
_DESCRIPTION = 155
"""Characters of a description that search engines show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperArtifact:
    """A system, data set or method that the paper introduces: its name, its kind in words, and a line about it."""

    name: str
    kind: str
    about: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAuthor(Link):
    """An author, linked if the person has a page, with a link to the person's ORCID iD if it is known."""

    orcid: ExternalLink | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRepair:
    """A repair of the raw text: the rule, the place, and the text before (`was`) and after (`became`)."""

    rule: str
    place: str
    was: str
    became: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """The data of a paper's page, `papers/ID.md`. `name` and `aliases` are empty if the title begins with them.

    `citation` is a line that says where exactly the paper appeared, `versions` are its other publications. `measured`
    says whether any of `figures` has a value. `lineage` draws the strongest of `relations`. `id` and `bibtex` are for
    the section on citing.
    """

    front: Front
    id: str
    title: str
    name: str | None
    aliases: str
    authors: tuple[PaperAuthor, ...]
    more_authors: tuple[PaperAuthor, ...]
    """Those after the first `_AUTHORS`, if there are many."""
    edited: str
    """The editors of a book without authors, such as `Ada Li and Bo Chen (eds.)`; else empty."""
    year: Link | None
    venue: str | None
    citation: str | None
    versions: tuple[ExternalLink, ...]
    links: tuple[ExternalLink, ...]
    summary: str | None
    problem: LinkedText | None
    idea: LinkedText | None
    results: LinkedText | None
    tags: tuple[LinkGroup, ...]
    reasons: tuple[Reason, ...]
    figures: tuple[Figure, ...]
    measured: bool
    introduces: tuple[PaperArtifact, ...]
    lineage: Lineage | None
    relations: tuple[RelationGroup, ...]
    nearest: tuple[NearestItem, ...]
    abstract: LinkedText | None
    limits: str | None
    notes: str | None
    bibtex: str
    repairs: tuple[TextRepair, ...]
    area: Link | None
    courses: tuple[Course, ...]
    previous: Link | None
    next: Link | None
    edit: Markup | None


def paper_page(site: Site, paper: Paper) -> PaperPage:
    """Return the data of a paper's page: from its record, from other records and from the whole catalogue."""
    facts, derived, digest = paper.bibliographic, paper.derived, paper.digest
    place, relations = site.catalogue.places.get(paper.id) or Place(), site.relations.of(paper.id)
    authors, figures = tuple(_authors(site, paper)), tuple(map(split_figure, derived.figures))
    return PaperPage(
        front=Front(title=facts.title, description=_description(site, paper)),
        id=paper.id,
        title=facts.title,
        name=_name(paper),
        aliases=", ".join(derived.aliases),
        authors=authors[:_AUTHORS],
        more_authors=authors[_AUTHORS:],
        edited=editors_instead(site.translations, facts),
        year=year_link(facts.year) if facts.year else None,
        venue=venue_and_year(facts),
        citation=citation(site.translations, facts),
        versions=tuple(versions(site.translations, facts)),
        links=tuple(_links(site, paper)),
        summary=digest.summary,
        **_digest(site, digest),
        tags=tuple(_tags(site, derived)),
        reasons=tuple(reasons(site, paper)),
        figures=figures,
        measured=any(figure.value for figure in figures),
        introduces=tuple(_introduced(site, derived)),
        lineage=lineage(site, paper, relations),
        relations=relation_groups(site, paper, relations),
        nearest=tuple(_nearest(site, paper)),
        abstract=marked_abstract(site, paper, place),
        limits=digest.limits,
        notes=digest.notes,
        bibtex=as_bibtex(paper),
        repairs=tuple(_repairs(paper.provenance)),
        area=_area(site, derived),
        courses=courses(site, paper.id),
        previous=(place.previous and _titled(site, place.previous)) or None,
        next=(place.next and _titled(site, place.next)) or None,
        edit=edit_address(site.catalogue.settings, f"papers/{paper.id}.yml"),
    )


_AUTHORS = 30
"""Authors that a page names above the rest of it; what has more is signed by hundreds."""


def _authors(site: Site, paper: Paper) -> Iterator[PaperAuthor]:
    people = paper.bibliographic.people
    for link in site.authors(paper):
        orcid = people[link.text].orcid if link.text in people else None
        badge = ExternalLink(text="iD", to=url(f"https://orcid.org/{orcid}")) if orcid else None
        yield PaperAuthor(text=link.text, to=link.to, orcid=badge)


def _name(paper: Paper) -> str | None:
    """Return the paper's name; None if it has none or its title begins with it."""
    name = paper.derived.name
    return None if name and plain_text(paper.bibliographic.title).casefold().startswith(name.casefold()) else name


def _repairs(provenance: Provenance) -> Iterator[TextRepair]:
    """Yield what was mended in the paper's texts, in order."""
    for repair in provenance.repairs:
        yield TextRepair(rule=repair.rule, place=repair.place, was=repair.was, became=repair.became)


def _digest(site: Site, digest: Digest) -> dict[str, LinkedText | None]:
    """Return problem, idea and results by field, with each glossary term linked where the page uses it first; None for
    a field that is empty.
    """
    used: set[str] = set()
    texts: dict[str, LinkedText | None] = {}
    for field in ("problem", "idea", "results"):
        text: str | None = getattr(digest, field)
        texts[field] = annotated(text, site.terms.spans(text, used)) if text else None
    return texts


def _nearest(site: Site, paper: Paper) -> Iterator[NearestItem]:
    for near in site.near(paper.id):
        if near.id in site.papers:
            yield NearestItem(item=site.item(near.id), note=", ".join(near.why), by_meaning=near.by_meaning)


def _introduced(site: Site, derived: Derived) -> Iterator[PaperArtifact]:
    if not derived.introduces:
        return
    names = kind_names(site.translations)
    for introduced in derived.introduces:
        yield PaperArtifact(name=introduced.name, kind=names[introduced.kind], about=introduced.about)


def _area(site: Site, derived: Derived) -> Link | None:
    key = derived.area or UNPLACED
    return site.area(key) if key in site.areas else None


def _tags(site: Site, derived: Derived) -> Iterator[LinkGroup]:
    area = _area(site, derived)
    if area:
        yield LinkGroup(title=site.gettext("Area"), links=(area,))
    for facet, title in site.facet_titles.items():
        if keys := derived.facets.get(facet):
            yield LinkGroup(title=title, links=tuple(site.value(facet, key) for key in keys))


def _links(site: Site, paper: Paper) -> Iterator[ExternalLink]:
    """Yield the links to where the paper can be read, then its other links, such as those to code and data."""
    ids = paper.bibliographic.ids
    if ids.arxiv:
        yield ExternalLink(text="arXiv", to=url(f"https://arxiv.org/abs/{ids.arxiv}"))
        yield ExternalLink(text="PDF", to=url(f"https://arxiv.org/pdf/{ids.arxiv}"))
    if ids.doi:
        yield ExternalLink(text="DOI", to=url(f"https://doi.org/{quote(ids.doi, safe='/:;()-._')}"))
    if ids.acl:
        yield ExternalLink(text="ACL Anthology", to=url(f"https://aclanthology.org/{ids.acl}/"))
    if ids.pubmed:
        yield ExternalLink(text="PubMed", to=url(f"https://pubmed.ncbi.nlm.nih.gov/{ids.pubmed}/"))
    if ids.openalex:
        yield ExternalLink(text="OpenAlex", to=url(f"https://openalex.org/{ids.openalex}"))
    if ids.semantic_scholar:
        yield ExternalLink(
            text="Semantic Scholar", to=url(f"https://www.semanticscholar.org/paper/{ids.semantic_scholar}")
        )
    for link in paper.derived.links:
        yield ExternalLink(text=site.gettext(_LINKS[link.kind]), to=url(link.url))


def _titled(site: Site, paper_id: str) -> Link:
    paper = site.papers.get(paper_id)
    return Link(text=paper.bibliographic.title, to=addresses.paper(paper_id)) if paper else Link(text=paper_id)


def _description(site: Site, paper: Paper) -> str:
    text = paper.digest.summary or paper.bibliographic.abstract
    if not text:
        area = _area(site, paper.derived)
        parts = (paper.bibliographic.title, site.item(paper.id).meta, area.text if area else "")
        text = ". ".join(part for part in parts if part)
    text = plain_text(text)
    if len(text) <= _DESCRIPTION:
        return text
    end = text.rfind(" ", 0, _DESCRIPTION)
    return text[: end if end > 0 else _DESCRIPTION].rstrip(" ,;:.") + "…"
