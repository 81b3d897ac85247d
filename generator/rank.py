"""Ranking by the files of `index`: what `assets/js/rank.js` does in the browser, exactly.

How a query becomes clauses, each a group of terms taken as one:

1. Each word gives its terms; a known one is a clause.
2. The word being typed also gives all terms that it begins (the 64 in most papers),
   together one clause, at 0.3 of its score beside a known term, else at 0.8. If it
   begins none, the longest term that begins it, of at least four letters, stands in.
3. A compound's joined form, and that of two or three neighbouring words ("llava st"
   for LLaVA-ST), is a clause where the index knows it. For neighbours, none a stop word,
   that are all known themselves it has 0.3 of its score: it is only a hint then, and at
   full score it cost 0.01 nDCG@10 on Cranfield.
4. A word none of whose terms is known, and that is in no known joined form, gives the
   nearest term: at most 2 edits away (insert, delete, replace, swap neighbours), 1 for
   words of up to four letters; of equals the one in most papers, then the first.
   Its score counts 0.8 at one edit, 0.6 at two. Quoted words stay as they are,
   and so do all after the first eight, lest a pasted page keep the reader waiting.

The score of a clause is BM25F (see `index`) with the frequencies of its terms summed and
n_t the papers with any of them. A paper is found when any clause is, all required
words are, no excluded word is, and the filters hold: all values of a facet of
which a paper may have several, any of those of which it has one. Scores are rounded to nine
digits; equals are in order of their ids. Without words, all papers that pass are found.
"""

from __future__ import annotations

import bisect
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from generator.query import Chunk, Filter, Query, parse
from generator.tokens import LONGEST, STOP_WORDS, Word, is_paired, join, plain, words

EXPANSIONS: Final = 64
CORRECTED: Final = 8

_Found = dict[int, float]
"""Paper, by position, to weighted frequency or score."""


@dataclass(slots=True)
class _Plan:
    """What a query asks of a paper.

    `clauses` are groups of terms with their share of the score. A paper must have
    every term of `required` and, of each group of `excluded`, not all. `open` queries have
    no words, and find every paper. `tried` counts the words looked up among the known ones.
    """

    clauses: list[tuple[list[str], float]] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    excluded: list[list[str]] = field(default_factory=list)
    open: bool = True
    tried: int = 0


