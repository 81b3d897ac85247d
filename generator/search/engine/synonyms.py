"""Which groups of synonyms a query speaks of; `assets/js/search/words/synonyms.js` does the same."""

from __future__ import annotations

from collections.abc import Sequence

from ..parameters import RANKING
from .store import Store


def ideas_in(terms: Sequence[str], language: str, store: Store) -> list[list[int]]:
    """Return the numbers of the groups of which a member stands in a query's terms, those of one idea together.

    Groups whose members are the same words of the query are one idea. A member within a longer one is another: the
    words of it are words of the query, too.
    """
    ideas: dict[tuple[int, ...], list[int]] = {}
    for number, group in enumerate(store.groups(language)):
        places = sorted({place for member in group for place in places_of(member, terms)})
        if places and tells(number, [terms[place] for place in places], store):
            ideas.setdefault(tuple(places), []).append(number)
    return list(ideas.values())


def places_of(member: tuple[str, ...], terms: Sequence[str]) -> list[int]:
    """Return the positions of the terms of `member` in `terms`, wherever they stand one directly after the other."""
    starts = [at for at in range(len(terms) - len(member) + 1) if tuple(terms[at : at + len(member)]) == member]
    return [at + step for at in starts for step in range(len(member))]


def tells(group: int, typed: Sequence[str], store: Store) -> bool:
    """Whether a group of synonyms adds something to the `typed` terms of a member of it: some papers have it, and not
    nearly all of those of a survey that knows the terms themselves.
    """
    found = len(store.postings(f"~{group}"))
    return found > 0 and (found <= RANKING.telling_share * store.head["papers"] or not any(map(store.has, typed)))
