"""The pages of systems that papers name (models, data sets, benchmarks …): their index, and one for each that several
name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address, edit_address
from ...catalogue.families import family_line
from ...catalogue.labels import kind_names, kind_titles
from ...records.paper import Introduced, Paper
from ...records.relations import USES
from ...records.survey import System
from ...text.escape import Markup, url
from ...text.folding import sort_key
from ..components.claims import Claim, claims_about
from ..components.crosstab import mentions
from ..components.pagination import Pagination, paged_front, paginate, pagination
from ..components.shares import Shares, shares
from ..components.timeline import Timeline, system_time
from ..context import Site, counted
from ..links import CountedLink, Front, Item, Link, front


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDataset:
    """A data set or benchmark, given by its name, that a paper of the survey introduces; `paper` is the link to that
    paper, and `about` says in a few words what it is.

    `kind` is the word for its kind in the survey's language. `count` is the number of other papers that use or name it,
    `users` are the newest of these.
    """

    name: str
    kind: str
    about: str | None
    paper: Link
    count: int
    users: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemGroup:
    """The systems of one kind under a heading, the `title`: as links (`entries`), or the data sets and benchmarks that
    the survey's own papers introduce (`natives`).
    """

    title: str
    entries: tuple[CountedLink, ...]
    natives: tuple[OwnDataset, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemsPage:
    """The data of a page of the index of systems by kind, `systems/index.md`. `pages_from` is the number of papers from
    which a system has a page.
    """

    front: Front
    title: str
    pages_from: int
    built_on: Link
    pagination: Pagination | None
    groups: tuple[SystemGroup, ...]
    edit: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemUse:
    """A paper on the page of a system that it names.

    `phrase` and `place` are the evidence, None if none is stored; `spelt` are the paper's spellings of the system and
    its versions other than its name, joined with commas, empty if there are none; `also` are the uses that its record
    states besides that of its group, in words.
    """

    item: Item
    phrase: str | None
    place: str | None
    spelt: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseGroup:
    """The papers that use a system in the same way, such as building on it, which `title` says."""

    title: str
    uses: tuple[SystemUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPage:
    """The data of a system's page, `systems/ID.md`; its further pages have only the list of papers, in groups by how
    they use the system. `introduced_by`, `family` and `versions` are links; `claims` are the reported results that name
    it, `count` is the number of papers.
    """

    front: Front
    name: str
    kind: str
    aliases: str
    about: str | None
    link: Markup | None
    family: Link | None
    introduced_by: tuple[Link, ...]
    versions: tuple[CountedLink, ...]
    time: Timeline | None
    areas: Shares | None
    claims: tuple[Claim, ...]
    count: int
    pagination: Pagination | None
    groups: tuple[UseGroup, ...]
    index: Link
    edit: Markup | None


_OwnDataset = tuple[Paper, Introduced, list[str]]
_PER_PAGE = 400
"""Systems of a page of the index: a line or two each, where a paper takes three."""
_CLAIMS = 100
"""Figures that a system's page lists."""
_USERS = 8


def _by_kind(site: Site) -> list[tuple[str, Sequence[System | _OwnDataset]]]:
    """Return the systems that papers name, under the title of each kind, the most named first; then the data sets that
    papers of the survey introduce.
    """
    catalogue = site.catalogue
    groups: list[tuple[str, Sequence[System | _OwnDataset]]] = []
    for kind, title in kind_titles(site.translations).items():
        named = [
            system for system in catalogue.systems.values() if system.kind == kind and catalogue.named_by.get(system.id)
        ]
        named.sort(key=lambda system: (-len(catalogue.named_by[system.id]), sort_key(system.name), system.id))
        if named:
            groups.append((title, named))
    if natives := _natives(site):
        groups.append((site.gettext("Introduced by papers of this survey"), natives))
    return groups


def systems_pages(site: Site) -> Iterator[tuple[Address, SystemsPage]]:
    """Yield the pages of the index of all systems by kind, as (address, data)."""
    groups = _by_kind(site)
    counts = [(title, len(entries)) for title, entries in groups]
    whole = Front(
        title=site.gettext("Systems"),
        description=site.gettext("Outside models, data sets and benchmarks named by the papers of {survey}."),
        hide=("toc",),
        empty=not counts,
    )
    for page in paginate(addresses.SYSTEMS, sum(count for _, count in counts), _PER_PAGE):
        shown = [
            SystemGroup(
                title=title,
                entries=tuple(_counted_system(site, system) for system in entries if isinstance(system, System)),
                natives=tuple(_native(site, *own) for own in entries if not isinstance(own, System)),
            )
            for title, entries in page.of_groups(groups)
        ]
        yield (
            page.address,
            SystemsPage(
                front=paged_front(site, whole, page),
                title=site.gettext("Systems, data sets and benchmarks"),
                pages_from=site.catalogue.settings.system_pages_from,
                built_on=Link(text=site.gettext("Most built on"), to=addresses.BUILT_ON),
                pagination=pagination(site, page, counts),
                groups=tuple(shown),
                edit=edit_address(site.catalogue.settings, "systems.yml"),
            ),
        )


