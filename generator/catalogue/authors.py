"""Decides which names in the papers belong to one person: by letters and ORCID iDs, unless `authors.yml` says
otherwise.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ..records.catalogue import Person
from ..records.paper import Paper, PersonName
from ..records.reserved import why_reserved
from ..records.survey import Author
from ..text.analysis import plain
from ..text.folding import slug
from ..text.names import filed_name, name_of, parse_name


def authors_twice(paper: Paper, known: Sequence[Author]) -> Iterator[tuple[int, str]]:
    """Yield the authors that a paper lists a second time: the position of the second one, from 0, and the name.

    Names that differ only in case, accents or punctuation are one author, and so are two spellings that an entry of
    `authors.yml` (`known`) joins. If two entries of `authors.yml` list this paper, two people may bear the name.
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


@lru_cache(maxsize=1 << 17)
def _letters(name: str) -> str:
    """Return a name without case, accents and punctuation: `José P. Silva` gives `jose-p-silva`."""
    return "-".join(plain(name))


class Spelt(NamedTuple):
    """What a spelling of a name tells of a person: its `letters`, by which spellings are compared, the `id` that it
    makes, an ORCID iD or an empty text, and by what an index sorts it (`filed`).
    """

    letters: str
    id: str
    orcid: str
    filed: str


def spelt(name: str, parts: PersonName | None = None) -> Spelt:
    """Return what a name tells of a person; `parts` are those of the name if a record has them, else its own."""
    parts = parts or parse_name(name)
    return Spelt(_letters(name) or name, _author_id(name), parts.orcid or "", filed_name(parts) or name)


@dataclass(slots=True)
class _Found:
    """What is known of one person: how often each spelling stands in papers, what each tells, the ids of the papers,
    and the entry of authors.yml, None without one.
    """

    spellings: Counter[str] = field(default_factory=Counter)
    told: dict[str, Spelt] = field(default_factory=dict)
    papers: set[str] = field(default_factory=set)
    entry: Author | None = None

    def add(self, other: _Found) -> None:
        self.spellings.update(other.spellings)
        self.told = {**other.told, **self.told}
        self.papers |= other.papers

    @property
    def name(self) -> str:
        return self.entry.name if self.entry else min(self.spellings, key=self._worth)

    def _worth(self, spelling: str) -> tuple[int, bool, bool, int, str]:
        """Return the sort key of a spelling: the commonest comes first, of equals one with small and large letters,
        with accents, with few capitals.
        """
        one_case = spelling in (spelling.upper(), spelling.lower())
        capitals = sum(map(str.isupper, spelling))
        return -self.spellings[spelling], one_case, spelling.isascii(), capitals, spelling


def people_of(
    papers: Sequence[Paper],
    known: Sequence[Author],
    listed: Callable[[Iterable[str]], tuple[str, ...]],
    tell: Callable[[str], Spelt] = spelt,
) -> dict[str, Person]:
    """Return the authors of all papers, by person id, in the order of their names.

    Names with the same letters are one person, whatever their case, accents and punctuation; so are names with the same
    ORCID iD. Names with different iDs are different people. A name without an iD belongs to the person who bears it
    with an iD, if there is only one. An entry of `authors.yml` (`known`) decides first: it joins spellings; if it lists
    papers, it holds only for its name in these. `listed` sorts the ids of a person's papers, and `tell` returns what
    `spelt` does of a name. A person's id is the entry's, or made from the name; if it is taken, the end of the iD or
    `-2` is added.
    """
    people: dict[str, Person] = {}
    found = [
        (person.name, (person.entry and person.entry.id) or "", _orcid(person), person)
        for person in _find(papers, known, tell)
    ]
    for name, entry_id, orcid, person in sorted(found, key=lambda filed: filed[:3]):
        told = person.told.get(name) or tell(name)
        id = _free_id(entry_id or told.id, orcid, people)
        people[id] = Person.of_valid(
            id=id,
            name=name,
            spellings=tuple(sorted({name, *person.spellings})),
            filed=told.filed,
            orcid=orcid or None,
            papers=listed(person.papers),
        )
    return people


