"""Tells people apart: one spelling is one person, unless the curator says otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from ..records.catalogue import Person
from ..records.paper import Paper
from ..records.reserved import why_reserved
from ..records.survey import Author
from ..text.analysis import plain
from ..text.folding import slug


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


def _letters(name: str) -> str:
    return "-".join(plain(name))


def people_of(
    papers: Sequence[Paper], known: Sequence[Author], listed: Callable[[Iterable[str]], tuple[str, ...]]
) -> dict[str, Person]:
    """People by id. One spelling is one person unless authors.yml joins or splits."""
    spellings = {spelling: author for author in known if not author.papers for spelling in (author.name, *author.also)}
    split: dict[tuple[str, str], list[Author]] = defaultdict(list)
    for author in known:
        for id in author.papers:
            for spelling in {author.name, *author.also}:
                split[spelling, id].append(author)
    works: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for paper in papers:
        for number, name in enumerate(paper.authors):
            # Namesakes on one paper come in the order of authors.yml.
            bearers: Sequence[Author | None] = split.get((name, paper.id)) or [spellings.get(name)]
            bearer = bearers[min(paper.authors[:number].count(name), len(bearers) - 1)]
            works[(bearer.name, bearer.id) if bearer else (name, None)].add(paper.id)
    people: dict[str, Person] = {}
    for (name, wanted), ids in sorted(works.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        slug = wanted or _author_id(name)
        id, number = slug, 1
        while id in people or why_reserved("person", id):
            number += 1
            id = f"{slug}-{number}"
        people[id] = Person.model_construct(id=id, name=name, papers=listed(ids))
    return people


def _author_id(name: str) -> str:
    """An address for any script: code points where a name has no Latin letter."""
    return slug(name) or "author-" + "-".join(f"{ord(char):x}" for char in name if char.isalnum())[:60]
