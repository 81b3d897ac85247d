"""Finds the groups of synonyms of which a query has a word; `assets/js/search/words/synonyms.js` does the same."""

from __future__ import annotations

from collections.abc import Sequence

from ..groups import forms_of
from ..parameters import RANKING
from .readings import QueryWord
from .store import Store


def ideas_in(run: Sequence[QueryWord], language: str, store: Store) -> list[list[int]]:
    """Return the numbers of the synonym groups with a member in the query's words, as one list for each meaning. A word
    that is rather one of another language is passed over.

    Groups whose members are the same words of the query share a meaning, and are in one list. The result is empty if
    there are none.
    """
    placed = [(form, word) for word in run if word.kept and word.share == 1 for form in forms_of(word.parts, language)]
    forms = [form for form, _ in placed]
    ideas: dict[tuple[int, ...], list[int]] = {}
    for number, group in enumerate(store.groups(language)):
        places = sorted({place for member in group for place in places_of(member, forms)})
        if places and tells(number, [placed[place][1] for place in places], store):
            ideas.setdefault(tuple(places), []).append(number)
    return list(ideas.values())


def places_of(member: tuple[str, ...], forms: Sequence[str]) -> list[int]:
    """Return the positions in `forms` of the forms of `member`, wherever these follow one another directly."""
    starts = [at for at in range(len(forms) - len(member) + 1) if tuple(forms[at : at + len(member)]) == member]
    return [at + step for at in starts for step in range(len(member))]


def tells(group: int, typed: Sequence[QueryWord], store: Store) -> bool:
    """Return whether a synonym group adds papers to a search for the `typed` words of one of its members.

    It does not if no paper has it, nor if the index knows a typed word and nearly all papers have the group.
    """
    found = len(store.postings(f"~{group}"))
    return found > 0 and (
        found <= RANKING.telling_share * store.head["papers"] or not any(word.known for word in typed)
    )