def _find(papers: Sequence[Paper], known: Sequence[Author], tell: Callable[[str], Spelt]) -> list[_Found]:
    """Return the people in the papers. They are told apart by the entries of authors.yml (`known`), else by ORCID iDs,
    else by the letters of their names; `tell` returns what a name tells.
    """
    people: dict[tuple[str, ...], _Found] = defaultdict(_Found)
    bearer_of = _bearers(known)
    for paper in papers:
        for position, name in enumerate(paper.bibliographic.authors):
            given = paper.bibliographic.people
            told = spelt(name, name_of(name, given)) if name in given else tell(name)
            bearer = bearer_of(paper, position)
            if bearer:
                key: tuple[str, ...] = ("entry", bearer.name, bearer.id or "")
            else:
                key = ("orcid", told.orcid) if told.orcid else ("letters", told.letters)
            person = people[key]
            person.entry = bearer
            person.spellings[name] += 1
            person.told.setdefault(name, told)
            person.papers.add(paper.id)
    _join_by_letters(people)
    return list(people.values())


def _join_by_letters(found: dict[tuple[str, ...], _Found]) -> None:
    """Join in `found`, in place, each person without an iD with the one person with an iD who bears the same name;
    where several do, nothing is joined. A key of `found` begins with `entry`, `orcid` or `letters`.
    """
    bearers: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for key, person in found.items():
        if key[0] == "orcid":
            for spelling in person.spellings:
                bearers[_letters(spelling) or spelling].add(key)
    for letters, keys in bearers.items():
        if len(keys) == 1 and (nameless := found.pop(("letters", letters), None)):
            found[next(iter(keys))].add(nameless)


def _orcid(person: _Found) -> str:
    return next((told.orcid for told in person.told.values() if told.orcid), "")


def _free_id(base: str, orcid: str, taken: Mapping[str, Person]) -> str:
    """Return `base` as the id of a person if no other has it (`taken` has persons by id) and it is not reserved; else
    with the last four characters of the iD, or with a number, behind it.
    """
    endings = itertools.chain([""], [f"-{orcid[-4:].lower()}"] if orcid else [], (f"-{n}" for n in itertools.count(2)))
    return next(id for end in endings if (id := base + end) not in taken and not why_reserved("person", id))


def _bearers(known: Sequence[Author]) -> Callable[[Paper, int], Author | None]:
    """Return a function that tells which entry of authors.yml (`known`) an author of a paper is, given the author's
    position in the paper; it returns None if no entry is meant.
    """
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
    """Return an id for a name in any script, such as `ada-quay`; of code points, `author-2605`, if the name has no
    letter.
    """
    return slug(name) or "author-" + "-".join(f"{ord(char):x}" for char in name)[:60]


def people_by_paper(people: Mapping[str, Person]) -> dict[str, tuple[Person, ...]]:
    """Return the authors of each paper, by paper id, in the order of the persons' ids. `people` maps ids to persons."""
    found: dict[str, list[Person]] = defaultdict(list)
    for _, person in sorted(people.items()):
        for paper_id in person.papers:
            found[paper_id].append(person)
    return {paper_id: tuple(persons) for paper_id, persons in found.items()}


def match_authors(paper: Paper, people: Sequence[Person], known: Sequence[Author]) -> list[Person | None]:
    """Return the person behind each author name of a paper, in the paper's order; None where no person has that
    spelling.

    `people` are the authors of the paper; `known` are the entries of `authors.yml`, which distinguish namesakes on one
    paper.
    """
    bearer_of = _bearers(known)
    matched: list[Person | None] = []
    for position, name in enumerate(paper.bibliographic.authors):
        bearers = [person for person in people if name in person.spellings]
        if len(bearers) > 1:
            entry, orcid = bearer_of(paper, position), name_of(name, paper.bibliographic.people).orcid
            bearers = [
                bearer for bearer in bearers if (bearer.id == entry.id if entry else bearer.orcid == orcid)
            ] or bearers
        matched.append(bearers[0] if bearers else None)
    return matched
