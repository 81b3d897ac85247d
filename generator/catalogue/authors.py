"""Tells people apart: one spelling is one person, unless the curator says otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from ..records.catalogue import Person
from ..records.paper import Bibliographic, Paper
from ..records.reserved import why_reserved
from ..records.survey import Author
from ..text.analysis import plain
from ..text.folding import folded, slug


def authors_twice(paper: Paper, known: Sequence[Author]) -> Iterator[tuple[int, str]]:
    """Find the authors whom a paper lists a second time.

    Yields the position of the second entry in the paper's list of authors, from 0, and its name. Names that differ only
    in case, accents or punctuation are one author, and so are two spellings that `authors.yml` (`known`) gives to one
    person. Two entries of `authors.yml` that both list this paper are two people of one name.
    """
    persons = {_letters(spelling): _letters(author.name) for author in known for spelling in author.also}
    bearers = Counter(
        spelling
        for author in known
        if paper.id in author.papers
        for spelling in {_letters(name) for name in (author.name, *author.also)}
    )
    seen: Counter[str] = Counter()
    for position, name in enumerate(paper.bibliographic.authors):
        person = persons.get(_letters(name), _letters(name))
        seen[person] += 1
        if person and seen[person] > max(1, bearers[person]):
            yield position, name


def _letters(name: str) -> str:
    """A name without case, accents and punctuation: `José P. Silva` is `jose-p-silva`."""
    return "-".join(plain(name))


def people_of(
    papers: Sequence[Paper], known: Sequence[Author], listed: Callable[[Iterable[str]], tuple[str, ...]]
) -> dict[str, Person]:
    """Return the authors of all papers, by person id, in the order of their names.

    Each spelling is taken for one person. An entry of `authors.yml` (`known`) joins several spellings; if it lists
    papers, it holds for its name in these papers only. `listed` sorts the ids of a person's papers. A person's id is
    made from the name unless the entry has one; if two would be equal, the second gets `-2`.
    """
    publications: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    """Name and wanted id of a person, to the ids of the papers."""
    bearer_of = _bearers(known)
    for paper in papers:
        for position, name in enumerate(paper.bibliographic.authors):
            bearer = bearer_of(paper, position)
            publications[(bearer.name, bearer.id) if bearer else (name, None)].add(paper.id)
    people: dict[str, Person] = {}
    for (name, wanted), ids in sorted(publications.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        base = wanted or _author_id(name)
        id, number = base, 1
        while id in people or why_reserved("person", id):
            number += 1
            id = f"{base}-{number}"
        people[id] = Person.model_construct(id=id, name=name, papers=listed(ids))
    return people


def _bearers(known: Sequence[Author]) -> Callable[[Paper, int], Author | None]:
    """Who in authors.yml stands at a position of a paper's authors; None where only the spelling tells."""
    joined = {spelling: author for author in known if not author.papers for spelling in (author.name, *author.also)}
    split: dict[tuple[str, str], list[Author]] = defaultdict(list)
    for author in known:
        for paper_id in author.papers:
            for spelling in {author.name, *author.also}:
                split[spelling, paper_id].append(author)

    def bearer_of(paper: Paper, position: int) -> Author | None:
        name = paper.bibliographic.authors[position]
        namesakes = split.get((name, paper.id))
        if not namesakes:
            return joined.get(name)
        # Namesakes on one paper come in the order of authors.yml.
        return namesakes[min(paper.bibliographic.authors[:position].count(name), len(namesakes) - 1)]

    return bearer_of


def _author_id(name: str) -> str:
    """An id from a name in any script: `ada-quay`; code points where a name has no Latin letter: `author-674e`."""
    return slug(name) or "author-" + "-".join(f"{ord(char):x}" for char in name if char.isalnum())[:60]


def match_authors(
    bibliographic: Bibliographic, people: Sequence[Person], known: Sequence[Author]
) -> list[Person | None]:
    """Return the person for each author name of a paper, in the paper's order; None where no person is found.

    `people` are those known to have written the paper; `known` are the entries of `authors.yml`. Names are compared
    without case, accents and punctuation. If just one name and one person are left over, they are matched. People of
    the same name are matched in the order of `authors.yml`.
    """
    order = {author.id: number for number, author in enumerate(known) if author.id}
    left: dict[str, list[Person]] = {}
    for person in sorted(people, key=lambda person: order.get(person.id, len(order))):
        left.setdefault(person.name, []).append(person)
    matched = [left[name].pop(0) if left.get(name) else None for name in bibliographic.authors]
    if any(left.values()):
        by_fold = {folded(person.name): person for namesakes in left.values() for person in namesakes}
        for number, name in enumerate(bibliographic.authors):
            matched[number] = matched[number] or by_fold.pop(folded(name), None)
        if matched.count(None) == 1 and len(by_fold) == 1:
            matched[matched.index(None)] = next(iter(by_fold.values()))
    return matched
