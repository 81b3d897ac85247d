"""Finds papers that may be in the survey twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from ..records.catalogue import Alike, Catalogue
from ..records.paper import Paper
from ..records.survey import Author, Survey
from ..text.folding import fold_title
from .authors import authors_twice
from .identity import ids_of, judge, other_volume, parse_reference, work_of_paper

NEARLY = "nearly"
"""What papers share whose titles hardly differ."""
_WORD = re.compile(r"[^\W_]+")
"""Letters and digits."""
_ALIKE = 90
"""Per cent of both titles' letters that stand in both in the same order, from which they are nearly one."""
_WORDS = 0.6
"""Share of words in common that is looked for first, since it is quick to count."""
_BLOCK = 20
"""Papers that may share a word for it to be rare."""


def said_same(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Yield each paper with each other record of which its curator wrote, in `same_as`, that it is the same paper."""
    saying = [paper for paper in papers if paper.digest.same_as]
    wanted = {parse_reference(text) for paper in saying for text in paper.digest.same_as}
    found: dict[tuple[str | None, str], list[Paper]] = {}
    for paper in papers if saying else ():
        ids = {(None, paper.id), *((kind, id) for kind, ids in ids_of(paper.bibliographic.ids).items() for id in ids)}
        for reference in ids & wanted:
            found.setdefault(reference, []).append(paper)
    for paper in saying:
        others = {one.id: one for text in paper.digest.same_as for one in found.get(parse_reference(text), ())}
        yield from ((paper, other) for id, other in others.items() if id != paper.id)


ListedTwice = tuple[str, int, str]
"""An author whom a paper lists a second time: the paper's id, the position in its list, from 0, and the name."""


class Doubles(NamedTuple):
    """What may stand twice in a survey: pairs of papers, and authors of one paper."""

    papers: tuple[Alike, ...]
    authors: tuple[ListedTwice, ...]


def doubles_in(survey: Survey | Catalogue, authors: Iterable[ListedTwice] | None = None) -> Doubles:
    """Return what may stand twice: papers that share a title or an identifier (`same_papers`), then those with nearly
    the same title (`like_papers`); and the `authors` that a paper lists a second time, found here if they are not
    given.
    """
    papers = survey.papers
    same = [Alike(id=paper.id, other=other.id, what=what) for paper, other, what in same_papers(papers)]
    nearly = [Alike(id=paper.id, other=other.id, what=NEARLY) for paper, other in like_papers(papers)]
    return Doubles((*same, *nearly), tuple(listed_twice(papers, survey.authors) if authors is None else authors))


def listed_twice(papers: Iterable[Paper], known: Sequence[Author]) -> Iterator[ListedTwice]:
    """Yield the authors whom papers list a second time (`authors_twice`); `known` are the entries of authors.yml."""
    return ((paper.id, at, name) for paper in papers for at, name in authors_twice(paper, known))


def same_papers(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper, str]]:
    """Yield each paper that has the title or an identifier of an earlier one in `papers`, as (paper, earlier, shared).

    What they share is `title`, or an identifier as `KIND:ID` (`doi:10.1/x`). Titles are compared without case and
    punctuation. Papers with one title but other authors or identifiers are left out, and so are those that a curator
    declared different.
    """
    seen: dict[str, Paper] = {}
    for paper in papers:
        keys = [fold_title(paper.bibliographic.title)]
        ids = paper.bibliographic.ids
        keys += [f"{kind}:{value}" for kind in type(ids).model_fields if (value := getattr(ids, kind)) is not None]
        for key in keys:
            other = seen.setdefault(key, paper)
            if other is paper or are_told_apart(paper, other):
                continue
            if ":" in key:
                yield paper, other, key
                break
            if judge(work_of_paper(paper), work_of_paper(other)).answer != "different":
                yield paper, other, "title"
                break


def are_told_apart(paper: Paper, other: Paper) -> bool:
    """Return whether a curator declared two papers different: the `not_same_as` of one names the other."""
    return any(
        _names(reference, named)
        for paper, named in ((paper, other), (other, paper))
        for reference in paper.digest.not_same_as
    )


def _names(reference: str, paper: Paper) -> bool:
    kind, value = parse_reference(reference)
    if kind is None:
        return value in (paper.id, *paper.former_ids)
    return value in ids_of(paper.bibliographic.ids).get(kind, ())


def like_papers(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Yield pairs of papers with nearly the same title, as (later paper, earlier paper).

    Two titles are compared only if they share one of their two rarest words, so that the time grows with the number of
    papers, not of pairs. Papers that a curator declared different, and volumes of one book, are left
    out.
    """
    titles = [_words(paper.bibliographic.title) for paper in papers]
    known = Counter(word for title in titles for word in set(title))
    blocks: dict[str, list[int]] = {}
    for number, title in enumerate(titles):
        rare = sorted((known[word], word) for word in set(title) if 1 < known[word] <= _BLOCK)
        near = {other for _, word in rare[:2] for other in blocks.get(word, ())}
        for other in sorted(near):
            if _alike(title, titles[other]) and not _are_two(papers[number], papers[other]):
                yield papers[number], papers[other]
        for _, word in rare[:2]:
            blocks.setdefault(word, []).append(number)


def _are_two(paper: Paper, other: Paper) -> bool:
    """Return whether a curator declared two papers different, or their volumes do."""
    return are_told_apart(paper, other) or other_volume(work_of_paper(paper), work_of_paper(other))


def _words(title: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(title.casefold()))


def _alike(title: Sequence[str], other: Sequence[str]) -> bool:
    shared = len(set(title) & set(other))
    if shared < _WORDS * max(len(set(title)), len(set(other))):
        return False
    return fuzz.ratio(" ".join(title), " ".join(other)) >= _ALIKE
