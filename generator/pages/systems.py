"""What the papers name: the index, and a page for what several name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.escape import Ready, url
from generator.lookup import Lookup, counted, sort_key
from generator.pages.parts import Counted, Front, IndexGroup, IndexPage, Noted, Ref, front
from generator.records import System


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
    papers: tuple[Noted, ...]


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


def systems_page(site: Lookup) -> IndexPage:
    catalogue = site.catalogue
    groups = []
    for kind, title in _KINDS.items():
        named = [it for it in catalogue.systems.values() if it.kind == kind and catalogue.named_by.get(it.id)]
        named.sort(key=lambda it: (-len(catalogue.named_by[it.id]), sort_key(it.name), it.id))
        if named:
            entries = tuple(_counted_system(site, it) for it in named)
            groups.append(IndexGroup(title=title, about=None, entries=entries))
    return IndexPage(
        front=Front(
            title=site.say("Systems"),
            description=site.say("Outside models, data sets and benchmarks named by the papers of {survey}."),
            hide=("toc",),
        ),
        title="Systems, data sets and benchmarks",
        lead="What the papers name beside one another, the most named first. "
        f"From {catalogue.settings.system_pages_from} papers on a system has a page of its own.",
        groups=tuple(groups),
    )


def system_page(site: Lookup, system: System) -> SystemPage:
    catalogue = site.catalogue
    family = catalogue.systems.get(system.family) if system.family else None
    versions = [it for it in catalogue.systems.values() if it.family == system.id]
    versions.sort(key=lambda it: (sort_key(it.name), it.id))
    namers = catalogue.named_by.get(system.id, ())
    spelt = _spellings(site, system, namers)
    return SystemPage(
        front=front(system.name, system.about, site.title),
        name=system.name,
        kind=system.kind,
        aliases=", ".join(system.aliases),
        about=system.about,
        link=url(system.link) if system.link else None,
        family=site.system("../", family.id) if family else None,
        versions=tuple(_counted_system(site, it) for it in versions),
        papers=tuple(Noted(item=site.item("../", it), note=spelt[it]) for it in namers if it in site.papers),
    )


def _counted_system(site: Lookup, system: System) -> Counted:
    """Linked to its page, or, where only one paper names it, to that paper."""
    namers = site.catalogue.named_by.get(system.id, ())
    ref = site.system("../", system.id)
    if ref.to is None and namers:
        ref = Ref(text=system.name, to=site.paper("../", namers[0]).to)
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
