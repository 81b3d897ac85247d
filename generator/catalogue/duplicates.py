"""Finds papers that may be in the survey twice."""

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
    """Find papers with the title or an external id (DOI, arXiv …) of an earlier paper.

    Yields the paper, the earlier paper, and what both share: `title`, or the id as `KIND:ID` (`doi:10.1/x`). Titles are
    compared by their letters and digits, in lower case.
    """
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
    """Find pairs of papers whose titles are nearly the same; yields (later paper, earlier paper).

    Two titles are compared only if they share one of their two rarest words, so the work grows with the number of
    papers and not of pairs.
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
