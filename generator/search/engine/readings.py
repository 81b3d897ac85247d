"""The words of a query as each language of the survey reads them; as `assets/js/search/words/readings.js` does."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...text.analysis import Word, plain, words
from .query import Query
from .store import Store


@dataclass(slots=True)
class QueryWord:
    """A word of the query as the ranking uses it.

    `word` is the analysed word, `kept` the same without stop words, None if it is one. `parts` are its folded parts as
    they were typed. `typing`: the reader may still be typing it. `bound`: a condition contains it. `known` are its
    terms that the index has; `elsewhere`: it has some as a word of another language.
    """

    word: Word
    kept: Word | None
    parts: list[str]
    typing: bool
    bound: bool
    known: list[str] = field(default_factory=list)
    elsewhere: bool = False


def runs_of(query: Query, store: Store) -> dict[str, list[QueryWord]]:
    """Return the words of a query as each language of the survey reads them; a language that reads them as an earlier
    one does is left out.
    """
    runs: dict[str, list[QueryWord]] = {}
    for language in store.languages:
        run = run_of(query, store, language)
        if all([word.kept for word in run] != [word.kept for word in other] for other in runs.values()):
            runs[language] = run
    for same in zip(*runs.values(), strict=True):
        for word in same:
            word.elsewhere = any(other.known for other in same)
    return runs


def run_of(query: Query, store: Store, language: str) -> list[QueryWord]:
    """Return the words of a query that papers are ranked by, in order. Stop words have no `kept`, unless all words are
    stop words.
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
    """Return the terms of a word, its joined form included, that the index has; each once."""
    terms = (*word.terms, word.joined) if word.joined else word.terms
    return [term for term in dict.fromkeys(terms) if store.has(term)]
