"""Finds the groups of synonyms of which a query has a word; `assets/js/search/words/synonyms.js` does the same."""

from __future__ import annotations

from collections.abc import Sequence

from ..parameters import RANKING
from .store import Store


def ideas_in(terms: Sequence[str], language: str, store: Store) -> list[list[int]]:
    """Return the numbers of the synonym groups with a member in the query's terms, as one list for each meaning.

    Groups whose members are the same words of the query share a meaning, and are in one list. The result is empty if
    there are none.
    """
    ideas: dict[tuple[int, ...], list[int]] = {}
    for number, group in enumerate(store.groups(language)):
        places = sorted({place for member in group for place in places_of(member, terms)})
        if places and tells(number, [terms[place] for place in places], store):
            ideas.setdefault(tuple(places), []).append(number)
    return list(ideas.values())


def places_of(member: tuple[str, ...], terms: Sequence[str]) -> list[int]:
    """Return the positions in `terms` of the terms of `member`, wherever these follow one another directly."""
    starts = [at for at in range(len(terms) - len(member) + 1) if tuple(terms[at : at + len(member)]) == member]
    return [at + step for at in starts for step in range(len(member))]


def tells(group: int, typed: Sequence[str], store: Store) -> bool:
    """Return whether a synonym group adds papers to a search for the `typed` terms of one of its members.

    It does not if no paper has it, nor if the index knows a typed term and nearly all papers have the group.
    """
    found = len(store.postings(f"~{group}"))
    return found > 0 and (found <= RANKING.telling_share * store.head["papers"] or not any(map(store.has, typed)))
