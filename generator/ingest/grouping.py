"""Groups the entries of an import by paper: a paper of the survey, a paper that a curator took out, or a new one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from ..catalogue.identity import Verdict, Work, judge, judge_reread, parse_reference, work_of, work_of_paper
from ..records.entry import MendedEntry
from ..records.evidence import Source
from ..records.intake import RefusedPaper
from ..records.paper import Paper
from ..records.provenance import all_sources, digest
from ..records.survey import Survey
from .sources import file_name, is_at, is_source, keys_of_reading, keys_of_sources

_BLOCK = 20
"""Works that may share a word for it to be rare."""
_BY_ID = 2
_EITHER = "another paper has this title too"
_COMPARED = 50
"""Works of one title that are compared; no bibliography has more that are one paper."""


class Doubt(NamedTuple):
    """An entry that may be about the paper of another group, with the reasons (`verdict`). `entry` is its position in
    the import.
    """

    entry: int
    other: _Group
    verdict: Verdict


@dataclass(slots=True, eq=False)
class _Group:
    """The entries (by number) and the works that are one paper, while groups are still found; `paper` is its record,
    `refused` its line in refused.yml, both None for a new paper.
    """

    paper: Paper | None = None
    refused: RefusedPaper | None = None
    entries: list[int] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    belongs_to: _Group | None = None
    """The paper's that its curator says to be the same as this one, which was taken out."""
    into: _Group | None = None
    """The group that this one became part of."""

    @property
    def is_known(self) -> bool:
        """Return whether the paper is a record of the survey, or was one and a curator took it out."""
        return self.paper is not None or self.refused is not None


class Elsewhere(NamedTuple):
    """What all entries say, where those that are to be grouped are a part of them: `rare` are the rare words of all
    titles (`rare_words`). `entries` has the number of the group that each entry is known to be in, by its position, and
    `papers` that of papers of the survey and of refused ones, by id; what has none is in no group with any of these.
    """

    rare: Mapping[str, int]
    entries: Mapping[int, int] = MappingProxyType({})
    papers: Mapping[str, int] = MappingProxyType({})


class Groups(NamedTuple):
    """All entries of an import, grouped by paper. An entry is given by its position in the import, from 0."""

    known: Mapping[str, tuple[int, ...]]
    """From the id of a paper of the survey to the entries about it, the best first."""
    refused: Sequence[tuple[RefusedPaper, tuple[int, ...]]]
    """Papers that a curator took out, each with the entries about it in their order."""
    new: Sequence[tuple[int, ...]]
    """The entries of each new paper, the best first: a published version before a preprint, one with an abstract before
    one without.
    """
    doubts: Mapping[int, tuple[int | str, Verdict]]
    """From the best entry of a new paper to what it may be the same paper as: the position of an entry or the id of a
    paper of the survey, with the reasons.
    """


def group_entries(entries: Sequence[MendedEntry], survey: Survey, elsewhere: Elsewhere | None = None) -> Groups:
    """Return the entries grouped by the paper that each is about.

    Entries that share an identifier, a title and an author, or one of the two rarest words of their titles are compared
    by `catalogue.identity.judge`. The order of the entries only decides ties. `elsewhere` is given where they are a
    part of others.
    """
    return _Grouping(entries, survey, elsewhere).groups()


