"""Scores areas and facet values by the cue phrases of the taxonomy that a text holds.

The score of a value is the sum over its cues of

  weight × (title_weight if the cue is in the title else 0) + weight × log2(1 + n)

where n counts the cue in the abstract; an occurrence in the background (the sentences before the first about the
paper's own work) counts `background_weight`. The area with the highest positive score is the paper's; a facet value
holds from `facet_bar` on. Words match in singular and plural (a stemmer would make “visual” of “visualness” and
“caption” of “captioner”), hyphens count as spaces, and prefixes that are written both ways are joined (pre-training =
pretraining). In a script without spaces, such as Chinese, each character is a word.

If some areas have cues and others none, the words of an area's title are its cues.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple

from ...records.taxonomy import Taxonomy, Value
from ...text.pieces import Remembered, piece_starts, pieces_of
from ...text.sentences import sentence_at
from .common_words import is_specific
from .cue_words import CUE_TOKEN, WORDS, fold_word, singular

_OWN_WORK = re.compile(
    r"[WwOoTtHh](?<!\w.)(?i:(?<=w)e\b|(?<=o)urs?\b|(?<=t)he (?:paper|proposed)\b|(?<=h)ere,\b"
    r"|(?<=t)his (?:paper|work|study|report|article|survey|note)\b)"
)
"""The first letter comes first, since a text is searched for one of a few letters faster than for many words."""


_WHOLE_TITLE, _WORD_OF_TITLE = 2.0, 1.0
"""The weights of the cues that an area's title makes."""
_SHORTEST = 4
_END = -1
"""Stands behind the kinds of a text's words."""
Choice = tuple[str, str]
"""A pair of keys: that of a facet, or `area`; and that of one of its values."""


class Match(NamedTuple):
    """A cue that matches a text: `text` is the cue, `points` what it adds to the score. `part`, `title` or `abstract`,
    is where it first occurs, and `span` where it does there.
    """

    text: str
    points: float
    part: str
    run: tuple[int, int]
    """The numbers of the first and the last word in `within`; if that is None, the start and the end in characters."""
    within: _Text | None = None
    of_title: bool = False
    """Whether the cue is a word of the area's own title, not one of the curator's cues."""

    @property
    def span(self) -> tuple[int, int]:
        """Return the start and the end of the first occurrence in its part, in characters."""
        return self.within.span(*self.run) if self.within else self.run


class Score(NamedTuple):
    """The score of an area or facet value (`total`), and the cues that it is the sum of, the one with the most points
    first.
    """

    total: float
    cues: tuple[Match, ...]


Introductions = Sequence[tuple[str, str, int, int]]
"""For each introduced thing its kind, the part that names it (`title` or `abstract`), and start and end of its name
there.
"""


@dataclass(frozen=True, slots=True, eq=False)
class _Cue:
    """A cue phrase, `text`, with its weight, and the area or facet value for which it speaks. `title_only` says that it
    counts in titles alone; `of_title` that it is no cue of the curator's, but a word of the area's title.
    """

    choice: Choice
    text: str
    weight: float
    title_only: bool
    of_title: bool = False


class _Node:
    """A node of a trie of cues, word by word; `ends` holds the cues whose last word leads here."""

    __slots__ = ("children", "ends")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.ends: list[_Cue] = []


