"""What the papers name: the index, and a page for what several name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.escape import Ready, url
from generator.lookup import Lookup, counted, sort_key
from generator.pages.paging import Paging, paged_front, paging, parts
from generator.pages.parts import Counted, Front, IndexGroup, Noted, Ref, front
from generator.records import System


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemsPage:
    """`systems/index.md`, by kind. `lead` says what is counted, in what order."""

    front: Front
    title: str
    lead: str
    paging: Paging | None
    groups: tuple[IndexGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPage:
    """`systems/ID.md`. The note of each paper is the spelling that it uses, where it is another."""

    front: Front
    name: str
    kind: str
    aliases: str
    about: str | None
    link: Ready | None
    family: Ref | None
    versions: tuple[Counted, ...]
    count: int
    paging: Paging | None
    papers: tuple[Noted, ...]
    index: Ref


_KINDS = {
    "model": "Models",
    "method": "Methods",
    "module": "Modules",
    "dataset": "Data sets",
    "benchmark": "Benchmarks",
    "metric": "Metrics",
    "task": "Tasks",
    "tool": "Tools",
}


def systems_pages(site: Lookup) -> Iterator[tuple[str, SystemsPage]]:
    catalogue = site.catalogue
    groups = []
    for kind, title in _KINDS.items():
        named = [it for it in catalogue.systems.values() if it.kind == kind and catalogue.named_by.get(it.id)]
        named.sort(key=lambda it: (-len(catalogue.named_by[it.id]), sort_key(it.name), it.id))
        if named:
            groups.append((title, named))
    counts = [(title, len(named)) for title, named in groups]
    whole = Front(
        title=site.say("Systems"),
        description=site.say("Outside models, data sets and benchmarks named by the papers of {survey}."),
        hide=("toc",),
    )
    for part in parts("systems/index.md", sum(count for _, count in counts)):
        shown = [
            IndexGroup(title=title, about=None, entries=tuple(_counted_system(site, part.up, it) for it in named))
            for title, named in part.of_groups(groups)
        ]
        page = SystemsPage(
            front=paged_front(site, whole, part),
            title="Systems, data sets and benchmarks",
            lead="What the papers name beside one another, the most named first. "
            f"From {catalogue.settings.system_pages_from} papers on a system has a page of its own.",
            paging=paging(site, part, counts),
            groups=tuple(shown),
        )
        yield part.path, page


def system_pages(site: Lookup, system: System) -> Iterator[tuple[str, SystemPage]]:
    catalogue = site.catalogue
    family = catalogue.systems.get(system.family) if system.family else None
    versions = [it for it in catalogue.systems.values() if it.family == system.id]
    versions.sort(key=lambda it: (sort_key(it.name), it.id))
    namers = [it for it in catalogue.named_by.get(system.id, ()) if it in site.papers]
    spelt = _spellings(site, system, namers)
    for part in parts(f"systems/{system.id}.md", len(namers)):
        first = part.number == 1
        page = SystemPage(
            front=paged_front(site, front(system.name, system.about, site.title), part),
            name=system.name,
            kind=system.kind,
            aliases=", ".join(system.aliases),
            about=system.about if first else None,
            link=url(system.link) if system.link and first else None,
            family=site.system(part.up, family.id) if family else None,
            versions=tuple(_counted_system(site, part.up, it) for it in versions) if first else (),
            count=len(namers),
            paging=paging(site, part),
            papers=tuple(Noted(item=site.item(part.up, it), note=spelt[it]) for it in part.of_list(namers)),
            index=Ref(text=site.say("All systems"), to=Ready(f"{part.up}systems/index.md")),
        )
        yield part.path, page


def _counted_system(site: Lookup, up: str, system: System) -> Counted:
    """Linked to its page, or, where only one paper names it, to that paper."""
    namers = site.catalogue.named_by.get(system.id, ())
    ref = site.system(up, system.id)
    if ref.to is None and namers:
        ref = Ref(text=system.name, to=site.paper(up, namers[0]).to)
    return counted(ref, len(namers), system.about)


def _spellings(site: Lookup, system: System, namers: Iterable[str]) -> dict[str, str]:
    """How each paper spells the system or its versions, by paper; empty where it is just the name."""
    spelt: dict[str, str] = {}
    for paper_id in namers:
        place = site.catalogue.places.get(paper_id)
        mentions = place.mentions if place else ()
        forms = (it.as_ for it in mentions if it.target == "system" and system.id in site.family_line(it.id))
        spelt[paper_id] = ", ".join(dict.fromkeys(form for form in forms if form != system.name))
    return spelt
