"""Analyses the words of a query in each language of the survey; `assets/js/search/words/readings.js` does the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from ...text.analysis import Word, is_paired, is_stop_word, plain, words
from ..coding import word_key
from ..parameters import RANKING
from .query import Query
from .store import Store


@dataclass(slots=True)
class QueryWord:
    """A word of a query with what the ranking needs to know of it.

    `word` is its analysis; `kept` is the same, or None if it is a stop word. `parts` are its folded parts as they were
    typed. `typing`: the reader may still be typing it. `bound`: a condition contains it. `known`: those of its terms
    that the index has. `elsewhere`: the index knows it as a word of another language. `share` is the factor for the
    score of its terms in this language, below 1 if it is a word of another.
    """

    word: Word
    kept: Word | None
    parts: list[str]
    typing: bool
    bound: bool
    known: list[str] = field(default_factory=list)
    elsewhere: bool = False
    share: float = 1.0


class Reading(NamedTuple):
    """The words of a query, `run`, as each of the `languages` reads them."""

    languages: list[str]
    run: list[QueryWord]


def readings_of(query: Query, store: Store) -> list[Reading]:
    """Return the words of a query as each language of the survey reads them. Languages that agree share one reading."""
    runs = {language: run_of(query, store, language) for language in store.languages}
    for same in zip(*runs.values(), strict=True):
        for word in same:
            word.elsewhere = any(other.known for other in same)
    if len(runs) > 1:
        weigh_words(runs, store)
    readings: list[Reading] = []
    for language, run in runs.items():
        same_reading = next((reading for reading in readings if is_same(run, reading.run)), None)
        if same_reading:
            same_reading.languages.append(language)
        else:
            readings.append(Reading([language], run))
    return readings


def is_same(run: Sequence[QueryWord], other: Sequence[QueryWord]) -> bool:
    """Return whether two languages read the words of a query alike."""
    return [(word.kept, word.share) for word in run] == [(word.kept, word.share) for word in other]


def weigh_words(runs: Mapping[str, Sequence[QueryWord]], store: Store) -> None:
    """Set the `share` of each word of a query in each language.

    It is 1 in a language whose texts have the word as it is written, in the language that the query is most likely in,
    and everywhere if none of these knows it. Otherwise it is `cognate_boost` if the word has the same stem there as in
    the likely language, else `foreign_boost`.
    """
    owners = [owners_of(word, store) for word in runs[store.languages[0]]]
    likely = likely_language(runs[store.languages[0]], owners, store)
    for language, run in runs.items():
        for word, own, as_likely in zip(run, owners, runs[likely], strict=True):
            if language != likely and language not in own and (own or as_likely.known):
                word.share = RANKING.cognate_boost if word.kept == as_likely.kept else RANKING.foreign_boost


def owners_of(word: QueryWord, store: Store) -> set[str]:
    """Return the languages whose texts have a word as it is written; `word` is as the commonest language reads it.

    A word that the index lists for no language is one of the commonest, if its term is known.
    """
    commonest = store.languages[0]
    parts = [part for part in word.parts if not is_paired(part) and not is_stop_word(part, commonest)]
    listed = [store.postings(word_key(part, commonest)) for part in parts]
    owners = {store.languages[number] for number in chain.from_iterable(listed)}
    return owners or ({commonest} if word.known else set())


def likely_language(run: Sequence[QueryWord], owners: Sequence[set[str]], store: Store) -> str:
    """Return the language that the query is most likely in: the one with most of its words, as stop words or in its
    texts.

    Of equal ones it is the commonest language of the survey.
    """
    belonging = [
        sum(
            language in own or all(is_stop_word(part, language) for part in word.parts)
            for word, own in zip(run, owners, strict=True)
        )
        for language in store.languages
    ]
    return store.languages[belonging.index(max(belonging))]


def run_of(query: Query, store: Store, language: str) -> list[QueryWord]:
    """Return the words of a query by which papers are ranked, in order, as one language reads them.

    A stop word has no `kept`, unless all words of the query are stop words.
    """
    stops = any(True for chunk in query.chunks for _ in words(chunk.text, query=True, language=language))
    run = []
    for chunk in query.chunks:
        kept = {word.start: word for word in words(chunk.text, query=True, stops=stops, language=language)}
        bound = any(condition.start <= chunk.start < condition.end for condition in query.conditions)
        for word in words(chunk.text, query=True, stops=False, language=language):
            own = kept.get(word.start)
            parts = plain(chunk.text[word.start : word.end])
            typing = chunk.typing and word.end == len(chunk.text)
            run.append(QueryWord(word, own, parts, typing, bound, known_terms(own, store) if own else []))
    return run


def known_terms(word: Word, store: Store) -> list[str]:
    """Return those terms of a word, its joined form included, that the index has, each once."""
    terms = (*word.terms, word.joined) if word.joined else word.terms
    return [term for term in dict.fromkeys(terms) if store.has(term)]
