"""Searches several search indexes as one; `assets/js/search/sites/parts.js` does the same.

A survey that is published as several sites has an index in each. `Parts` has the methods of a `Store` and answers with
what the parts hold together: first the papers of the first part, then those of the second. So the ranking counts
papers and document frequencies over all of them, and what it finds is nearly what it would find in one index. Only in
these a part stands for itself:

- impacts compare a paper with the mean length of its part, unless `mean_length` in the settings of all is the same;
- a bigram counts where enough papers of the part have it;
- a paper's neighbours are papers of its part;
- in several languages, what is told of a word's languages is told by each part.

Vectors are compared only where those of all parts have the same axes.

With a joint index (`search.joint`) words are looked up there, once for all parts, and bigrams count as in one index;
the parts only show hits and give the vectors of papers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, zip_longest
from typing import Any, NamedTuple

from ...text.analysis import plain
from ..coding import is_word_key, word_key
from .store import Store

SITE = "site"
"""The dimension that says in which part a paper is."""


class Part(NamedTuple):
    """One of several indexes, with the title of its site."""

    title: str
    store: Store


class Parts(Store):
    """The indexes of several parts, at least one, with the methods of `Store`. `head` has only what the ranking reads.

    `title` is that of the dimension `site`, by which papers can be filtered; where a taxonomy has a facet with this
    key, there is none. `joint` is the joint index of just these parts, if there is one.
    """

    def __init__(self, parts: Sequence[Part], title: str = "Site", joint: Store | None = None) -> None:
        self._joint = joint
        self._stores = [part.store for part in parts]
        self.starts = [0, *accumulate(store.head["papers"] for store in self._stores)]
        asked = [joint] if joint else self._stores
        self.languages = tuple(dict.fromkeys(language for store in asked for language in store.languages))
        groups = list(dict.fromkeys(tuple(group) for store in asked for group in store.head["groups"]))
        self._own = [own_numbers(groups, store.head["groups"]) for store in asked]
        self._members: dict[str, list[list[tuple[str, ...]]]] = {}
        self._sites: list[str] = []
        dimensions = merged_dimensions([store.facets for store in asked])
        if all(facet["key"] != SITE for facet in dimensions):
            self._sites = keys_of([part.title for part in parts])
            values = [[key, part.title] for key, part in zip(self._sites, parts, strict=True)]
            dimensions.append({"key": SITE, "title": title, "several": False, "open": False, "values": values})
        self.head = {
            "papers": self.starts[-1],
            "groups": [list(group) for group in groups],
            "dimensions": dimensions,
            "vectors": joint.head.get("vectors") if joint else shared_vectors(self._stores),
        }

    def groups(self, language: str) -> list[list[tuple[str, ...]]]:
        """Return for each group of synonyms of any part the terms of each of its members, as `Store.groups` does."""
        if self._joint:
            return self._joint.groups(language)
        if language not in self._members:
            members: dict[int, list[tuple[str, ...]]] = {}
            for store, own in zip(self._stores, self._own, strict=True):
                known = store.groups(language)
                members |= {number: known[at] for number, at in own.items()}
            self._members[language] = [members[number] for number in sorted(members)]
        return self._members[language]

    def postings(self, key: str, tier: str = "common") -> dict[int, int]:
        """Return the postings list of a key over all parts, from position to impact; empty if no part has the key.

        A position counts the papers of all parts. For a key of `word_key` it is one in `languages` instead: of a
        language for which a part lists the word. `tier` says in which files to look: `common` or `rare`.
        """
        site = key.removeprefix(f":{SITE}=")
        if site != key and site in self._sites:
            number = self._sites.index(site)
            return all_between(self.starts[number], self.starts[number + 1])
        if self._joint:
            return self._joint.postings(key, tier)
        is_language = is_word_key(key)
        postings: dict[int, int] = {}
        for number, start in enumerate(self.starts[:-1]):
            for position, impact in self.postings_in(number, key, tier).items():
                at = self.languages.index(self._stores[number].languages[position]) if is_language else start + position
                postings[at] = impact
        return postings

    def postings_in(self, number: int, key: str, tier: str) -> Mapping[int, int]:
        """Return the postings list that a part has of a key: of a group of synonyms by the part's own number, of its
        language where it has one alone, all papers.
        """
        store = self._stores[number]
        if is_word_key(key):
            return store.postings(word_key(key.partition(" =")[2], store.languages[0]), tier)
        if key[0] == "~":
            own = self._own[number].get(int(key[1:]))
            return {} if own is None else store.postings(f"~{own}", tier)
        alone = store.languages[0] if len(store.languages) == 1 else None
        if alone and key in (f":lang={alone}", f":text={alone}"):
            return all_between(0, store.head["papers"])
        return store.postings(key, tier)

    def has(self, key: str) -> bool:
        """Return whether the key is among the common keys of a part."""
        if self._joint:
            return self._joint.has(key)
        return any(store.has(key) for store in self._stores)

    def expand_prefix(self, prefix: str, shards: int) -> list[str]:
        """Return the common keys of all parts that begin with a prefix, in order of code points, from at most `shards`
        files of each.
        """
        if self._joint:
            return self._joint.expand_prefix(prefix, shards)
        return sorted({key for store in self._stores for key in store.expand_prefix(prefix, shards)})

    def spellings(self, letters: Iterable[str]) -> list[tuple[str, int]]:
        """Return what `Store.spellings` does over all parts: each word once, with the logarithm of its summed document
        frequency.
        """
        if self._joint:
            return self._joint.spellings(letters)
        letters = list(letters)
        counts: dict[str, int] = {}
        for store in self._stores:
            for word, log in store.spellings(letters):
                counts[word] = counts.get(word, 0) + 2**log
        return [(word, count.bit_length() - 1) for word, count in counts.items()]

    def word_vector(self, term: str) -> list[int] | None:
        """Return the vector of a term in whole steps, from the first part that has one; None if no part has."""
        if self._joint:
            return self._joint.word_vector(term)
        if not self.head["vectors"]:
            return None
        return next((vector for store in self._stores if (vector := store.word_vector(term))), None)

    @property
    def reranked(self) -> int:
        """Return how many of the best papers by words are reordered by meaning: the least number of any part."""
        return min(store.reranked for store in self._stores)

    def paper_vector(self, position: int) -> tuple[list[int], float]:
        """Return the vector of the paper at this position, as its part has it."""
        number = self.part_of(position)
        return self._stores[number].paper_vector(position - self.starts[number])

    def hit(self, position: int) -> dict[str, Any]:
        """Return the stored fields that a hit shows of the paper at this position, with the number of its `part`."""
        number = self.part_of(position)
        start = self.starts[number]
        hit = self._stores[number].hit(position - start)
        near = [[start + other, similarity] for other, similarity in hit.get("near", ())]
        return {**hit, "near": near, "part": number}

    @property
    def names(self) -> Sequence[int]:
        """Return where the papers stand in the order of names: those of the first part, then those of the next."""
        return [start + place for store, start in zip(self._stores, self.starts, strict=False) for place in store.names]

    def part_of(self, position: int) -> int:
        """Return the number of the part that has the paper at this position."""
        return bisect_right(self.starts, position) - 1


def all_between(first: int, end: int) -> dict[int, int]:
    """Return a postings list of all papers from the position `first` up to `end`, which is none of them."""
    return dict.fromkeys(range(first, end), 1)


def own_numbers(groups: Sequence[Sequence[str]], own: Sequence[Sequence[str]]) -> dict[int, int]:
    """Return for each group of synonyms of a part its number among those of all parts, with its own number."""
    numbers = {tuple(group): number for number, group in enumerate(groups)}
    return {numbers[tuple(group)]: at for at, group in enumerate(own)}


def keys_of(titles: Sequence[str]) -> list[str]:
    """Return a key for each part by which its papers can be filtered: the words of its title, or its number if it has
    none.
    """
    keys: list[str] = []
    for number, title in enumerate(titles, 1):
        key = "-".join(plain(title)) or str(number)
        keys.append(f"{key}-{number}" if key in keys else key)
    return keys


def shared_vectors(stores: Sequence[Store]) -> list[int] | None:
    """Return the entry `vectors` of the heads if all parts have vectors with the same axes; else None."""
    first = stores[0].head
    same = all("axes" in store.head and store.head["axes"] == first.get("axes") for store in stores)
    vectors: list[int] | None = first["vectors"] if same else None
    return vectors


def merged_dimensions(each: Sequence[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Return the fields by which papers can be filtered, each with the values of all parts.

    Years begin with the newest; a field that lists only its most frequent values has as many as the longest part lists.
    """
    merged: dict[str, list[Mapping[str, Any]]] = {}
    for facets in each:
        for facet in facets:
            merged.setdefault(facet["key"], []).append(facet)
    return [{**facets[0], "values": merged_values(facets)} for facets in merged.values()]


def merged_values(facets: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Return the values of one field of several parts, each once, with the first title."""
    rows = zip_longest(*(facet["values"] for facet in facets))
    in_turn = [value for row in rows for value in row if value]
    every = in_turn if facets[0]["open"] else [value for facet in facets for value in facet["values"]]
    titles: dict[str, str] = {}
    for key, title in every:
        titles.setdefault(key, title)
    keys = sorted(titles, reverse=True) if facets[0]["key"] == "year" else list(titles)
    most = max(len(facet["values"]) for facet in facets) if facets[0]["open"] else len(keys)
    return [[key, titles[key]] for key in keys[:most]]