def system_pages(site: Site, system: System) -> Iterator[tuple[Address, SystemPage]]:
    """Yield the pages of a system as (address, data): one for each part of the list of papers; the first also has
    everything else.
    """
    catalogue = site.catalogue
    family = catalogue.systems.get(system.family) if system.family else None
    namers = [id for id in catalogue.named_by.get(system.id, ()) if id in site.papers]
    by_use = [(_way(site, field), ids) for field, ids in site.usage.by_use(system, namers)]
    counts = [(title, len(ids)) for title, ids in by_use]
    for page in paginate(addresses.system(system.id), len(namers)):
        first = page.number == 1
        yield (
            page.address,
            SystemPage(
                front=paged_front(site, front(system.name, system.about, site.title), page),
                name=system.name,
                kind=kind_names(site.translations)[system.kind],
                aliases=", ".join(system.aliases),
                about=system.about if first else None,
                link=url(system.link) if system.link and first else None,
                family=site.system(family.id) if family else None,
                introduced_by=tuple(site.paper(id) for id in site.usage.introducers(system)) if first else (),
                versions=_versions(site, system) if first else (),
                time=system_time(site, system.id) if first else None,
                areas=shares(site, namers, mentions(site, system.id), areas_only=True) if first else None,
                claims=tuple(_claims(site, system, namers)) if first else (),
                count=len(namers),
                pagination=pagination(site, page, counts),
                groups=tuple(
                    UseGroup(title=title, uses=tuple(_use(site, system, id) for id in ids))
                    for title, ids in page.of_groups(by_use)
                ),
                index=Link(text=site.gettext("All systems"), to=addresses.SYSTEMS),
                edit=edit_address(catalogue.settings, "systems.yml"),
            ),
        )


def _way(site: Site, field: str) -> str:
    label = next((use.label for use in USES if use.field == field), None)
    return site.gettext(label) if label else site.gettext("Names it")


def _use(site: Site, system: System, paper_id: str) -> SystemUse:
    fields = site.usage.of(system.id).get(paper_id, ())
    used = next((used for used, ids in site.usage.by_use(system, [paper_id])), "")
    evidence = site.usage.evidence(system.id, paper_id)
    return SystemUse(
        item=site.item(paper_id),
        phrase=evidence.phrase if evidence else None,
        place=str(evidence.place) if evidence and evidence.place else None,
        spelt=_spelt(site, system, paper_id),
        also=tuple(_way(site, field) for field in fields if field != used),
    )


def _spelt(site: Site, system: System, paper_id: str) -> str:
    """Return how a paper spells a system or its versions, with commas between; empty if it only writes the name."""
    place = site.catalogue.places.get(paper_id)
    stated = place.mentions if place else ()
    forms = (
        mention.as_
        for mention in stated
        if mention.target == "system" and system.id in family_line(mention.id, site.catalogue.systems)
    )
    return ", ".join(dict.fromkeys(form for form in forms if form != system.name))


def _versions(site: Site, system: System) -> tuple[CountedLink, ...]:
    versions = [version for version in site.catalogue.systems.values() if version.family == system.id]
    versions.sort(key=lambda version: (sort_key(version.name), version.id))
    return tuple(_counted_system(site, version) for version in versions)


def _claims(site: Site, system: System, namers: Sequence[str]) -> list[Claim]:
    measured = {id for id, fields in site.usage.of(system.id).items() if "evaluated_on" in fields}
    return claims_about(site, system, namers, measured)[:_CLAIMS]


def _counted_system(site: Site, system: System) -> CountedLink:
    """Return a link to a system's page, or if only one paper names it, to that paper, with the number of papers."""
    namers = site.catalogue.named_by.get(system.id, ())
    link = site.system(system.id)
    if link.to is None and namers:
        link = Link(text=system.name, to=site.paper(namers[0]).to)
    return counted(link, len(namers), system.about)


def _natives(site: Site) -> list[_OwnDataset]:
    """Return the data sets and benchmarks that the survey's own papers introduce, with the papers that speak of each;
    the most spoken of first.
    """
    own = [
        (paper, thing, site.usage.users(paper, thing))
        for paper in site.catalogue.papers
        for thing in paper.derived.introduces
        if thing.kind in {"dataset", "benchmark"}
    ]
    return sorted(own, key=lambda row: (-len(row[2]), sort_key(row[1].name), row[0].id))


def _native(site: Site, paper: Paper, thing: Introduced, users: Sequence[str]) -> OwnDataset:
    return OwnDataset(
        name=thing.name,
        kind=kind_names(site.translations)[thing.kind],
        about=thing.about,
        paper=site.paper(paper.id),
        count=len(users),
        users=tuple(site.paper(id) for id in users[:_USERS]),
    )
