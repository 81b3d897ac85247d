"""Tells people apart: one spelling is one person, unless the curator says otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from ..records.catalogue import Person
from ..records.paper import Paper
from ..records.survey import Author
from ..text.analysis import plain
from ..text.folding import folded, slug


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
        while id in people:
            number += 1
            id = f"{slug}-{number}"
        people[id] = Person.model_construct(id=id, name=name, papers=listed(ids))
    return people


def _author_id(name: str) -> str:
    """An address for any script: code points where a name has no Latin letter."""
    return slug(name) or "author-" + "-".join(f"{ord(char):x}" for char in name if char.isalnum())[:60]


def match_authors(paper: Paper, people: Sequence[Person], known: Sequence[Author]) -> list[Person | None]:
    """The person behind each of a paper's author names, in their order; `people` are those who wrote the paper.

    People are matched by name, ignoring case, accents and punctuation; a name left over is the person left over, if
    there is just one of each. Namesakes come in the order of authors.yml, whose entries are `known`.
    """
    order = {author.id: number for number, author in enumerate(known) if author.id}
    left: dict[str, list[Person]] = {}
    for person in sorted(people, key=lambda person: order.get(person.id, len(order))):
        left.setdefault(person.name, []).append(person)
    matched = [left[name].pop(0) if left.get(name) else None for name in paper.authors]
    if any(left.values()):
        by_fold = {folded(person.name): person for namesakes in left.values() for person in namesakes}
        for number, name in enumerate(paper.authors):
            matched[number] = matched[number] or by_fold.pop(folded(name), None)
        if matched.count(None) == 1 and len(by_fold) == 1:
            matched[matched.index(None)] = next(iter(by_fold.values()))
    return matched