class _Grouping:
    """Puts entries into groups, one after another. `keys` leads from what works may share (`_keys_of`) to the groups
    that have it, so that not every pair is compared.
    """

    def __init__(self, entries: Sequence[MendedEntry], survey: Survey, elsewhere: Elsewhere | None) -> None:
        self.entries = entries
        self.sha256 = [entry.sha256 for entry in entries]
        self.works = [work_of(entry.title, entry.entry.citation, entry.abstract) for entry in entries]
        self.keys: dict[str, list[_Group]] = defaultdict(list)
        self.doubts: dict[int, Doubt] = {}
        papers = [(paper, work_of_paper(paper)) for paper in survey.papers]
        refused = [(paper, work_of_refused(paper)) for paper in survey.refused]
        works = [*(work for _, work in papers), *(work for _, work in refused), *self.works]
        self.elsewhere = elsewhere or Elsewhere(rare_words(count_title_words(works)))
        self.told: dict[int, _Group] = {}
        self.all: list[_Group] = []
        for paper, work in papers:
            self._add(self._told(paper.id, _Group(paper=paper)), work, [*self._keys_of(work), *keys_of_sources(paper)])
        owners = {value: group for group in self.all if group.paper for value in group.paper.digest.same_as}
        for one, work in refused:
            own = next((owners[id] for id in (one.id, *one.former_ids) if id in owners), None)
            self._add(self._told(one.id, _Group(refused=one, belongs_to=own)), work, self._keys_of(work))

    def _told(self, id: str, group: _Group) -> _Group:
        """Return the group of a paper of the survey, and note it by its number if it has one."""
        if id in self.elsewhere.papers:
            self.told[self.elsewhere.papers[id]] = group
        return group

    def groups(self) -> Groups:
        """Return the groups. Entries that say most are placed first, since they tell more surely which paper they
        are.
        """
        order = sorted(range(len(self.entries)), key=lambda at: (-_richness(self.works[at]), at))
        for at in order:
            self._place(at)
        for group in self.all:
            if group.belongs_to and group.entries:
                group.belongs_to.entries += group.entries
                group.entries, group.into = [], group.belongs_to
        found = [group for group in self.all if group.into is None and group.entries]
        found.sort(key=lambda group: min(group.entries))
        new = [self._best_first(group.entries) for group in found if not group.is_known]
        first = {id(group): lead for group, (lead, *_) in zip([g for g in found if not g.is_known], new, strict=True)}
        return Groups(
            known={group.paper.id: self._best_first(group.entries) for group in found if group.paper},
            refused=[(group.refused, tuple(sorted(group.entries))) for group in found if group.refused],
            new=new,
            doubts=self._told_doubts(first),
        )

    def _told_doubts(self, first: Mapping[int, int]) -> dict[int, tuple[int | str, Verdict]]:
        """Return the doubts that are left, by the number of the doubtful group's first entry: the other paper's id, or
        its first entry's number, and the verdict. A group that was found to be a known paper has none. `first` has the
        first entry of each new group, by the group's `id()`.
        """
        told: dict[int, tuple[int | str, Verdict]] = {}
        owners = {entry: _end(group) for group in self.all for entry in group.entries}
        for at in sorted(self.doubts):
            own, other = owners[at], _end(self.doubts[at].other)
            if own is other or own.is_known or other.refused:
                continue
            there: int | str = other.paper.id if other.paper else first[id(other)]
            told.setdefault(first[id(own)], (there, self.doubts[at].verdict))
        return told

    def _best_first(self, entries: Iterable[int]) -> tuple[int, ...]:
        entries = tuple(entries)
        return tuple(sorted(entries, key=self._worth)) if len(entries) > 1 else entries

    def _worth(self, at: int) -> tuple[object, ...]:
        """Return a key by which the entries of one paper, each given by its number `at`, are sorted: a published
        version first, then an entry with an abstract, then the one that states most.
        """
        entry, work = self.entries[at], self.works[at]
        said = len(entry.entry.citation.model_dump(exclude_defaults=True))
        return -(1 if work.rank is None else work.rank), entry.abstract is None, -said, -len(entry.abstract or ""), at

    def _place(self, at: int) -> None:
        """Put the entry with the number `at` into the group of its paper, or into a new one. Groups that its
        identifiers connect become one; a doubt is noted in `doubts`.
        """
        work = self.works[at]
        keys = self._keys_of(work)
        number = self.elsewhere.entries.get(at, -1)
        if number in self.told:
            self._put(at, self.told[number], keys)
            return
        same, doubtful = [], []
        for group in self._candidates(at, work, keys):
            verdict = self._judge(at, work, group)
            if verdict.is_one:
                same.append((group, verdict))
            elif verdict.answer == "doubtful":
                doubtful.append((group, verdict))
        same.sort(key=lambda pair: _order(pair[1]))
        if len(same) > 1 and same[0][1].sure and _order(same[0][1]) == _order(same[1][1]):
            same.sort(key=lambda pair: (_order(pair[1]), *self._distance(at, pair[0])))
        if len(same) > 1 and not same[0][1].sure and _order(same[0][1]) == _order(same[1][1]):
            either = [(group, verdict._replace(against=(_EITHER,))) for group, verdict in same]
            doubtful, same = [*either, *doubtful], []
        if number >= 0:  # the first one of its group, in which none of these is
            doubtful, same = [*same, *doubtful], []
        own = same[0][0] if same else _Group()
        if not same and doubtful:
            self.doubts[at] = Doubt(at, *doubtful[0])
        for other, verdict in same[1:]:
            if verdict.sure == _BY_ID:
                _join(own, other)
        if number >= 0:
            self.told[number] = own
        self._put(at, own, keys)

    def _put(self, at: int, group: _Group, keys: Iterable[str]) -> None:
        """Put the entry with the number `at`, which has these keys, into a group."""
        group.entries.append(at)
        self._add(group, self.works[at], keys)

    def _distance(self, at: int, group: _Group) -> tuple[bool, int, list[tuple[str, int]]]:
        """Return by what groups are sorted of which each is as surely an entry's paper: the one that the very entry was
        read into before comes first, then the one that states most of what it states, then the one that was read first.

        All three are so again when the same entries are read once more, whatever ids their papers have got.
        """
        entry, sources = self.entries[at], all_sources(group.paper) if group.paper else []
        was_here = any(source.sha256 == self.sha256[at] and is_at(source, entry) for source in sources)
        alike = max(_count_shared(self.works[at], other) for other in group.works)
        places = [(file_name(self.entries[one]), self.entries[one].entry.line) for one in group.entries]
        return not was_here, -alike, sorted([*places, *map(_place_of, sources)])[:1]

    def _judge(self, at: int, work: Work, group: _Group) -> Verdict:
        """Return the verdict on whether the entry with the number `at`, which is the publication `work`, is about a
        group's paper.

        A curator's `same_as` and `not_same_as` decide first, then what is sure. Else the entry is kept from the group
        by whatever keeps it from one of the group's works.
        """
        if group.paper and _is_named(work, group.paper.digest.not_same_as):
            return Verdict("different")
        if group.paper and _is_named(work, group.paper.digest.same_as):
            return Verdict("same", ("its curator says so",), sure=3)
        verdicts = [judge(work, other) for other in group.works]
        if sure := next((verdict for verdict in verdicts if verdict.sure), None):
            return sure
        told = self._told_by_source(at, work, group)
        if told and told.sure:
            return told
        apart = [verdict for verdict in verdicts if not verdict.is_one]
        return min(apart, key=lambda verdict: verdict.answer != "different") if apart else told or verdicts[0]

    def _told_by_source(self, at: int, work: Work, group: _Group) -> Verdict | None:
        """Return the verdict on the entry with the number `at`, which is the publication `work`, if an entry with its
        text or its key was read before as one about the group's paper; else None.
        """
        entry, sha256 = self.entries[at], self.sha256[at]
        known = all_sources(group.paper) if group.paper else []
        sources = [source for source in known if source.sha256 == sha256]
        if any(_gave_ids(source, entry) for source in known if source in sources or is_at(source, entry)):
            return Verdict("same", ("the same entry, read before",), sure=3)
        same_text = bool(sources) or any(self.sha256[other] == sha256 for other in group.entries[:_COMPARED])
        if not same_text and not (group.paper and is_source(entry, group.paper)):
            return None
        same_place = any(is_at(source, entry) for source in sources)
        return judge_reread(work, group.works[0], same_text=same_text, same_place=same_place)

    def _candidates(self, at: int, work: Work, keys: Iterable[str]) -> list[_Group]:
        found: dict[int, _Group] = {}
        for key in (*keys_of_reading(self.entries[at], self.sha256[at]), *keys):
            for group in self.keys.get(key, ())[:_COMPARED]:
                end = _end(group)
                found.setdefault(id(end), end)
        if not work.authors:
            for group in self.keys.get(f"title:{work.letters}", ())[:_COMPARED]:
                found.setdefault(id(_end(group)), _end(group))
        return list(found.values())

    def _add(self, group: _Group, work: Work, keys: Iterable[str]) -> None:
        """Add a work to a group, and the group to those that have the keys."""
        if not group.works:
            self.all.append(group)
        if len(group.works) < _COMPARED and work not in group.works:
            group.works.append(work)
        keys = [*keys, f"title:{work.letters}"]
        if group.entries:
            keys.append(f"sha256:{self.sha256[group.entries[-1]]}")
        for key in keys:
            if group not in self.keys[key][-1:]:
                self.keys[key].append(group)

    def _keys_of(self, work: Work) -> list[str]:
        """Return what works that are one paper share at least in part: identifiers, the title with an author, the title
        alone, and the two rarest words of the title.
        """
        keys = [f"{kind}:{value}" for kind, values in work.ids.items() for value in sorted(values)]
        keys += [f"title:{work.letters}:{family}" for family in sorted({family for family, _ in work.authors}) or [""]]
        keys.append(f"title:{work.letters}:")
        return [*keys, *(f"word:{word}" for word in rarest_words(work, self.elsewhere.rare))]