class Cues:
    """The cue phrases of a taxonomy, compiled once for matching any number of texts."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Compile the cues of every area and facet value of a taxonomy."""
        self.taxonomy = taxonomy
        self._root = _Node()
        self._prefixes: set[str] = set()
        some_have_cues = any(area.cues or area.title_cues for area in taxonomy.areas)
        for area in taxonomy.areas:
            self._add(("area", area.key), area)
            if some_have_cues and not (area.cues or area.title_cues):
                self._add_title(("area", area.key), area.title)
        for facet in taxonomy.facets:
            for value in facet.values:
                self._add((facet.key, value.key), value)
        self.ask_for_kinds = any(key.startswith("@") for key in self._root.children)
        """Whether a cue speaks of the things that a paper introduces."""
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._levels: dict[tuple[bool, int, int], float] = {}
        self._automaton = _Automaton(self._root, self._keys_of)

    def _add(self, choice: Choice, value: Value) -> None:
        for cues, title_only in ((value.cues, False), (value.title_cues, True)):
            for phrase, weight in cues.items():
                self._add_cue(_Cue(choice, phrase, weight, title_only))

    def _add_title(self, choice: Choice, title: str) -> None:
        """Add cues for an area that has none, while others have some: its title as a whole, and those words of the
        title that are not used in all of research. Short words that join others, such as “und” or “de la”, are left
        out.
        """
        words = [word for word in re.findall(r"[^\W_]+", title) if is_specific(word) and len(word) >= _SHORTEST]
        whole = " ".join(re.findall(r"[^\W_]+", title))
        self._add_cue(_Cue(choice, whole, _WHOLE_TITLE, title_only=not is_specific(whole), of_title=True))
        cues = {word: _Cue(choice, word, _WORD_OF_TITLE, title_only=False, of_title=True) for word in words}
        for word in words if whole not in words else ():
            self._add_cue(cues[word])

    def _add_cue(self, cue: _Cue) -> None:
        node = self._root
        for word in CUE_TOKEN.findall(cue.text):
            node = node.children.setdefault(self._cue_key(word), _Node())
        if node is not self._root and cue.weight:
            node.ends.append(cue)

    def _cue_key(self, word: str) -> str:
        """Return the trie key of a cue's word: with `^` before it, it matches the start of a word, with `=`, a word in
        its own case.
        """
        if word == "*" or word.startswith("@"):
            return word
        if word.endswith("*"):
            self._prefixes.add(prefix := fold_word(word[:-1]))
            return f"^{prefix}"
        if re.search(r".[A-Z]", word):
            return f"={word}"
        return singular(fold_word(word))

    def _keys_of(self, word: str) -> tuple[str, ...]:
        """Return all trie keys to which a word of a text answers."""
        folded = fold_word(word)
        begins = [f"^{folded[:n]}" for n in self._lengths if folded[:n] in self._prefixes and n <= len(folded)]
        if word[1:].islower():  # no cue matches it in its own case, which would have a capital inside
            return (singular(folded), *begins, "*")
        plural = (f"={word[:-1]}",) if re.search(r".[A-Z].*s$", word) else ()
        return (singular(folded), f"={word}", *plural, *begins, "*")

    def scores(self, title: str, abstract: str | None, introduced: Introductions = ()) -> dict[Choice, Score]:
        """Return the score of each area and facet value that has a matching cue in the title or abstract; the others
        are left out.

        `introduced` are the things that the paper introduces (`Named.places`): the cue `@KIND` matches each thing of
        that kind.
        """
        scores = {}
        for choice, matches in self._matches(title, abstract or "", introduced).items():
            total = sum([match.points for match in matches])
            scores[choice] = Score(total, tuple(sorted(matches, key=_by_points) if len(matches) > 1 else matches))
        return scores

    def _matches(self, title: str, abstract: str, introduced: Introductions) -> dict[Choice, list[Match]]:
        """Return by area or facet value the cues that match a text, with their points: those of the title first, then
        those of the abstract, both in the order of the text, then those of the form `@KIND`.
        """
        matches: dict[Choice, list[Match]] = {}
        of_title, of_abstract = _Text(title, self._automaton), _Text(abstract, self._automaton)
        in_title, in_abstract = _places(of_title.found), _places(of_abstract.found)
        own_work = of_abstract.words_before(_own_work_at(abstract)) if in_abstract else 0
        for cue in [*in_title, *[cue for cue in in_abstract if cue not in in_title and not cue.title_only]]:
            places: Sequence[tuple[int, int]] = () if cue.title_only else in_abstract.get(cue, ())
            before = sum([first < own_work for first, _ in places]) if own_work else 0
            points = cue.weight * self._level(cue in in_title, before, len(places) - before)
            if cue in in_title:
                match = Match(cue.text, points, "title", in_title[cue][0], of_title, cue.of_title)
            else:
                match = Match(cue.text, points, "abstract", places[0], of_abstract, cue.of_title)
            matches.setdefault(cue.choice, []).append(match)
        for cue, spans in self._of_kinds(introduced).items():
            points = cue.weight * math.log2(1 + len(spans))
            part, run = spans[0]
            matches.setdefault(cue.choice, []).append(Match(cue.text, points, part, run, None, cue.of_title))
        return matches

    def _level(self, in_title: bool, before: int, after: int) -> float:
        """Return by what the weight of a cue is multiplied that the abstract has so often `before` it speaks of the
        paper's own work, and so often from there on.
        """
        key = in_title, before, after
        if key not in self._levels:
            count = sum([self.taxonomy.background_weight] * before + [1.0] * after)
            self._levels[key] = self.taxonomy.title_weight * in_title + math.log2(1 + count)
        return self._levels[key]

    def _of_kinds(self, introduced: Introductions) -> dict[_Cue, list[tuple[str, tuple[int, int]]]]:
        """Return for each cue such as `@method` the part, and start and end in it, of each thing of this kind that is
        introduced.
        """
        spans: dict[_Cue, list[tuple[str, tuple[int, int]]]] = {}
        for kind, part, start, end in introduced:
            node = self._root.children.get(f"@{kind}")
            for cue in node.ends if node else ():
                spans.setdefault(cue, []).append((part, (start, end)))
        return spans


def _by_points(match: Match) -> tuple[float, str]:
    return -match.points, match.text


