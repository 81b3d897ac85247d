"""The list of all papers, by title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ...catalogue import addresses
from ...text.folding import in_letter_order, initial, sort_key
from ..components.exports import survey_exports
from ..components.pagination import ListedPage, Page, Pagination, paged_front, paginate, pagination
from ..context import Site
from ..links import Export, Front, Group

_PER_PAGE = 205
"""More than on other lists, whose pages say more beside their papers; 203 papers with their summaries and COinS are 196
kB of HTML.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedPage:
    """The data of a page of `papers/index.md`, the list of all papers in groups under headings. `lead` is a sentence on
    their order; `exports` are the files of the list.
    """

    front: Front
    title: str
    lead: str
    exports: tuple[Export, ...]
    pagination: Pagination | None
    groups: tuple[Group, ...]


def papers_pages(site: Site) -> Iterator[ListedPage[GroupedPage]]:
    """Yield the pages of the list of all papers, under the initials of their titles."""
    letters: dict[str, list[str]] = {}
    for paper in sorted(site.papers.values(), key=lambda each: (sort_key(each.bibliographic.title), each.id)):
        letters.setdefault(initial(paper.bibliographic.title), []).append(paper.id)
    front = Front(
        title=site.gettext("All papers"),
        description=site.gettext("All papers, by title, of {survey}."),
        exports=survey_exports(site),
    )
    lead = site.ngettext("{count} paper by title.", "{count} papers by title.", len(site.papers))
    groups = [(site.letter(letter), letters[letter]) for letter in in_letter_order(letters)]
    counts = [(title, len(ids)) for title, ids in groups]
    for page in paginate(addresses.PAPERS, len(site.papers), _PER_PAGE):
        yield page.address, partial(_page, site, page, front, lead, counts, [*page.of_groups(groups)])


def _page(
    site: Site,
    page: Page,
    front: Front,
    lead: str,
    counts: Sequence[tuple[str, int]],
    groups: Sequence[tuple[str, Sequence[str]]],
) -> GroupedPage:
    """Return the data of one page of the list of all papers. `lead` is a sentence on the order, `counts` has all
    headings with their numbers of papers, and `groups` those on this page, each with the ids of its papers there.
    """
    return GroupedPage(
        front=paged_front(site, front, page),
        title=front.title,
        lead=lead,
        exports=front.exports if page.number == 1 else (),
        pagination=pagination(site, page, counts),
        groups=tuple(Group(title=title, items=site.items(ids)) for title, ids in groups),
    )
