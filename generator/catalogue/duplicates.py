"""Which papers may be one paper twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from ..records.paper import Paper

_ALIKE = 90
"""Per cent of both titles' letters that stand in both in the same order, from which they are nearly one."""
_WORDS = 0.6
"""Share of words in common that is looked for first, since it is quick to count."""
_BLOCK = 20
"""Papers that may share a word for it to be rare."""


def same_papers(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper, str]]:
    """Papers that share a title or an outside id with an earlier one: both, and `title` or `KIND:ID`."""
    seen: dict[str, Paper] = {}
    for paper in papers:
        keys = ["".join(char for char in paper.bibliographic.title.casefold() if char.isalnum())]
        keys += [f"{kind}:{value}" for kind, value in paper.bibliographic.ids.model_dump(exclude_none=True).items()]
        for key in keys:
            other = seen.setdefault(key, paper)
            if other is not paper and key:
                yield paper, other, key if ":" in key else "title"
                break


def like_papers(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Pairs of papers with nearly the same title, the later one first.

    Only titles that share one of their two rarest words are compared: the work grows with the papers, not
    with their pairs.
    """
    titles = [_words(paper.bibliographic.title) for paper in papers]
    known = Counter(word for title in titles for word in set(title))
    blocks: dict[str, list[int]] = {}
    for number, title in enumerate(titles):
        rare = sorted((known[word], word) for word in set(title) if 1 < known[word] <= _BLOCK)
        near = {other for _, word in rare[:2] for other in blocks.get(word, ())}
        for other in sorted(near):
            if _alike(title, titles[other]):
                yield papers[number], papers[other]
        for _, word in rare[:2]:
            blocks.setdefault(word, []).append(number)


def _words(title: str) -> tuple[str, ...]:
    return tuple("".join(char if char.isalnum() else " " for char in title.casefold()).split())


def _alike(title: Sequence[str], other: Sequence[str]) -> bool:
    shared = len(set(title) & set(other))
    if shared < _WORDS * max(len(set(title)), len(set(other))):
        return False
    return fuzz.ratio(" ".join(title), " ".join(other)) >= _ALIKE
