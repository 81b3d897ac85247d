"""Finds the papers that fulfil a condition of a query; `assets/js/search/conditions.js` does the same.

Papers are given by their positions in the index.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from ...text.analysis import plain, words
from ..parameters import QUERY, RANKING
from .pieces import Condition
from .store import Store


def passing(condition: Condition, store: Store) -> set[int]:
    """Return the positions of the papers that fulfil a condition, and so the conditions that are its parts."""
    parts = [passing(part, store) for part in condition.parts]
    if condition.kind == "all":
        return every(parts, store)
    if condition.kind == "any":
        return some(parts)
    if condition.kind == "not":
        return set(range(store.head["papers"])) - some(parts)
    if condition.kind == "field":
        return some([having(condition.field, value, store) for value in condition.values])
    return in_each_language(lambda language: holding(condition, language, store), store)


def holding(condition: Condition, language: str, store: Store) -> set[int]:
    """Return the positions of the papers whose texts have all words, or the phrase, of a condition.

    The terms are made by the rules of `language`. If all words are stop words, that is every paper.
    """
    needed = terms_of(condition.text, language)
    if condition.kind == "phrase" and len(needed) > 1:
        bigrams = [f"{before} {term}" for before, term in pairwise(needed)]
        return every([papers_of(bigram, store) | papers_of(bigram, store, "rare") for bigram in bigrams], store)
    return every([papers_of(term, store) for term in needed], store)


def in_each_language(found: Callable[[str], set[int]], store: Store) -> set[int]:
    """Return the positions of the papers that `found` gives for the language in which each paper is written.

    `found` is called with each language of the survey, since a stop word of one language may be the word that is sought
    in another.
    """
    if len(store.languages) == 1:
        return found(store.languages[0])
    return some([found(language) & papers_of(f":lang={language}", store) for language in store.languages])


def having(field: str, value: str, store: Store) -> set[int]:
    """Return the positions of the papers that have `value` in `field`; an empty set if there are none.

    `value` is the key of an area or facet value, a span of years `FROM..TO`, or words. For `title` and `name` the paper
    must have each word; for `author` and the other open fields each word must begin a word of the paper's value, unless
    some value consists of just these words: then only that one counts.
    """
    if field == "year":
        years = next(facet["values"] for facet in store.facets if facet["key"] == "year")
        return some([papers_of(f":year={year}", store) for year, _ in years if is_within(int(year), value)])
    if field in QUERY.ranked_fields:
        return in_each_language(lambda language: named(field, value, language, store), store)
    if field not in QUERY.open_fields:
        return papers_of(f":{field}={value}", store)
    exact = f":{field}={'-'.join(plain(value))}"
    if store.has(exact):
        return papers_of(exact, store)
    expanded = [store.expand_prefix(f":{field}:{word}", RANKING.value_prefix_shards) for word in plain(value)]
    return every([some([papers_of(key, store) for key in keys]) for keys in expanded], store)


def named(field: str, value: str, language: str, store: Store) -> set[int]:
    """Return the positions of the papers that have each word of `value` in their `field`, `title` or `name`."""
    found = words(value, query=True, stops=field == "title", language=language)
    return every([papers_of(f":{field}:{term}", store) for word in found for term in word.terms], store)


def is_within(year: int, span: str) -> bool:
    """Return whether a year lies in a span `FROM..TO`, of which either may be missing, or equals a single year."""
    low, dots, high = span.partition("..")
    return int(low or 1) <= year <= int((high if dots else low) or QUERY.last_year)


def terms_of(text: str, language: str) -> list[str]:
    """Return the terms of each word in a text by the rules of the language, in order.

    A compound gives the terms of its parts, or its joined form if the parts give none. Stop words give none.
    """
    found = words(text, query=True, language=language)
    return [term for word in found for term in word.terms or ([word.joined] if word.joined else [])]


def papers_of(key: str, store: Store, tier: str = "common") -> set[int]:
    """Return the positions of the papers that have a key; empty if the index lacks it.

    `tier` says in which files to look: `common` or `rare`.
    """
    return set(store.postings(key, tier))


def every(sets: list[set[int]], store: Store) -> set[int]:
    """Return the positions that are in all of the sets; all papers' positions if there are no sets."""
    return set(range(store.head["papers"])).intersection(*sets)


def some(sets: list[set[int]]) -> set[int]:
    """Return the positions that are in at least one of the sets; an empty set if there are no sets."""
    return set().union(*sets)
