"""What the papers name: models, data sets, benchmarks and their like. The index, and a page for what several name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...catalogue.addresses import edit_address
from ...catalogue.labels import kind_names, kind_titles
from ...catalogue.usage import Uses
from ...records.paper import Introduced, Paper
from ...records.relations import USES
from ...records.survey import System
from ...text.escape import Ready, url
from ...text.folding import sort_key
from ..components.claims import Claim, claims_about
from ..components.crosstab import mentions
from ..components.paging import Paging, Part, paged_front, paging, parts
from ..components.shares import Shares, shares
from ..components.timeline import Timeline, system_time
from ..context import Lookup, counted
from ..links import Counted, Front, Item, Ref, front


@dataclass(frozen=True, slots=True, kw_only=True)
class Native:
    """A data set or benchmark that a paper of the survey introduces; `users` are other papers that speak of it."""

    name: str
    kind: str
    about: str | None
    paper: Ref
    count: int
    users: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemGroup:
    """Systems of one kind, or what the survey's own papers introduce."""

    title: str
    entries: tuple[Counted, ...]
    natives: tuple[Native, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemsPage:
    """`systems/index.md`, by kind."""

    front: Front
    title: str
    pages_from: int
    built_on: Ref
    paging: Paging | None
    groups: tuple[SystemGroup, ...]
    edit: Ready | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A paper that names a system: the phrase that shows it, the spelling where it is another, and further uses."""

    item: Item
    phrase: str | None
    place: str | None
    spelt: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseGroup:
    """Papers that use a system in one way."""

    title: str
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPage:
    """`systems/ID.md`. Its further pages hold papers only."""

    front: Front
    name: str
    kind: str
    aliases: str
    about: str | None
    link: Ready | None
    family: Ref | None
    introduced_by: tuple[Ref, ...]
    versions: tuple[Counted, ...]
    time: Timeline | None
    areas: Shares | None
    claims: tuple[Claim, ...]
    count: int
    paging: Paging | None
    groups: tuple[UseGroup, ...]
    index: Ref
    edit: Ready | None


_Native = tuple[Paper, Introduced, list[str]]
_PER_PAGE = 400
"""Systems of a page of the index: a line or two each, where a paper takes three."""
_CLAIMS = 100
"""Figures that a system's page lists."""
_USERS = 8


def systems_pages(site: Lookup, uses: Uses) -> Iterator[tuple[str, SystemsPage]]:
    catalogue = site.catalogue
    groups: list[tuple[str, Sequence[System | _Native]]] = []
    for kind, title in kind_titles(site.translations).items():
        named = [it for it in catalogue.systems.values() if it.kind == kind and catalogue.named_by.get(it.id)]
        named.sort(key=lambda it: (-len(catalogue.named_by[it.id]), sort_key(it.name), it.id))
        if named:
            groups.append((title, named))
    if natives := _natives(site, uses):
        groups.append((site.gettext("Introduced by papers of this survey"), natives))
    counts = [(title, len(entries)) for title, entries in groups]
    whole = Front(
        title=site.gettext("Systems"),
        description=site.gettext("Outside models, data sets and benchmarks named by the papers of {survey}."),
        hide=("toc",),
    )
    for part in parts("systems/index.md", sum(count for _, count in counts), _PER_PAGE):
        shown = [
            SystemGroup(
                title=title,
                entries=tuple(_counted_system(site, part.up, it) for it in entries if isinstance(it, System)),
                natives=tuple(_native(site, part.up, *it) for it in entries if not isinstance(it, System)),
            )
            for title, entries in part.of_groups(groups)
        ]
        page = SystemsPage(
            front=paged_front(site, whole, part),
            title=site.gettext("Systems, data sets and benchmarks"),
            pages_from=catalogue.settings.system_pages_from,
            built_on=Ref(text=site.gettext("Most built on"), to=Ready(f"{part.up}built-on.md")),
            paging=paging(site, part, counts),
            groups=tuple(shown),
            edit=edit_address(catalogue.settings, "systems.yml"),
        )
        yield part.path, page


def system_pages(site: Lookup, uses: Uses, system: System) -> Iterator[tuple[str, SystemPage]]:
    catalogue = site.catalogue
    family = catalogue.systems.get(system.family) if system.family else None
    namers = [it for it in catalogue.named_by.get(system.id, ()) if it in site.papers]
    by_use = [(_way(site, field), ids) for field, ids in uses.by_use(system, namers)]
    counts = [(title, len(ids)) for title, ids in by_use]
    for part in parts(f"systems/{system.id}.md", len(namers)):
        first = part.number == 1
        page = SystemPage(
            front=paged_front(site, front(system.name, system.about, site.title), part),
            name=system.name,
            kind=kind_names(site.translations)[system.kind],
            aliases=", ".join(system.aliases),
            about=system.about if first else None,
            link=url(system.link) if system.link and first else None,
            family=site.system(part.up, family.id) if family else None,
            introduced_by=tuple(site.paper(part.up, it) for it in uses.introducers(system)) if first else (),
            versions=_versions(site, part.up, system) if first else (),
            time=system_time(site, system.id) if first else None,
            areas=shares(site, part, namers, mentions(site, system.id), areas_only=True) if first else None,
            claims=tuple(_claims(site, part, uses, system, namers)) if first else (),
            count=len(namers),
            paging=paging(site, part, counts),
            groups=tuple(
                UseGroup(title=title, uses=tuple(_use(site, part.up, uses, system, it) for it in ids))
                for title, ids in part.of_groups(by_use)
            ),
            index=Ref(text=site.gettext("All systems"), to=Ready(f"{part.up}systems/index.md")),
            edit=edit_address(catalogue.settings, "systems.yml"),
        )
        yield part.path, page


def _way(site: Lookup, field: str) -> str:
    label = next((use.label for use in USES if use.field == field), None)
    return site.gettext(label) if label else site.gettext("Names it")


def _use(site: Lookup, up: str, uses: Uses, system: System, paper_id: str) -> Use:
    fields = uses.of(system.id).get(paper_id, ())
    used = next((used for used, ids in uses.by_use(system, [paper_id])), "")
    found = uses.evidence(system.id, paper_id)
    return Use(
        item=site.item(up, paper_id),
        phrase=found.phrase if found else None,
        place=str(found.place) if found and found.place else None,
        spelt=_spelt(site, system, paper_id),
        also=tuple(_way(site, field) for field in fields if field != used),
    )


def _spelt(site: Lookup, system: System, paper_id: str) -> str:
    """How the paper spells the system or its versions; empty where it is just the name."""
    place = site.catalogue.places.get(paper_id)
    stated = place.mentions if place else ()
    forms = (it.as_ for it in stated if it.target == "system" and system.id in site.family_line(it.id))
    return ", ".join(dict.fromkeys(form for form in forms if form != system.name))


def _versions(site: Lookup, up: str, system: System) -> tuple[Counted, ...]:
    versions = [it for it in site.catalogue.systems.values() if it.family == system.id]
    versions.sort(key=lambda it: (sort_key(it.name), it.id))
    return tuple(_counted_system(site, up, it) for it in versions)


def _claims(site: Lookup, part: Part, uses: Uses, system: System, namers: Sequence[str]) -> list[Claim]:
    measured = {it for it, fields in uses.of(system.id).items() if "evaluated_on" in fields}
    return claims_about(site, part, system, namers, measured)[:_CLAIMS]


def _counted_system(site: Lookup, up: str, system: System) -> Counted:
    """Linked to its page, or, where only one paper names it, to that paper."""
    namers = site.catalogue.named_by.get(system.id, ())
    ref = site.system(up, system.id)
    if ref.to is None and namers:
        ref = Ref(text=system.name, to=site.paper(up, namers[0]).to)
    return counted(ref, len(namers), system.about)


def _natives(site: Lookup, uses: Uses) -> list[_Native]:
    """Data sets and benchmarks of the survey's own papers with who speaks of them, most spoken of first."""
    found = [
        (paper, thing, uses.users(paper, thing))
        for paper in site.catalogue.papers
        for thing in paper.introduces
        if thing.kind in {"dataset", "benchmark"}
    ]
    return sorted(found, key=lambda it: (-len(it[2]), sort_key(it[1].name), it[0].id))


def _native(site: Lookup, up: str, paper: Paper, thing: Introduced, users: Sequence[str]) -> Native:
    return Native(
        name=thing.name,
        kind=kind_names(site.translations)[thing.kind],
        about=thing.about,
        paper=site.paper(up, paper.id),
        count=len(users),
        users=tuple(site.paper(up, it) for it in users[:_USERS]),
    )
