"""All papers, by title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...text.folding import in_letter_order, initial, sort_key
from ..components.paging import Paging, paged_front, paging, parts
from ..context import Lookup
from ..links import Front, Group


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedPage:
    """`papers/index.md`: all papers under headings. `lead` says in what order."""

    front: Front
    title: str
    lead: str
    paging: Paging | None
    groups: tuple[Group, ...]


def papers_pages(site: Lookup) -> Iterator[tuple[str, GroupedPage]]:
    letters: dict[str, list[str]] = {}
    for paper in sorted(site.papers.values(), key=lambda it: (sort_key(it.title), it.id)):
        letters.setdefault(initial(paper.title), []).append(paper.id)
    front = Front(title=site.gettext("All papers"), description=site.gettext("All papers, by title, of {survey}."))
    lead = site.ngettext("{count} paper by title.", "{count} papers by title.", len(site.papers))
    yield from _pages(
        site, "papers/index.md", front, lead, [(site.letter(it), letters[it]) for it in in_letter_order(letters)]
    )


def _pages(
    site: Lookup, path: str, front: Front, lead: str, groups: Sequence[tuple[str, Sequence[str]]]
) -> Iterator[tuple[str, GroupedPage]]:
    """A grouped list, cut; each page repeats the heading under which it goes on."""
    counts = [(title, len(ids)) for title, ids in groups]
    for part in parts(path, sum(count for _, count in counts)):
        page = GroupedPage(
            front=paged_front(site, front, part),
            title=front.title,
            lead=lead,
            paging=paging(site, part, counts),
            groups=tuple(Group(title=title, items=site.items(part.up, ids)) for title, ids in part.of_groups(groups)),
        )
        yield part.path, page
