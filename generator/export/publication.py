"""A paper's bibliographic data as plain texts on one line, for lists in other formats.

`assets/js/lists/publication.js` makes the same from what `search/documents.py` stores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ..catalogue import addresses
from ..catalogue.citation import names_in_parts, publication_type
from ..records.catalogue import Catalogue
from ..records.paper import Bibliographic, Paper, PublicationType
from ..records.taxonomy import Value
from ..text.escape import plain_text
from ..text.i18n import Translations


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A paper's bibliographic data as plain texts on one line; what is not known is empty.

    `people` has the parts of those names in which the family name is not just the last word. `year` is that of the
    publication, else of the first version. `url` is the address where the paper can be read, or else `page`, the
    paper's page on this site. `tags` are pairs of “Area” or a facet's title, and the titles of the paper's values of
    it.
    """

    id: str
    title: str
    name: str
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    translators: tuple[str, ...]
    people: Mapping[str, Mapping[str, str]]
    type: PublicationType
    year: str
    venue: str
    container: str
    volume: str
    issue: str
    pages: str
    publisher: str
    publisher_place: str
    edition: str
    series: str
    archive: str
    isbn: tuple[str, ...]
    issn: tuple[str, ...]
    language: str
    doi: str
    arxiv: str
    acl: str
    url: str
    page: str
    summary: str
    tags: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def keywords(self) -> list[str]:
        """Return the titles of the paper's area and facet values, in the order of the taxonomy."""
        return [title for _, titles in self.tags for title in titles]

    def parts(self, name: str) -> Mapping[str, str]:
        """Return the parts of a person's name: those in `people`, else the last word is the family name.

        The keys are `given`, `particle`, `family` and `suffix`, or `literal` for a group.
        """
        if known := self.people.get(name):
            return known
        given, _, family = name.rpartition(" ")
        return {"family": family, "given": given} if given else {"family": name}


def as_publication(catalogue: Catalogue, paper: Paper, translations: Translations) -> Publication:
    """Return the bibliographic data of a paper of the catalogue; “Area” and “Unplaced” are in the language of
    `translations`.
    """
    facts = paper.bibliographic
    page = addresses.absolute(catalogue.settings, addresses.paper(paper.id))
    return Publication(
        id=paper.id,
        title=plain_text(facts.title),
        name=plain_text(paper.derived.name or ""),
        authors=_shown(facts.authors),
        editors=_shown(facts.editors),
        translators=_shown(facts.translators),
        people=names_in_parts(facts),
        type=publication_type(facts),
        year=str(year_of(facts) or ""),
        venue=plain_text(facts.venue or ""),
        container=plain_text(facts.container or ""),
        volume=plain_text(facts.volume or ""),
        issue=plain_text(facts.issue or ""),
        pages=plain_text(facts.pages or ""),
        publisher=plain_text(facts.publisher or ""),
        publisher_place=plain_text(facts.publisher_place or ""),
        edition=plain_text(facts.edition or ""),
        series=plain_text(facts.series or ""),
        archive=plain_text(facts.archive or ""),
        isbn=tuple(map(plain_text, facts.isbn)),
        issn=tuple(map(plain_text, facts.issn)),
        language=facts.lang or "",
        doi=plain_text(facts.ids.doi or ""),
        arxiv=plain_text(facts.ids.arxiv or ""),
        acl=plain_text(facts.ids.acl or ""),
        url=read_at(paper) or page,
        page=page,
        summary=plain_text(paper.digest.summary or ""),
        tags=tuple(_tags(catalogue, paper, translations)),
    )


def read_at(paper: Paper) -> str:
    """Return the address where a paper can be read: at the ACL Anthology, arXiv, its DOI or its publisher, in this
    order; an empty text if none is known.
    """
    ids = paper.bibliographic.ids
    if ids.acl:
        return f"https://aclanthology.org/{ids.acl}/"
    if ids.arxiv:
        return f"https://arxiv.org/abs/{ids.arxiv}"
    if ids.doi:
        return doi_address(plain_text(ids.doi))
    return next((link.url for link in paper.derived.links if link.kind == "publisher"), "")


def doi_address(doi: str) -> str:
    """Return the web address of a DOI; an empty text for an empty DOI."""
    return f"https://doi.org/{quote(doi, safe='/:;()-._')}" if doi else ""


def year_of(facts: Bibliographic) -> int | None:
    """Return the year by which a paper is cited: that of its venue, unless it is a preprint; None if it is not
    known.
    """
    return facts.venue_year if facts.venue_year and publication_type(facts) != "preprint" else facts.year


def _shown(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(plain_text, names)))


def _tags(catalogue: Catalogue, paper: Paper, translations: Translations) -> list[tuple[str, tuple[str, ...]]]:
    """Return the titles of the paper's area and values, each list behind the title of its facet; an unplaced paper is
    called so if the survey has areas.
    """
    taxonomy, derived = catalogue.taxonomy, paper.derived
    area = _titles(taxonomy.areas, (derived.area,) if derived.area else ())
    if taxonomy.areas and not derived.area:
        area = (translations.gettext("Unplaced"),)
    facets = ((facet.title, _titles(facet.values, derived.facets.get(facet.key, ()))) for facet in taxonomy.facets)
    return [(translations.gettext("Area"), area), *facets]


def _titles(known: Sequence[Value], keys: Sequence[str]) -> tuple[str, ...]:
    """Return the titles of those of the `known` areas or values that have these keys, in the order of the keys."""
    found = {value.key: value.title for value in known if value.key in keys} if keys else {}
    return _shown(tuple(found[key] for key in keys if key in found))
