"""Finds the systems, data sets, benchmarks and other papers that a text names.

Names match as whole words in their exact spelling. The longest name at a place counts, so that `LLaVA-1.5` is not
`LLaVA`; the paper's own names are excluded. A suffix after a hyphen decides: `CLIP-based` names CLIP, while `CLIP-MoE`
is something else unless it is a name itself. A paper whose name is also an ordinary word (Fox, Eagle, MAP) is only
found in a sentence about systems.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ..records.evidence import Evidence, EvidenceKey
from ..records.paper import Mention, Paper
from ..records.survey import System
from ..text.sentences import location_of, phrase_at, sentence_at
from .name_words import places_of

_EDGE = re.compile(r"(?<![\w@/.\\-])")
_GOES_ON = re.compile(r"[\w²³ⁱ*@]")
_HEAD = re.compile(r"\w+|\W")
"""The first word, or sign, of a name: what its entry is found by, so that 10,000 names cost no more than 100."""
_WORDS = re.compile(r"\w+")
_SUFFIX = re.compile(r"[-–](?:[a-z][a-z]+|test|val|train|[A-Z]?[a-z]*-?(?:based|style|like))\b")
_SPEAKS_OF_SYSTEMS = re.compile(
    r"\b(?:such as|e\.g\.|like|compared|outperform\w*|baselines?|models?|benchmarks?|datasets?|architecture)\b"
)
_SIZE = re.compile(r"[-\s]\d+(?:\.\d+)?B\b")


class Name(NamedTuple):
    """One spelling of a name (`text`), and what it refers to: `target` is `system` or `paper`, `id` its id.

    An `ordinary` name is also an ordinary word (Fox, Eagle) and only counts in a sentence about systems.
    """

    text: str
    target: str
    id: str
    ordinary: bool


class Names:
    """An index of all names and aliases of systems and papers, with which they are found in any number of texts."""

    def __init__(self, systems: Iterable[System], papers: Iterable[Paper], vocabulary: Collection[str]) -> None:
        """Index the names of systems and papers. `vocabulary` holds the words that texts write in lower case: a paper's
        name that is one of them is ordinary, and needs more to be a mention.
        """
        self.by_text: dict[str, list[Name]] = {}
        for system in systems:
            for text in (system.name, *system.aliases):
                self._add(Name(text, "system", system.id, False))
        for paper in papers:
            for text in filter(None, dict.fromkeys((paper.derived.name, *paper.derived.aliases))):
                plain = text.lower()
                ordinary = bool(re.fullmatch(r"[A-Za-z]+", text)) and (plain in vocabulary or len(plain) < 4)
                self._add(Name(text, "paper", paper.id, ordinary))
        self._heads: dict[str, list[str]] = {}
        for text in sorted(self.by_text, key=lambda t: (-len(t), t)):
            self._heads.setdefault(_HEAD.match(text)[0], []).append(text)  # type: ignore[index]
        self._signs = [head for head in self._heads if not _is_of_word(head[0])]

    def _add(self, name: Name) -> None:
        known = self.by_text.setdefault(name.text, [])
        if all(other.id != name.id or other.target != name.target for other in known):
            known.append(name)

    def find(self, text: str, own: Iterable[str] = ()) -> Iterator[tuple[int, int, list[Name]]]:
        """Yield each name in a text as start and end, in characters, and what it can refer to; from left to right.

        If several names begin at one place, the longest counts. Names inside a web address, or inside one of the names
        in `own`, are left out.
        """
        places = self._places(text)
        if not places:
            return
        taken = [match.span() for match in re.finditer(r"https?://\S+", text)]
        for name in own:
            taken += [(start, start + len(name)) for start in places_of(name, text)]
        end = 0
        for start, head in places:
            if start < end or not _EDGE.match(text, start):
                continue
            for name in self._heads[head]:
                stop = start + len(name)
                if text.startswith(name, start) and not _GOES_ON.match(text, stop):
                    end = stop
                    if not any(low < stop and start < high for low, high in taken):
                        yield start, stop, self.by_text[name]
                    break

    def _places(self, text: str) -> list[tuple[int, str]]:
        """Return where in a text the first word or sign of any name stands, and which it is, from left to right."""
        heads = [*(self._heads.keys() & set(_WORDS.findall(text))), *(sign for sign in self._signs if sign in text)]
        places = []
        for head in heads:
            at = text.find(head)
            while at >= 0:
                after = at + len(head)
                if head in self._signs or not (
                    (at and _is_of_word(text[at - 1])) or (after < len(text) and _is_of_word(text[after]))
                ):
                    places.append((at, head))
                at = text.find(head, at + 1)
        return sorted(places)


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def link(paper: Paper, names: Names) -> tuple[tuple[Mention, ...], dict[EvidenceKey, Evidence]]:
    """Return the mentions in a paper's title and abstract, and the evidence for each.

    They are in the order of the text, each target once. `Mention.as_` is the first spelling in the text, with a size
    that follows it (`LLaVA-1.5 7B`). A name that two papers have is no mention. Without an abstract only the title is
    searched.
    """
    own = {
        name
        for name in (paper.derived.name, *paper.derived.aliases, *(thing.name for thing in paper.derived.introduces))
        if name
    }
    mentions: dict[str, Mention] = {}
    evidence: dict[EvidenceKey, Evidence] = {}
    for part, text in (("title", paper.bibliographic.title), ("abstract", paper.bibliographic.abstract or "")):
        for start, end, meanings in names.find(text, own):
            name = _meant(meanings, paper, text, start, end, part)
            if name is None or name.id in mentions:
                continue
            size = _SIZE.match(text, end)
            spelling = text[start : size.end() if size else end]
            mentions[name.id] = Mention.model_construct(id=name.id, as_=spelling)
            evidence[EvidenceKey("mentions", name.id)] = Evidence.model_construct(
                value=spelling,
                phrase=phrase_at(text, start, end, around=2),
                place=location_of(part, text, start),
                by="known-name",
            )
    return tuple(mentions.values()), evidence


def _meant(meanings: list[Name], paper: Paper, text: str, start: int, end: int, part: str) -> Name | None:
    """Return the one of a name's meanings that holds where it stands, from `start` to `end` of a text, which is the
    title or the abstract (`part`) of a paper. None for the paper's own name, and if there is any doubt.
    """
    if text[end : end + 1] in {"-", "–"} and not (_SUFFIX.match(text, end) or _SIZE.match(text, end)):
        return None
    others = [name for name in meanings if not (name.target == "paper" and name.id == paper.id)]
    if len(others) != len(meanings) or len({(name.target, name.id) for name in others}) != 1:
        return None  # the paper's own name, or two papers of one name: never guess
    name = others[0]
    if name.ordinary:
        low, high = sentence_at(text, start)
        if part == "title" or start == low or not _SPEAKS_OF_SYSTEMS.search(text, low, high):
            return None
    return name