class _Index:
    """The files of the index, opened. `terms` are in order of code points."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        folder = next(path for path in files if path.endswith("search/index.json")).removesuffix("index.json")
        self.head: dict[str, Any] = json.loads(files[f"{folder}index.json"])
        self.papers: dict[str, Any] = json.loads(files[folder + self.head["files"]["papers"]])
        postings = json.loads(files[folder + self.head["files"]["terms"]])
        weights = [weight for _, weight in self.head["fields"]]
        # A pattern weighs the same in every paper: weigh it once.
        self.frequencies = [_weigh(pattern, weights) for pattern in postings["patterns"]]
        self.digits = {char: number for number, char in enumerate(postings["digits"])}
        self.terms = _front_decoded(postings["terms"])
        self.codes = dict(zip(self.terms, postings["postings"].split(" "), strict=False))

    def posting(self, term: str) -> _Found:
        numbers, number, scale = [], 0, 1
        for char in self.codes.get(term, ""):
            digit = self.digits[char]
            number += digit % 46 * scale
            scale *= 46
            if digit < 46:
                numbers.append(number)
                number, scale = 0, 1
        found, paper = {}, -1
        for step, pattern in zip(numbers[::2], numbers[1::2], strict=True):
            paper += step + 1
            found[paper] = self.frequencies[pattern]
        return found

    def spread(self, term: str) -> int:
        """In how many papers a term stands."""
        return len(self.posting(term))


def search(index_files: Mapping[str, str | bytes], query: str, limit: int | None = None) -> list[tuple[str, float]]:
    """Ids and scores of the papers that a query finds, best first.

    `index_files` are the files of `index`, by path; others may stand among them.
    """
    index = _Index(index_files)
    vocabulary = {dimension["key"]: dict(dimension["values"]) for dimension in index.head["dimensions"]}
    parsed = parse(query, vocabulary)
    tests = [_test(index, choice) for choice in parsed.filters]
    scores = _scores(_plan(parsed, index), index)
    found = [(paper, score) for paper, score in scores.items() if all(test(paper) for test in tests)]
    found.sort(key=lambda one: (-one[1], one[0]))
    ids: list[str] = index.papers["id"]
    return [(ids[paper], score) for paper, score in found[:limit]]


# --- opening -----------------------------------------------------------------


def _weigh(pattern: list[float], weights: list[float]) -> float:
    frequency = 0.0
    for number, count in zip(pattern[::2], pattern[1::2], strict=True):
        frequency += weights[int(number)] * count
    return frequency


def _front_decoded(coded: str) -> list[str]:
    terms: list[str] = []
    before = ""
    for part in coded.split(" ") if coded else []:
        before = before[: int(part[0], 36)] + part[1:]
        terms.append(before)
    return terms


# --- from words to clauses ---------------------------------------------------


def _plan(query: Query, index: _Index) -> _Plan:
    plan = _Plan()
    sought = [chunk for chunk in query.chunks if not chunk.excluded]
    stops = any(True for chunk in sought for _ in words(chunk.text, query=True))
    run: list[tuple[Word, Word | None, bool]] = []
    for chunk in query.chunks:
        kept = {word.start: word for word in words(chunk.text, query=True, stops=stops)}
        if chunk.excluded:
            plan.excluded += [terms for terms in [_all_terms(list(kept.values()))] if terms]
        elif chunk.required:
            _add_run(plan, run, index, stops)
            run = []
            plan.required += _all_terms(list(kept.values()))
            plan.clauses += [([term], 1.0) for word in kept.values() for term in _known(word, index)]
        else:
            every = words(chunk.text, query=True, stops=False)
            run += [(word, kept.get(word.start), _is_typed(word, chunk)) for word in every]
    _add_run(plan, run, index, stops)
    plan.open = not sought
    return plan


def _all_terms(kept: list[Word]) -> list[str]:
    """What stands for the words where all must be there: their parts, else the joined form."""
    return [term for word in kept for term in word.terms or _some(word.joined)]


def _known(word: Word, index: _Index) -> list[str]:
    return [term for term in dict.fromkeys([*word.terms, *_some(word.joined)]) if term in index.codes]


def _some(term: str | None) -> list[str]:
    return [term] if term else []


def _is_typed(word: Word, chunk: Chunk) -> bool:
    return chunk.typing and word.end == len(chunk.text)


def _add_run(plan: _Plan, run: list[tuple[Word, Word | None, bool]], index: _Index, stops: bool) -> None:
    """Add the clauses of neighbouring plain words: as read, as kept, and whether still typed."""
    covered: set[int] = set()
    known = [_known(word, index) if word else [] for _, word, _ in run]
    for size in (3, 2):
        for at in range(len(run) - size + 1):
            span = range(at, at + size)
            term = join("".join(run[one][0].whole for one in span))
            if term and term in index.codes and all(run[one][1] for one in span):
                plan.clauses.append(([term], 0.3 if all(known[one] for one in span) else 1.0))
                covered.update(span)
    for at, (_, word, typed) in enumerate(run):
        if word:
            plan.clauses += [([term], 1.0) for term in known[at]]
            begun = _begun(word, typed, bool(known[at]), index, stops)
            plan.clauses += begun
            if not known[at] and not begun and at not in covered:
                for term in word.terms[: CORRECTED - plan.tried]:
                    plan.tried += 1
                    plan.clauses += _nearest(term, index)


def _begun(word: Word, typed: bool, known: bool, index: _Index, stops: bool) -> list[tuple[list[str], float]]:
    """The clause of the terms that a word still typed begins."""
    start = word.last
    alone = len(start) == 1 and is_paired(start)
    if not (typed or alone) or (stops and start in STOP_WORDS):
        return []
    first = bisect.bisect_left(index.terms, start)
    terms = []
    for term in index.terms[first:]:
        if not term.startswith(start):
            break
        if alone or term not in word.terms:
            terms.append(term)
    if terms:
        terms.sort(key=lambda term: (-index.spread(term), term))
        return [(terms[:EXPANSIONS], 1.0 if alone else 0.3 if known else 0.8)]
    if not known:
        for length in range(min(len(start) - 1, LONGEST), 3, -1):
            if start[:length] in index.codes:
                return [([start[:length]], 0.8)]
    return []


def _nearest(term: str, index: _Index) -> list[tuple[list[str], float]]:
    """The clause of the known term that an unknown one may have been meant to be."""
    if len(term) < 3 or is_paired(term) or all(char in "0123456789." for char in term):
        return []
    most = 1 if len(term) <= 4 else 2
    best = (most + 1, 0, "")
    for other in index.terms:
        if abs(len(other) - len(term)) <= min(most, best[0]):
            edits = _edits(term, other, min(most, best[0]))
            if edits <= min(most, best[0]):
                best = min(best, (edits, -index.spread(other), other))
    return [([best[2]], 0.8 if best[0] == 1 else 0.6)] if best[2] else []


def _edits(one: str, other: str, most: int) -> int:
    """Edits between two terms (optimal string alignment), or `most` + 1 where there are more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for to, against in enumerate(other, 1):
            edits = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != against))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == against:
                edits = min(edits, last[to - 2] + 1)
            row.append(edits)
        if min(row) > most and min(before) >= most:  # a swap reaches two rows back
            return most + 1
    return min(row[-1], most + 1)


