"""What in a survey's records is likely wrong: one paper or one author twice, a relation that only one of two states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from .records import SYMMETRIC_RELATIONS, Author, Paper, Relation
from .tokens import plain

_ALIKE = 0.9
"""Share of letters in common from which two titles are nearly one."""
_WORDS = 0.6
"""Share of words in common that is looked for first, since it is quick to count."""
_BLOCK = 20
"""Papers that may share a word for it to be rare."""


def same_papers(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper, str]]:
    """Papers that share a title or an outside id with an earlier one: both, and `title` or `KIND:ID`."""
    seen: dict[str, Paper] = {}
    for paper in papers:
        keys = ["".join(char for char in paper.title.casefold() if char.isalnum())]
        keys += [f"{kind}:{value}" for kind, value in paper.ids.model_dump(exclude_none=True).items()]
        for key in keys:
            other = seen.setdefault(key, paper)
            if other is not paper and key:
                yield paper, other, key if ":" in key else "title"
                break


def like_papers(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Pairs with nearly the same title, the later first.

    Only titles that share one of their two rarest words are compared: the work grows with the papers, not
    with their pairs.
    """
    titles = [_words(paper.title) for paper in papers]
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


def authors_twice(paper: Paper, known: Sequence[Author]) -> Iterator[tuple[int, str]]:
    """Authors of a paper that stand before already, as their number in the list and their name.

    Case, accents and marks make no difference, nor does another spelling that authors.yml knows. Namesakes are
    two people where authors.yml gives this paper to each of them.
    """
    persons = {_letters(spelling): _letters(author.name) for author in known for spelling in author.also}
    bearers = Counter(
        spelling
        for author in known
        if paper.id in author.papers
        for spelling in {_letters(name) for name in (author.name, *author.also)}
    )
    seen: Counter[str] = Counter()
    for number, name in enumerate(paper.authors):
        person = persons.get(_letters(name), _letters(name))
        seen[person] += 1
        if person and seen[person] > max(1, bearers[person]):
            yield number, name


def one_way(papers: Sequence[Paper]) -> Iterator[tuple[Paper, int, Relation]]:
    """Relations that hold both ways and that the other paper does not state: who states it, as which, and it."""
    ids = {paper.id for paper in papers}
    stated = {(paper.id, relation.kind, relation.to) for paper in papers for relation in paper.relations}
    for paper in papers:
        for number, relation in enumerate(paper.relations):
            mirrored = relation.kind in SYMMETRIC_RELATIONS and relation.to in ids
            if mirrored and (relation.to, relation.kind, paper.id) not in stated:
                yield paper, number, relation


def _letters(name: str) -> str:
    return "-".join(plain(name))


def _words(title: str) -> tuple[str, ...]:
    return tuple("".join(char if char.isalnum() else " " for char in title.casefold()).split())


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    shared = len(set(one) & set(other))
    if shared < _WORDS * max(len(set(one)), len(set(other))):
        return False
    return SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio() >= _ALIKE