def _count_shared(one: Work, other: Work) -> int:
    """Return how many facts two works share: title, authors, year, text, and identifiers by kind."""
    pairs = [(one.letters, other.letters), (one.authors, other.authors), (one.year, other.year), (one.text, other.text)]
    return sum([bool(own) and own == its for own, its in pairs]) + sum(
        bool(values & other.ids.get(kind, frozenset())) for kind, values in one.ids.items()
    )


def _order(verdict: Verdict) -> tuple[int, int]:
    """Return a key that sorts verdicts on one entry, the surest first."""
    return -verdict.sure, -len(verdict.reasons)


def _place_of(source: Source) -> tuple[str, int]:
    """Return the file and the line of a source; line 0 if it names none."""
    file, _, line = (source.place or "").rpartition(":")
    return file, int(line) if line.isdecimal() else 0


def _end(group: _Group) -> _Group:
    while group.into is not None:
        group = group.into
    return group


def _join(own: _Group, other: _Group) -> None:
    """Make one group of two that an entry's identifiers connect; nothing happens if both are papers that the survey has
    or had.
    """
    if own is other or (own.is_known and other.is_known):
        return
    if other.is_known:
        own.paper, own.refused = other.paper, other.refused
    own.entries += other.entries
    own.works += other.works
    other.entries = []
    other.into = own


