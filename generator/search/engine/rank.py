"""Ranking by the files of `index`: what `assets/js/search/rank.js` does in the browser, exactly.

How a query becomes clauses, each a group of keys taken as one:

1. Each word gives its terms; a known one is a clause, as often as it is typed. Words with which people ask and which
   say nothing of the subject (`ASKING`: paper, find, interested) count `ASKED`.
2. The word being typed also gives the words that it begins (the 64 commonest of two shards; of one for one or two
   letters), together one clause, at 0.3 of its score beside a known term, else at 0.8. If it begins none, the longest
   term that begins it, of at least four letters, stands in.
3. A compound's joined form, and that of two or three neighbouring words ("llava st" for LLaVA-ST), is a clause
   where the index knows it. For neighbours, none a stop word, that are all known themselves it has 0.3 of its score:
   it is only a hint then.
4. A word of five letters or more, none of whose terms is known, and that is in no known joined form, gives the nearest
   word as it is written in some text: at most 2 edits away (insert, delete, replace, swap neighbours), 1 for words of
   up to six letters; of equals the commonest, then the first. It is looked for among the words that begin with its
   first or second letter. Its score counts 0.8 at one edit, 0.6 at two. What a condition binds (quotes, `title:`,
   operators) stays as it is, and so do all after the first eight, lest a pasted page keep the reader waiting.
   All words together, up to three of which one at least is unknown, may be a misspelt name (`lcoal`): the nearest whole
   name is looked for in the same way, counts so much of `NAME`, and no single word is corrected then.
5. Neighbouring terms that stand together in three papers at least are a clause at `PAIR`.
6. A word or phrase that is a member of a group of synonyms gives the clause of the group, at `GROUP`.
7. All words together, without those of asking, may be a name: a clause at `NAME`; while the reader types, names that
   begin so, at half of that.

A clause gives a paper `boost * ln(1 + (N - n + 0.5) / (n + 0.5)) * level`, with n the papers that have any of its keys
and the highest of the keys' levels. A paper is found when any clause is (any paper, where conditions bind every
word), all conditions of the query hold, and all choices. At last the best 20 are ordered anew: each gets, of its
nearest three papers' scores, `NEAR` times their similarity. Scores are rounded to nine digits; equals are in name
order. Without words, all papers that pass are found, the newest first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from ...text.analysis import LONGEST, STOP_WORDS, Word, is_paired, join, plain, stem, words
from ..shards import is_word
from .edit_distance import nearest
from .query import Chunk, Condition, Query, parse
from .store import Store
from .unknown_fields import Unknown, fields_of, unknown_fields

EXPANSIONS: Final = 64
CORRECTED: Final = 8
ASKED: Final = 0.5
PAIR: Final = 0.1
GROUP: Final = 0.6
NAME: Final = 2.0
NEAR: Final = 0.15
BEST: Final = 20
ASKING: Final = frozenset(
    stem(word)
    for word in (
        "article articles paper papers publication interested interest concerning concern regarding relating related "
        "relate describe describing discuss discussing discussion deal dealing find finding show showing give giving "
        "look looking seek seeking anything something someone anyone please question answer know known particular "
        "various especially available exist existing want need tell list help"
    ).split()
)

_Clause = tuple[list[str], float]
"""Keys taken as one, and their share of the score."""


class Answer(NamedTuple):
    """Ids and scores, best first; what was searched besides: unknown word to the term taken, groups used; and what
    looks like a choice of one of the `fields` but is none."""

    found: list[tuple[str, float]]
    corrections: dict[str, str]
    groups: list[int]
    unknown: list[Unknown]
    fields: tuple[str, ...]


@dataclass(slots=True)
class _Running:
    """A word of the query: as read, its terms if it is no stop word, its parts as typed, and the known terms."""

    word: Word
    kept: Word | None
    parts: list[str]
    typed: bool
    bound: bool
    known: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Plan:
    clauses: list[_Clause] = field(default_factory=list)
    corrections: dict[str, str] = field(default_factory=dict)
    groups: list[int] = field(default_factory=list)
    tried: int = 0


def search(store: Store, query: str, limit: int | None = None) -> Answer:
    """The papers that a query finds, best first."""
    vocabulary = {one["key"]: dict(one["values"]) for one in store.head["dimensions"] if not one["open"]}
    parsed = parse(query, vocabulary)
    run = _run(parsed, store)
    plan = _plan(run, store)
    scores = _scores(plan, store)
    if not any(one.kept and not one.bound for one in run):
        scores = dict.fromkeys(range(store.head["papers"]), 0.0) | scores
    kept = dict(scores)
    for condition in parsed.conditions:
        passing = _passing(condition, store)
        kept = {paper: score for paper, score in kept.items() if paper in passing}
    if run:
        ordered = sorted(kept, key=lambda paper: (-kept[paper], paper))
        ordered = _by_neighbours(ordered, kept, scores, store)
    else:
        years = _years(store)
        ordered = sorted(kept, key=lambda paper: (-years.get(paper, 0), paper))
    cut = ordered[:limit]
    found = [(store.card(paper)["id"], kept[paper]) for paper in cut]
    unknown = unknown_fields(query, parsed, vocabulary)
    return Answer(found, plan.corrections, plan.groups, unknown, fields_of(vocabulary))


# --- from words to clauses ---------------------------------------------------


def _run(query: Query, store: Store) -> list[_Running]:
    """The words to rank by. Stop words only where there is nothing else."""
    stops = any(True for chunk in query.chunks for _ in words(chunk.text, query=True))
    run = []
    for chunk in query.chunks:
        kept = {word.start: word for word in words(chunk.text, query=True, stops=stops)}
        bound = any(one.start <= chunk.start < one.end for one in query.conditions)
        for word in words(chunk.text, query=True, stops=False):
            own = kept.get(word.start)
            parts = plain(chunk.text[word.start : word.end])
            run.append(_Running(word, own, parts, _is_typed(word, chunk), bound, _known(own, store) if own else []))
    return run


def _is_typed(word: Word, chunk: Chunk) -> bool:
    return chunk.typing and word.end == len(chunk.text)


def _known(word: Word, store: Store) -> list[str]:
    return [term for term in dict.fromkeys([*word.terms, *_some(word.joined)]) if store.has(term)]


def _some(term: str | None) -> list[str]:
    return [term] if term else []


def _plan(run: Sequence[_Running], store: Store) -> _Plan:
    plan = _Plan()
    covered = _add_neighbours(plan, run, store)
    _add_pairs(plan, run, store)
    _add_names(plan, run, store)
    begun = [_begun(one, store) if one.kept else [] for one in run]
    strange = [one for one, found in zip(run, begun, strict=True) if one.kept and not one.known and not found]
    unknown = [one for one in strange if not one.bound]
    named = _add_near_name(plan, run, unknown, store)
    for at, one in enumerate(run):
        if one.kept is None:
            continue
        plan.clauses += [([term], ASKED if term in ASKING else 1.0) for term in one.known]
        plan.clauses += begun[at]
        if not named and one in unknown and at not in covered:
            for part in one.parts[: CORRECTED - plan.tried]:
                plan.tried += 1
                _addnearest(plan, part, store)
    return plan


def _add_neighbours(plan: _Plan, run: Sequence[_Running], store: Store) -> set[int]:
    """Add the clauses of neighbouring words joined. Returns which words they cover."""
    covered: set[int] = set()
    for size in (3, 2):
        for at in range(len(run) - size + 1):
            span = run[at : at + size]
            if any(one.kept is None for one in span):
                continue
            term = join("".join(one.word.whole for one in span))
            if term and store.has(term):
                plan.clauses.append(([term], 0.3 if all(one.known for one in span) else 1.0))
                covered.update(range(at, at + size))
    return covered


def _begun(one: _Running, store: Store) -> list[_Clause]:
    """The clause of the words that one still typed begins."""
    start, known = one.word.last, bool(one.known)
    alone = len(start) == 1 and is_paired(start)
    if not (one.typed or alone) or start in STOP_WORDS:
        return []
    own = one.kept.terms if one.kept else ()
    begun = store.begun(start, 1 if len(start) < 3 else 2)
    terms = [key for key in begun if is_word(key) and (alone or key not in own)]
    if terms:
        terms.sort(key=lambda term: (-len(store.posting(term)), term))
        return [(terms[:EXPANSIONS], 1.0 if alone else 0.3 if known else 0.8)]
    if not known:
        for length in range(min(len(start) - 1, LONGEST), 3, -1):
            if store.has(start[:length]):
                return [([start[:length]], 0.8)]
    return []


def _addnearest(plan: _Plan, was: str, store: Store) -> None:
    """Add the clause of the known word that an unknown one may have been meant to be."""
    if len(was) < 5 or is_paired(was) or all(char in "0123456789." for char in was):
        return
    near = nearest(was, [word for word in store.words(was[:2]) if word[0][0] != "!"])
    if near:
        plan.clauses.append(([stem(near[1])], 0.8 if near[0] == 1 else 0.6))
        plan.corrections[was] = near[1]


def _add_pairs(plan: _Plan, run: Sequence[_Running], store: Store) -> None:
    """Add the clauses of neighbouring terms and of groups of synonyms."""
    terms = [term for one in run if one.kept for term in one.kept.terms]
    pairs = [f"{before} {term}" for before, term in pairwise(terms)]
    plan.clauses += [([pair], PAIR) for pair in pairs if store.has(pair)]
    for number, group in enumerate(store.groups):
        if any(_stands_in(member, terms) for member in group) and store.has(f"~{number}"):
            plan.clauses.append(([f"~{number}"], GROUP))
            plan.groups.append(number)


def _stands_in(member: tuple[str, ...], terms: Sequence[str]) -> bool:
    starts = range(len(terms) - len(member) + 1)
    return bool(member) and any(tuple(terms[at : at + len(member)]) == member for at in starts)


def _add_names(plan: _Plan, run: Sequence[_Running], store: Store) -> None:
    """Add the clauses of names that are all that was typed, or that begin so."""
    told = [one for one in run if stem(one.word.whole) not in ASKING]
    whole = "".join(one.word.whole for one in told)[:LONGEST]
    if not whole:
        return
    if store.has(f"!{whole}"):
        plan.clauses.append(([f"!{whole}"], NAME))
    if told[-1].typed and len(whole) > 2:
        begun = [key for key in store.begun(f"!{whole}", 2) if key != f"!{whole}"]
        if begun:
            plan.clauses.append((begun[:EXPANSIONS], NAME / 2))


def _add_near_name(plan: _Plan, run: Sequence[_Running], unknown: Sequence[_Running], store: Store) -> bool:
    """Add the clause of the name that all that was typed may have been meant to be, if a word of it is unknown."""
    told = [one for one in run if stem(one.word.whole) not in ASKING]
    whole = "".join(one.word.whole for one in told)
    strange = [one for one in told if one in unknown or (one.kept and not all(map(store.has, one.kept.terms)))]
    if not 4 <= len(whole) <= LONGEST or len(told) > 3 or is_paired(whole):
        return False
    if not any(not one.bound for one in strange):
        return False
    if store.has(f"!{whole}") or (told[-1].typed and store.begun(f"!{whole}", 2)):
        return False
    names = [(key[1:], spread) for key, spread in store.words(whole[:2]) if key.startswith("!")]
    near = nearest(whole, names)
    if near is None:
        return False
    plan.clauses.append(([f"!{near[1]}"], NAME * (0.8 if near[0] == 1 else 0.6)))
    plan.corrections[" ".join(one.word.whole for one in told)] = f"!{near[1]}"
    return True


# --- from clauses to scores --------------------------------------------------


def _scores(plan: _Plan, store: Store) -> dict[int, float]:
    scores: dict[int, float] = {}
    count = store.head["papers"]
    for keys, boost in plan.clauses:
        levels: dict[int, int] = {}
        for key in keys:
            for paper, level in store.posting(key).items():
                levels[paper] = max(levels.get(paper, 0), level)
        rarity = math.log(1 + (count - len(levels) + 0.5) / (len(levels) + 0.5))
        for paper, level in levels.items():
            scores[paper] = scores.get(paper, 0.0) + boost * rarity * level
    return {paper: _rounded(score) for paper, score in scores.items()}


def _rounded(score: float) -> float:
    return math.floor(score * 1e9 + 0.5) / 1e9


def _by_neighbours(ordered: list[int], kept: dict[int, float], scores: Mapping[int, float], store: Store) -> list[int]:
    """Order the best anew by what their nearest papers scored, found or not; changes `kept`."""
    best = ordered[:BEST]
    for paper in best:
        gain = sum(similarity * scores.get(near, 0.0) for near, similarity in store.card(paper).get("near", ()))
        kept[paper] = _rounded(scores[paper] + NEAR * gain)
    return sorted(best, key=lambda paper: (-kept[paper], paper)) + ordered[BEST:]


def _years(store: Store) -> dict[int, int]:
    """Paper to its year."""
    listed = [int(key) for key, _ in next(one["values"] for one in store.head["dimensions"] if one["key"] == "year")]
    return {paper: year for year in listed for paper in store.posting(f":year={year}")}


# --- conditions --------------------------------------------------------------


def _passing(condition: Condition, store: Store) -> set[int]:
    """The papers for which a condition holds."""
    every = range(store.head["papers"])
    if condition.kind == "all":
        return set(every).intersection(*(_passing(part, store) for part in condition.parts))
    if condition.kind == "any":
        return set().union(*(_passing(part, store) for part in condition.parts))
    if condition.kind == "not":
        return set(every).difference(*(_passing(part, store) for part in condition.parts))
    if condition.kind == "field":
        return set().union(*(_having(condition.field, value, store) for value in condition.values))
    needed = [term for word in words(condition.text, query=True) for term in word.terms or _some(word.joined)]
    if condition.kind == "phrase" and len(needed) > 1:
        pairs = [f"{before} {term}" for before, term in pairwise(needed)]
        return set(every).intersection(*(store.posting(pair) or store.posting(pair, "rare") for pair in pairs))
    return set(every).intersection(*(store.posting(term) for term in needed))


def _having(field: str, value: str, store: Store) -> set[int]:
    """The papers with a value: of a list, a span of years, or words that begin those of the value."""
    if field == "year":
        low, _, high = value.partition("..")
        years = next(one["values"] for one in store.head["dimensions"] if one["key"] == "year")
        within = [key for key, _ in years if int(low or 1) <= int(key) <= int(high or 9999)]
        return set().union(*(store.posting(f":year={key}") for key in within))
    if field in ("title", "name"):
        needed = [term for word in words(value, query=True, stops=field == "title") for term in word.terms]
        every = range(store.head["papers"])
        return set(every).intersection(*(store.posting(f":{field}:{term}") for term in needed))
    key = "-".join(plain(value)) if field in _OPEN else value
    exact = store.posting(f":{field}={key}")
    if exact or field not in _OPEN:
        return set(exact)
    begun = (store.begun(f":{field}:{word}", 4) for word in plain(value))
    return set.intersection(*(set().union(*map(store.posting, keys)) for keys in begun))


_OPEN: Final = frozenset({"author", "venue", "mentions"})