def _places(found: Iterable[tuple[_Cue, int, int]]) -> dict[_Cue, list[tuple[int, int]]]:
    """Return the places of each cue, in the order of the text."""
    places: dict[_Cue, list[tuple[int, int]]] = {}
    for cue, first, last in found:
        if cue in places:
            places[cue].append((first, last))
        else:
            places[cue] = [(first, last)]
    return places


class _Text:
    """A text in which cues are looked for. `found` has each cue with the numbers of its first and its last word."""

    def __init__(self, text: str, automaton: _Automaton) -> None:
        self._pieces = pieces_of(text)
        self._kinds = list(map(automaton.__getitem__, self._pieces))
        self.found = automaton.matches([*chain.from_iterable(self._kinds), _END])

    @cached_property
    def _starts(self) -> list[int]:
        return piece_starts(self._pieces)

    @cached_property
    def _counts(self) -> list[int]:
        """Return how many words the text has up to the end of each piece."""
        return list(accumulate(map(len, self._kinds)))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where a run of words begins and ends, in characters; the words are given by their numbers."""
        start, end = self._word(first)
        return start, end if last == first else self._word(last)[1]

    def _word(self, number: int) -> tuple[int, int]:
        at = bisect_right(self._counts, number)
        _, start, end = WORDS[self._pieces[at]][number - self._counts[at]]  # counted from the last word of the piece
        return self._starts[at] + start, self._starts[at] + end

    def words_before(self, offset: int) -> int:
        """Return how many words begin before a character."""
        if not offset:
            return 0
        at = bisect_left(self._starts, offset) - 1
        within = offset - self._starts[at]
        before = self._counts[at - 1] if at else 0
        return before + sum([start < within for _, start, _ in WORDS[self._pieces[at]]])


class _State:
    """Where the automaton stands after some words of a text. It may be at several nodes of the trie at once, since a
    word answers to several keys. `ends` are the cues that end with the last word.
    """

    __slots__ = ("_nodes", "ends", "following", "goes_on")

    def __init__(self, nodes: Sequence[_Node]) -> None:
        self._nodes = nodes
        self.following: dict[int, _State | None] = {_END: None}
        """By the kind of one more word the state after it, as far as it was asked for; None if no cue goes on so."""
        self.ends = tuple(cue for node in nodes for cue in node.ends)
        self.goes_on = any(node.children for node in nodes)

    def after(self, kind: int, keys: Sequence[str]) -> _State | None:
        """Return the state after one more word, of the kind `kind` that answers to `keys`, and remember it."""
        nodes = [child for node in self._nodes for key in keys if (child := node.children.get(key))]
        self.following[kind] = _State(nodes) if nodes else None
        return self.following[kind]


class _Automaton(Remembered[tuple[int, ...]]):
    """Finds the cues of a trie among the words of texts.

    Words that answer to the same keys of the trie are of one kind, a number; nearly all words answer to none. Looked up
    with `[piece]` are the kinds of the words of a piece of a text.
    """

    def __init__(self, root: _Node, keys_of: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._root = _State([root])
        self._known = frozenset(_keys_below(root))
        self._keys_of = keys_of
        self._kinds: dict[tuple[str, ...], int] = {}
        self._keys: list[tuple[str, ...]] = []
        self._begins: dict[int, _State] = {}
        """The state after a first word of these kinds."""

    def find(self, piece: str) -> tuple[int, ...]:
        """Return the kind of each word of a piece that is not remembered."""
        if piece.isascii() and piece.isalnum():
            return (self._kind(piece),)
        return tuple(self._kind(word) for word, _, _ in WORDS[piece])

    def _kind(self, word: str) -> int:
        keys = tuple(key for key in self._keys_of(word) if key in self._known)
        kind = self._kinds.setdefault(keys, len(self._kinds))
        if kind == len(self._keys):
            self._keys.append(keys)
            if state := self._root.after(kind, keys):
                self._begins[kind] = state
        return kind

    def matches(self, kinds: Sequence[int]) -> list[tuple[_Cue, int, int]]:
        """Return each cue with the numbers of its first and its last word; `_END` stands behind the last kind."""
        begins, keys = self._begins, self._keys
        found = []
        for first in [number for number, kind in enumerate(kinds) if kind in begins]:
            state: _State | None = begins[kinds[first]]
            last = first
            while state:
                if state.ends:
                    found += [(cue, first, last) for cue in state.ends]
                if not state.goes_on:
                    break
                last += 1
                kind = kinds[last]
                state = state.following[kind] if kind in state.following else state.after(kind, keys[kind])
        return found


def _keys_below(node: _Node) -> Iterator[str]:
    for key, child in node.children.items():
        yield key
        yield from _keys_below(child)


def _own_work_at(abstract: str) -> int:
    """Return the index of the first sentence of an abstract that speaks of the paper's own work; 0 if none does."""
    match = _OWN_WORK.search(abstract)
    return sentence_at(abstract, match.start())[0] if match else 0
