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
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from ...records.taxonomy import Taxonomy, Value
from ...text.analysis import PAIRED
from ...text.pieces import Remembered, piece_starts, pieces_of
from ...text.sentences import sentence_at
from .common_words import is_specific

_PREFIXES = "multi|pre|uni|inter|intra|cross|co|sub|re|non|semi|auto"
"""What authors write with a hyphen or without."""
_TOKEN = re.compile(
    rf"(?i:\b(?:{_PREFIXES})-(?=[A-Za-z]{{3}}))?"
    rf"(?:[{PAIRED}]|[^\W_{PAIRED}]+(?i:['’][a-z]+)?)"
)
_ASCII_TOKEN = re.compile(
    "(?:\\b(?:"
    + "|".join("".join(f"[{char}{char.upper()}]" for char in prefix) for prefix in _PREFIXES.split("|"))
    + ")-(?=[A-Za-z]{3}))?[A-Za-z0-9]+(?:'[A-Za-z]+)?"
)
"""The same in a text of ASCII, in half the time."""
_CUE_TOKEN = re.compile(
    rf"@\w+|\*|(?i:\b(?:{_PREFIXES})-(?=[A-Za-z]{{3}}))?"
    rf"(?:[{PAIRED}]|[^\W_{PAIRED}]+(?i:['’][a-z]+)?)\*?"
)
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|dell|nell|sull|all|un)['’](?=\w{2})", re.IGNORECASE)
_OWN_WORK = re.compile(
    r"\b(?:we|our|ours|this (?:paper|work|study|report|article|survey|note)|the (?:paper|proposed)|here,)\b",
    re.IGNORECASE,
)


_WHOLE_TITLE, _WORD_OF_TITLE = 2.0, 1.0
"""The weights of the cues that an area's title makes."""
_SHORTEST = 4
_MOST_WORDS = 100_000
"""Words of texts whose forms are remembered."""
_END = -1
"""Stands behind the kinds of a text's words."""
Choice = tuple[str, str]
"""A pair of keys: that of a facet, or `area`; and that of one of its values."""


class Match(NamedTuple):
    """A cue that matches a text: `text` is the cue, `points` what it adds to the score. Its first occurrence is in
    `part`, `title` or `abstract`, from `start` to `end` in characters.
    """

    text: str
    points: float
    part: str
    start: int
    end: int
    of_title: bool = False
    """Whether the cue is a word of the area's own title, not one of the curator's cues."""


class Score(NamedTuple):
    """The score of an area or facet value, and the cues that it is the sum of, the one with the most points first."""

    total: float
    cues: tuple[Match, ...]


Introductions = Sequence[tuple[str, str, int, int]]
"""For each introduced thing its kind, the part that names it (`title` or `abstract`), and start and end of its name
there.
"""


@dataclass(frozen=True, slots=True, eq=False)
class _Cue:
    """A cue phrase and the area or facet value for which it speaks. `of_title` says that it is no cue of the curator's,
    but a word of the area's title.
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
        self._automaton = _Automaton(self._root, self._keys_of)

    def _add(self, choice: Choice, value: Value) -> None:
        for cues, title_only in ((value.cues, False), (value.title_cues, True)):
            for phrase, weight in cues.items():
                self._add_cue(_Cue(choice, phrase, weight, title_only))

    def _add_title(self, choice: Choice, title: str) -> None:
        """Add cues for an area that has none while others have: its title, and those words of it that not all of
        research uses. What joins them, such as “und” or “de la”, is short in every language, and left out.
        """
        words = [word for word in re.findall(r"[^\W_]+", title) if is_specific(word) and len(word) >= _SHORTEST]
        whole = " ".join(re.findall(r"[^\W_]+", title))
        self._add_cue(_Cue(choice, whole, _WHOLE_TITLE, title_only=not is_specific(whole), of_title=True))
        cues = {word: _Cue(choice, word, _WORD_OF_TITLE, title_only=False, of_title=True) for word in words}
        for word in words if whole not in words else ():
            self._add_cue(cues[word])

    def _add_cue(self, cue: _Cue) -> None:
        node = self._root
        for word in _CUE_TOKEN.findall(cue.text):
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
            self._prefixes.add(prefix := _fold(word[:-1]))
            return f"^{prefix}"
        if re.search(r".[A-Z]", word):
            return f"={word}"
        return _singular(_fold(word))

    def _keys_of(self, word: str) -> tuple[str, ...]:
        """Return all trie keys to which a word of a text answers."""
        folded = _fold(word)
        begins = [f"^{folded[:n]}" for n in self._lengths if folded[:n] in self._prefixes and n <= len(folded)]
        if word[1:].islower():  # no cue matches it in its own case, which would have a capital inside
            return (_singular(folded), *begins, "*")
        plural = (f"={word[:-1]}",) if re.search(r".[A-Z].*s$", word) else ()
        return (_singular(folded), f"={word}", *plural, *begins, "*")

    def scores(self, title: str, abstract: str | None, introduced: Introductions = ()) -> dict[Choice, Score]:
        """Return the score of each area and facet value that has a matching cue in the text; the others are left out.

        `introduced` are the things that the paper introduces (`Named.places`): the cue `@KIND` matches each thing of
        that kind.
        """
        points = self._points_of(self._occurrences(title, abstract, introduced), _own_work_at(abstract or ""))
        return {
            choice: Score(
                sum(match.points for match in matches),
                tuple(sorted(matches, key=lambda match: (-match.points, match.text))),
            )
            for choice, matches in points.items()
        }

    def _occurrences(
        self, title: str, abstract: str | None, introduced: Introductions
    ) -> dict[_Cue, list[tuple[str, int, int]]]:
        """Return all occurrences of each cue in a text, as part (`title` or `abstract`), start and end; those in the
        title come first. A cue such as `@method` occurs where a thing of this kind is introduced.
        """
        occurrences: dict[_Cue, list[tuple[str, int, int]]] = {}
        for part, text in (("title", title), ("abstract", abstract or "")):
            for cue, start, end in self._find(text):
                if part == "title" or not cue.title_only:
                    occurrences.setdefault(cue, []).append((part, start, end))
        for kind, part, start, end in introduced:
            node = self._root.children.get(f"@{kind}")
            for cue in node.ends if node else ():
                occurrences.setdefault(cue, []).append((part, start, end))
        return occurrences

    def _points_of(
        self, occurrences: dict[_Cue, list[tuple[str, int, int]]], own_work: int
    ) -> dict[Choice, list[Match]]:
        """Return the matches of each area and value, with the points of each cue. `own_work` is the index in the
        abstract at which its background ends.
        """
        background = self.taxonomy.background_weight
        matches: dict[Choice, list[Match]] = {}
        for cue, spans in occurrences.items():
            of_kind = cue.text.startswith("@")
            in_title = spans[0][0] == "title" and not of_kind
            if of_kind:
                count = float(len(spans))
            else:
                count = sum((background if at < own_work else 1.0) for part, at, _ in spans if part == "abstract")
            points = cue.weight * (self.taxonomy.title_weight * in_title + math.log2(1 + count))
            matches.setdefault(cue.choice, []).append(Match(cue.text, points, *spans[0], cue.of_title))
        return matches

    def _find(self, text: str) -> Iterator[tuple[_Cue, int, int]]:
        """Yield every occurrence of every cue in a text, with its start and end."""
        pieces = pieces_of(text)
        kinds = list(map(self._automaton.__getitem__, pieces))
        found = list(self._automaton.matches([*chain.from_iterable(kinds), _END]))
        if not found:
            return
        starts, counts = piece_starts(pieces), list(accumulate(map(len, kinds)))

        def span(number: int) -> tuple[int, int]:
            """The start and the end of a word."""
            at = bisect_right(counts, number)
            _, start, end = _WORDS[pieces[at]][number - counts[at]]  # counted from the last word of the piece
            return starts[at] + start, starts[at] + end

        for cue, first, last in found:
            start, end = span(first)
            yield cue, start, end if last == first else span(last)[1]


class _State:
    """Where the automaton stands after some words of a text: at several nodes of the trie, since a word answers to
    several keys. `ends` are the cues that end with the last word.
    """

    __slots__ = ("_following", "_nodes", "ends", "goes_on")

    def __init__(self, nodes: Sequence[_Node]) -> None:
        self._nodes = nodes
        self._following: dict[int, _State | None] = {}
        self.ends = tuple(cue for node in nodes for cue in node.ends)
        self.goes_on = any(node.children for node in nodes)

    def after(self, kind: int, keys: Sequence[str]) -> _State | None:
        """Return the state after one more word, of the kind `kind` that answers to `keys`; None if no cue goes on
        so.
        """
        if kind not in self._following:
            nodes = [child for node in self._nodes for key in keys if (child := node.children.get(key))]
            self._following[kind] = _State(nodes) if nodes else None
        return self._following[kind]


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
        return tuple(self._kind(word) for word, _, _ in _WORDS[piece])

    def _kind(self, word: str) -> int:
        keys = tuple(key for key in self._keys_of(word) if key in self._known)
        kind = self._kinds.setdefault(keys, len(self._kinds))
        if kind == len(self._keys):
            self._keys.append(keys)
            if state := self._root.after(kind, keys):
                self._begins[kind] = state
        return kind

    def matches(self, kinds: Sequence[int]) -> Iterator[tuple[_Cue, int, int]]:
        """Yield each cue with the numbers of its first and its last word; `_END` stands behind the last kind."""
        begins, keys = self._begins, self._keys
        for first in [number for number, kind in enumerate(kinds) if kind in begins]:
            state: _State | None = begins[kinds[first]]
            last = first
            while state:
                for cue in state.ends:
                    yield cue, first, last
                last += 1
                if not state.goes_on or kinds[last] == _END:
                    break
                state = state.after(kinds[last], keys[kinds[last]])


def _keys_below(node: _Node) -> Iterator[str]:
    for key, child in node.children.items():
        yield key
        yield from _keys_below(child)


class _Words(Remembered[tuple[tuple[str, int, int], ...]]):
    """The words of pieces of texts with their starts and ends in the piece, by piece, remembered."""

    def find(self, piece: str) -> tuple[tuple[str, int, int], ...]:
        """Return the words of a piece that is not remembered, each with its start and end."""
        if piece.isascii() and piece.isalnum():  # what nearly all pieces are
            return ((piece, 0, len(piece)),)
        tokens = (_ASCII_TOKEN if piece.isascii() else _TOKEN).finditer(piece)
        return tuple((match[0], *match.span()) for match in tokens)


_WORDS = _Words()


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a text in the form in which cues match it (folded, singular), with its start and end.

    >>> list(words_of("Pre-trained Encoders"))
    [('pretrained', 0, 11), ('encoder', 12, 20)]
    """
    pieces = pieces_of(text)
    for place, piece in zip(piece_starts(pieces), pieces, strict=True):
        for word, start, end in _WORDS[piece]:
            key, elided = _key_of(word)
            yield key, place + start + elided, place + end


@lru_cache(maxsize=_MOST_WORDS)
def _key_of(word: str) -> tuple[str, int]:
    """Return the form in which cues match a word, and how many characters of an elided article, such as `l'`, stand
    before it.
    """
    elided = _ELIDED.match(word)
    return _singular(_fold(word)), elided.end() if elided else 0


def _own_work_at(abstract: str) -> int:
    """Return the index of the first sentence of an abstract that speaks of the paper's own work; 0 if none does."""
    match = _OWN_WORK.search(abstract)
    return sentence_at(abstract, match.start())[0] if match else 0


def _fold(word: str) -> str:
    """Return a word in lower case without hyphens, without the `'s` of a genitive, and without an article before it as
    in `l'analyse`.
    """
    word = word.lower().replace("-", "")
    if "'" in word or "’" in word:
        return _ELIDED.sub("", word).replace("’", "'").removesuffix("'s")
    return word


def _singular(word: str) -> str:
    """Return an English word without its plural ending, by the S-stemmer of Harman, How effective is suffixing? (JASIS
    42, 1991).
    """
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word
