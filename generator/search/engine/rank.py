"""Ranks papers for a query with the files of the search index, exactly as `assets/js/search/rank.js` in the browser.

How a query becomes clauses, each a group of keys taken as one; the names are those of `parameters.json`:

1. Each word gives its terms; a known one is a clause, as often as it is typed. Query stop words, with which people ask
   and which say nothing of the subject (paper, find, interested), count `query_stop_word_boost`.
2. Prefix expansion: the word being typed also gives the words that it begins (the `expansions` commonest of
   `prefix_shards` shards; of one for a prefix shorter than `short_prefix` letters), together one clause, at
   `hint_boost` of its score beside a known term, else at `prefix_boost`. If it begins none, the longest term that
   begins it, of at least `shortest_stub` letters, stands in.
3. A compound's joined form, and that of two or three neighbouring words ("llava st" for LLaVA-ST), is a clause
   where the index knows it. If the parts of the compound are all known, so that they count too, it has `compound_boost`
   of its score. For neighbours, none a stop word, that are all known themselves it has `hint_boost`: it is only a hint
   then.
4. Versions: an unknown word of a name and a number leads to its family (`qwen9` to Qwen), or else to other versions.
   Spelling correction: another word of `shortest_corrected` letters or more, none of whose terms is known, and that is
   in no known joined form, gives the nearest word as it is written in some text: at most 2 edits away (insert, delete,
   replace, swap neighbours), 1 for words shorter than `two_edits_from`; of equals the commonest, then the first. In a
   word shorter than `any_two_edits_from` both edits must be of `soft_letters`, doubled letters or swaps.
   It begins with the same letter, or with the first two swapped: those who misspell a word seldom miss its first
   letter, and else many a word that no paper has would be taken for another. Its score counts `one_edit_boost` or
   `two_edits_boost`.
   What a condition binds (quotes, `title:`, operators) stays as it is, and so do all after the first
   `corrected_words`, lest a pasted page keep the reader waiting.
   All words together, up to `misspelt_name_words` of which one at least is unknown, may be a misspelt name (`lcoal`):
   the nearest whole name is looked for in the same way, counts so much of `name_boost`, and no single word is
   corrected then.
5. Bigrams: neighbouring terms that stand together in three papers at least are a clause at `bigram_boost`.
6. A word or phrase that is a member of a group of synonyms gives the clause of the group, at `synonym_boost`. One
   idea is one clause: several groups that the same words are a member of are taken as one. A group that more than
   `telling_share` of the papers have gives none, where the words themselves are known.
7. All words together, without query stop words, may be a name: a clause at `name_boost`; while the reader types, names
   that begin so, at `name_prefix_boost`.

Where texts are in several languages the query is read in each of them, with the stop words and stems of that language,
and a paper has the highest of its scores; it counts less where it has no text in that language (`scores`). A word
counts in full in the languages whose texts hold it as it stands, and in the one that the query is most likely in; if
any of these knows it, its stem in the others counts `foreign_boost`, so that what it finds comes last (Spanish *tonos*
for `tone`), or `cognate_boost` if the stem is the same. What is told of the search (corrections, synonyms) is that of
the reading with the best paper; a word that some reading knows is nowhere misspelt.

A clause gives a paper `boost * idf * impact` with the inverse document frequency ln(1 + (N - n + 0.5) / (n + 0.5)),
n the papers that have any of its keys, and the highest of the keys' impacts (`scores`). A paper is found when any
clause is (any paper, where conditions bind every word), all conditions of the query hold, and all filters. `order`
sorts them. Scores are rounded to nine digits; of equals the paper that joined the survey first comes first, and of one
day the first by name. Without words, all papers that pass are found, the newest first, and those of a year by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ...text.analysis import LONGEST, is_paired, is_stop_word, join, stem
from ..coding import is_word
from ..parameters import RANKING
from .conditions import every, passing
from .edit_distance import nearest
from .field_values import Vocabulary
from .order import sort_found
from .query import Query, parse
from .readings import QueryWord, Reading, readings_of
from .scores import Clause, Plan, best_of
from .store import Store
from .synonyms import ideas_in
from .unknown_fields import UnknownField, fields_of, unknown_fields
from .versions import versions_of

QUERY_STOP_WORDS: Final = frozenset(map(stem, RANKING.query_stop_words))
"""The stems of words with which people ask and which say nothing of a subject, such as “find” and “paper”."""

_NUMBER = re.compile("[0-9.]*")


class Response(NamedTuple):
    """The result of a search.

    `hits` are pairs of paper id and score, the best first. `corrections` maps an unknown word to the known one that was
    searched for in its place. `groups` are the numbers of the groups of synonyms that were used. `unknown` lists what
    looks like a filter but is none; `fields` are the names that a filter can have. `sentence` says that the query's
    operators, quotes, dashes or parentheses were read as plain text.
    """

    hits: list[tuple[str, float]]
    corrections: dict[str, str]
    groups: list[int]
    unknown: list[UnknownField]
    fields: tuple[str, ...]
    sentence: bool


class Matches(NamedTuple):
    """The papers that a query finds, before they are sorted.

    `matched` are their positions; `scores` has the score of every paper that a clause matches, found or not. `open`
    says that the query has no words.
    """

    query: Query
    plan: Plan
    open: bool
    matched: set[int]
    scores: dict[int, float]


def search(store: Store, text: str, limit: int | None = None) -> Response:
    """Return the papers that a query finds, at most `limit`, the best first; the newest first if the query has no
    words.
    """
    vocabulary = vocabulary_of(store)
    matches = match(store, text)
    if matches.open:
        years, names = _years(store), store.names
        in_order = sorted(matches.matched, key=lambda paper: (-years.get(paper, 0), names[paper]))
        ranking = [(paper, 0.0) for paper in in_order]
    else:
        ranking = order(store, matches)
    hits = [(store.hit(paper)["id"], score) for paper, score in ranking[:limit]]
    unknown = unknown_fields(text, matches.query, vocabulary)
    fields = fields_of(vocabulary)
    return Response(hits, matches.plan.corrections, matches.plan.groups, unknown, fields, matches.query.sentence)


def vocabulary_of(store: Store) -> Vocabulary:
    """Return the values of each facet that is not open-ended: from field to key to title."""
    return {facet["key"]: dict(facet["values"]) for facet in store.facets if not facet["open"]}


def match(store: Store, text: str) -> Matches:
    """Return the papers that a query finds, with their scores, unsorted."""
    query = parse(text, vocabulary_of(store))
    readings = readings_of(query, store)
    plan, scores = best_of([plan_of(reading, store) for reading in readings], store)
    all_words = [word for reading in readings for word in reading.run]
    words_decide = any(word.kept and not word.bound for word in all_words)
    matched = set(scores if words_decide or query.signs else range(store.head["papers"]))
    matched &= every([passing(condition, store) for condition in query.conditions], store)
    return Matches(query, plan, not all_words, matched, scores)


def order(store: Store, matches: Matches) -> list[tuple[int, float]]:
    """Return the papers found as pairs of position and score, the best first."""
    scores = matches.scores
    return sort_found([(paper, scores.get(paper, 0.0)) for paper in matches.matched], scores, matches.plan, store)


def _years(store: Store) -> dict[int, int]:
    """Return the year of each paper, by its number; papers without one are left out."""
    listed = [int(key) for key, _ in next(facet["values"] for facet in store.facets if facet["key"] == "year")]
    return {paper: year for year in listed for paper in store.postings(f":year={year}")}


# --- from words to clauses ---------------------------------------------------


def plan_of(reading: Reading, store: Store) -> Plan:
    """Return the clauses for the words of a query as one language reads them, by the steps 1 to 7 of the module's
    docstring.
    """
    run = reading.run
    plan = Plan(reading.languages, reading.languages[0])
    covered = add_joined(plan, run, store)
    add_bigrams(plan, run, store)
    add_synonyms(plan, run, store)
    add_names(plan, run, store)
    expanded = [expand_prefix(word, store, plan.language) if word.kept else [] for word in run]
    unknown = [at for at, word in enumerate(run) if is_unknown(word) and not expanded[at]]
    unknown = [at for at in unknown if at in covered or not add_versions(plan, run[at], store)]
    named = correct_name(plan, run, [run[at] for at in unknown], store)
    for at, word in enumerate(run):
        if word.kept is None:
            continue
        plan.clauses += [([term], boost_of(term, word)) for term in word.known]
        plan.clauses += expanded[at]
        plan.terms += [term for term in word.kept.terms if term in word.known]
        if named or at not in unknown or at in covered:
            continue
        for part in word.parts[: RANKING.corrected_words - plan.tried]:
            plan.tried += 1
            correct_spelling(plan, part, store)
    return plan


def boost_of(term: str, word: QueryWord) -> float:
    """Return the factor for the score of a known term of a word (steps 1 and 3)."""
    if is_asking(term):
        return word.share * RANKING.query_stop_word_boost
    own = set(word.kept.terms) if word.kept else set()
    is_beside_parts = bool(own) and term not in own and own < {*word.known}
    return word.share * (RANKING.compound_boost if is_beside_parts else 1.0)


def is_unknown(word: QueryWord) -> bool:
    """Return whether a word may be misspelt: it is no stop word, no language knows it, and no condition contains it."""
    return word.kept is not None and not word.known and not word.elsewhere and not word.bound


def is_asking(term: str) -> bool:
    """Return whether a term is a query stop word, such as “paper” or “find”."""
    return term in QUERY_STOP_WORDS


def add_joined(plan: Plan, run: Sequence[QueryWord], store: Store) -> set[int]:
    """Add to the plan a clause for each run of neighbouring words that the index knows as one word (step 3).

    Returns the positions of these words in `run`.
    """
    covered: set[int] = set()
    for size in RANKING.joined_words:
        for at in range(len(run) - size + 1):
            span = run[at : at + size]
            if any(word.kept is None for word in span):
                continue
            term = join("".join(word.word.whole for word in span), language=plan.language)
            if term and store.has(term):
                plan.clauses.append(([term], RANKING.hint_boost if all(word.known for word in span) else 1.0))
                covered.update(range(at, at + size))
    return covered


def expand_prefix(query_word: QueryWord, store: Store, language: str) -> list[Clause]:
    """Return the clause for the word that the reader is typing (step 2), in a list; an empty list if it has none.

    The clause has the commonest terms that begin with the word. If there are none and the index does not know the word,
    it has the longest known term with which the word begins. A stop word has no clause; nor has a word that is not
    being typed, unless it is a single character of a script such as Chinese.
    """
    prefix, known = query_word.word.last, bool(query_word.known)
    alone = len(prefix) == 1 and is_paired(prefix)
    if not (query_word.typing or alone) or is_stop_word(prefix, language):
        return []
    own = query_word.kept.terms if query_word.kept else ()
    keys = store.expand_prefix(prefix, 1 if len(prefix) < RANKING.short_prefix else RANKING.prefix_shards)
    terms = [key for key in keys if is_word(key) and (alone or key not in own)]
    if terms:
        terms.sort(key=lambda term: (-len(store.postings(term)), term))
        boost = 1.0 if alone else RANKING.hint_boost if known else RANKING.prefix_boost
        return [(terms[: RANKING.expansions], boost)]
    if not known:
        for length in range(min(len(prefix) - 1, LONGEST), RANKING.shortest_stub - 1, -1):
            if store.has(prefix[:length]):
                return [([prefix[:length]], RANKING.prefix_boost)]
    return []


def add_versions(plan: Plan, query_word: QueryWord, store: Store) -> bool:
    """Add a clause for the family of a version that the index does not know (step 4), and note it as a correction.

    Returns False, and changes nothing, if the word is no such version.
    """
    (typed, *others) = query_word.parts or [""]
    found = None if others else versions_of(typed, plan.language, store)
    if not found:
        return False
    plan.corrections[typed], keys = found
    plan.clauses.append((keys, RANKING.one_edit_boost))
    plan.terms.append(keys[0])
    return True


def correct_spelling(plan: Plan, unknown: str, store: Store) -> None:
    """Add a clause for the known word nearest to an unknown one (step 4), and note it in `plan.corrections`.

    Nothing changes if the word is too short or a number, or if none is near.
    """
    if (
        len(unknown) < RANKING.shortest_corrected
        or is_paired(unknown)
        or all(char in "0123456789." for char in unknown)
    ):
        return
    spellings = [spelling for spelling in store.spellings(unknown[:2]) if begins_alike(spelling[0], unknown)]
    near = nearest(unknown, spellings)
    if near:
        term = stem(near[1], plan.language)
        plan.clauses.append(([term], edit_boost(near[0])))
        plan.corrections[unknown] = near[1]
        plan.terms.append(term)


def begins_alike(word: str, other: str) -> bool:
    """Return whether two words have the same first letter, or the same first two letters in either order."""
    return word[0] == other[0] or word[:2] == other[1::-1]


def edit_boost(edits: int) -> float:
    """Return the factor for the score of a corrected word: lower for two edits than for one."""
    return RANKING.one_edit_boost if edits == 1 else RANKING.two_edits_boost


def add_bigrams(plan: Plan, run: Sequence[QueryWord], store: Store) -> None:
    """Add a clause for every two neighbouring terms of the query that the index has as a bigram (step 5)."""
    terms = [term for word in run if word.kept for term in word.kept.terms]
    bigrams = [f"{before} {term}" for before, term in pairwise(terms)]
    plan.clauses += [([bigram], RANKING.bigram_boost) for bigram in bigrams if store.has(bigram)]


def add_synonyms(plan: Plan, run: Sequence[QueryWord], store: Store) -> None:
    """Add a clause for each meaning of which the query has a word or phrase in a synonym group (step 6)."""
    for groups in ideas_in(run, plan.language, store):
        plan.clauses.append(([f"~{number}" for number in groups], RANKING.synonym_boost))
        plan.groups += groups


def add_names(plan: Plan, run: Sequence[QueryWord], store: Store) -> None:
    """Add a clause for the name that all words of the query spell together, and while the reader types one for the
    names that begin so (step 7).
    """
    naming = naming_words(run)
    whole = "".join(word.word.whole for word in naming)[:LONGEST]
    if not whole:
        return
    if store.has(f"!{whole}"):
        plan.clauses.append(([f"!{whole}"], RANKING.name_boost))
    if naming[-1].typing and len(whole) >= RANKING.shortest_name_prefix:
        keys = [key for key in store.expand_prefix(f"!{whole}", RANKING.prefix_shards) if key != f"!{whole}"]
        if keys:
            plan.clauses.append((keys[: RANKING.expansions], RANKING.name_prefix_boost))


def naming_words(run: Sequence[QueryWord]) -> list[QueryWord]:
    """Return the words that may be part of a name: all but query stop words."""
    return [word for word in run if not is_asking(stem(word.word.whole))]


def correct_name(plan: Plan, run: Sequence[QueryWord], unknown: Sequence[QueryWord], store: Store) -> bool:
    """Treat all words together, without query stop words, as one misspelt name.

    Adds a clause for the nearest known name to `plan`, notes it in `plan.corrections` and returns True; otherwise
    changes nothing and returns False. Needs a word outside conditions that is in `unknown` or has a term which the
    index lacks, and a text that is neither a known name nor, while the reader types, the beginning of one.
    """
    naming = naming_words(run)
    whole = "".join(word.word.whole for word in naming)
    if not RANKING.shortest_misspelt_name <= len(whole) <= LONGEST or is_paired(whole):
        return False
    strange = [word for word in naming if word in unknown or (word.kept and not all(map(store.has, word.kept.terms)))]
    if len(naming) > RANKING.misspelt_name_words or all(word.bound for word in strange) or store.has(f"!{whole}"):
        return False
    if naming[-1].typing and store.expand_prefix(f"!{whole}", RANKING.prefix_shards):
        return False
    names = [(key[1:], frequency) for key, frequency in store.spellings(whole[:2]) if key.startswith("!")]
    near = nearest(whole, names, RANKING.two_edits_from)
    if near is None:
        return False
    plan.clauses.append(([f"!{near[1]}"], RANKING.name_boost * edit_boost(near[0])))
    plan.corrections[" ".join(word.word.whole for word in naming)] = f"!{near[1]}"
    return True