def _richness(work: Work) -> int:
    return 4 * bool(work.ids) + 2 * bool(work.authors) + bool(work.year)


def count_title_words(works: Iterable[Work]) -> Counter[str]:
    """Return in how many titles each word stands. Counts of parts of the works can be added."""
    return Counter(word for work in works for word in work.words)


def rare_words(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the words of so few titles that those which share one are compared, with their counts; a word of one title
    is none.
    """
    return {word: count for word, count in counts.items() if 1 < count <= _BLOCK}


def rarest_words(work: Work, rare: Mapping[str, int]) -> list[str]:
    """Return the two rarest words of a work's title, fewer if not so many are `rare`, which are those of all titles."""
    return [word for _, word in sorted((rare[word], word) for word in work.words if word in rare)[:2]]


def work_of_refused(paper: RefusedPaper) -> Work:
    """Return the data of a paper that a curator took out, for a comparison."""
    bare = Paper.model_validate(
        {
            "id": paper.id,
            "title": paper.title,
            "authors": paper.authors,
            "year": paper.year,
            "ids": paper.ids,
            "versions": [{"ids": ids} for ids in paper.versions],
        }
    )
    return work_of_paper(bare)


def _is_named(work: Work, references: Iterable[str]) -> bool:
    """Return whether a work has one of the identifiers that a curator wrote as `KIND:VALUE`; ids of records do not
    count.
    """
    named = map(parse_reference, references)
    return any(kind and value in work.ids.get(kind, ()) for kind, value in named)


def _gave_ids(source: Source, entry: MendedEntry) -> bool:
    """Return whether an entry gives all identifiers that its source gave before, by their digests; the curator may have
    mended them in the record since. False if it gives none.
    """
    ids = {f"ids.{kind}": value for kind, value in vars(entry.entry.citation.ids).items() if value}
    return bool(ids) and all(source.gave.get(field) == digest(value) for field, value in ids.items())
