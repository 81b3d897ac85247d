"""For which papers a condition of the query holds; `assets/js/search/conditions.js` does the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from ...text.analysis import plain, words
from ..parameters import QUERY, RANKING
from .pieces import Condition
from .store import Store


def passing(condition: Condition, store: Store) -> set[int]:
    """Return the positions of the papers that fulfil a condition and its parts."""
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
    """Return the positions of the papers whose texts hold words or a phrase, as a text in this language has them."""
    needed = terms_of(condition.text, language)
    if condition.kind == "phrase" and len(needed) > 1:
        bigrams = [f"{before} {term}" for before, term in pairwise(needed)]
        return every([papers_of(bigram, store) or papers_of(bigram, store, "rare") for bigram in bigrams], store)
    return every([papers_of(term, store) for term in needed], store)


def in_each_language(found: Callable[[str], set[int]], store: Store) -> set[int]:
    """Return the positions of the papers that are `found` by the rules of their own language: what is a stop word in
    one may be all that is asked for in another.
    """
    if len(store.languages) == 1:
        return found(store.languages[0])
    return some([found(language) & papers_of(f":lang={language}", store) for language in store.languages])


def having(field: str, value: str, store: Store) -> set[int]:
    """Return the positions of the papers that have `value` in `field`.

    `value` is a key (`area`, a facet), a span of years `FROM..TO`, or words. In `title` and `name` the paper must have
    each word; in `author` and the other open fields each word must begin one of the paper's, unless a value of just
    these words exists.
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
    """Return the positions of the papers that have each word of `value` in their title or a name."""
    found = words(value, query=True, stops=field == "title", language=language)
    return every([papers_of(f":{field}:{term}", store) for word in found for term in word.terms], store)


def is_within(year: int, span: str) -> bool:
    """Whether a year lies in a span: `FROM..TO`, where either may be absent, or a single year."""
    low, dots, high = span.partition("..")
    return int(low or 1) <= year <= int((high if dots else low) or QUERY.last_year)


def terms_of(text: str, language: str) -> list[str]:
    """Return the terms of the parts of each word in a text; for a word whose parts give no term, its joined form."""
    found = words(text, query=True, language=language)
    return [term for word in found for term in word.terms or ([word.joined] if word.joined else [])]


def papers_of(key: str, store: Store, tier: str = "common") -> set[int]:
    """Return the positions of the papers that have a key; `tier` is `common` or `rare`, the files to look in."""
    return set(store.postings(key, tier))


def every(sets: list[set[int]], store: Store) -> set[int]:
    """Return the positions that are in all of the sets; if there are no sets, those of all papers."""
    return set(range(store.head["papers"])).intersection(*sets)


def some(sets: list[set[int]]) -> set[int]:
    """Return the positions that are in at least one of the sets."""
    return set().union(*sets)