# --- from clauses to scores --------------------------------------------------


def _scores(plan: _Plan, index: _Index) -> _Found:
    head, lengths = index.head, index.papers["length"]
    k1, b, mean = head["k1"], head["b"], head["mean_length"]
    scores: _Found = dict.fromkeys(range(head["papers"]), 0.0) if plan.open else {}
    for terms, boost in plan.clauses:
        frequencies: _Found = {}
        for term in terms:
            for paper, frequency in index.posting(term).items():
                frequencies[paper] = frequencies.get(paper, 0.0) + frequency
        rarity = math.log(1 + (head["papers"] - len(frequencies) + 0.5) / (len(frequencies) + 0.5))
        for paper, tf in frequencies.items():
            gain = boost * rarity * tf * (k1 + 1) / (tf + k1 * (1 - b + b * lengths[paper] / mean))
            scores[paper] = scores.get(paper, 0.0) + gain
    required = [index.posting(term) for term in plan.required]
    excluded = [[index.posting(term) for term in group] for group in plan.excluded]
    return {
        paper: math.floor(score * 1e9 + 0.5) / 1e9
        for paper, score in scores.items()
        if all(paper in found for found in required)
        and not any(all(paper in found for found in group) for group in excluded)
    }


def _test(index: _Index, choice: Filter) -> Callable[[int], bool]:
    """Whether a paper, by position, passes a filter."""
    papers = index.papers
    if choice.field == "author":
        people = {number for number, name in enumerate(papers["people"]) if _is_named(name, choice.values[0])}
        return lambda paper: (not people.isdisjoint(papers["authors"][paper])) is not choice.excluded
    if choice.field == "year":
        spans = [tuple(part and int(part) for part in value.split("..")) for value in choice.values]
        within = [any((low or 1) <= year <= (high or 9999) for low, high in spans) for year in papers["year"]]
        return lambda paper: within[paper] is not choice.excluded
    dimension = next(one for one in index.head["dimensions"] if one["key"] == choice.field)
    keys = [key for key, _ in dimension["values"]]
    wanted = {keys.index(value) for value in choice.values}
    own = papers["values"][choice.field]
    if dimension["several"] and not choice.excluded:
        return lambda paper: wanted.issubset(own[paper])
    return lambda paper: wanted.isdisjoint(own[paper]) is choice.excluded


def _is_named(name: str, wanted: str) -> bool:
    own = plain(name)
    return all(any(word.startswith(part) for word in own) for part in wanted.split(" "))
