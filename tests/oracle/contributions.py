"""What papers bring to the index, counted text by text in dictionaries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from generator.catalogue.languages import IN_ALL, Languages
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.search.groups import Members, groups_in, members_of, synonym_groups, word_forms
from generator.search.inverting.spellings import joined_versions, parts_of_names
from generator.search.parameters import INDEX
from generator.search.postings import filter_keys, id_keys, open_values, texts_of, whole_names
from generator.text.analysis import Analyser, analyse, stem

Numbers = dict[str, dict[int, float]]
"""Key to position to number."""


class Brought(NamedTuple):
    """The same as `Contributions`, as dictionaries."""

    terms: Numbers
    surfaces: Numbers
    values: Numbers
    lengths: list[float]


def brought(catalogue: Catalogue, papers: Sequence[Paper], languages: Languages) -> Brought:
    """What some papers of a catalogue bring to the index."""
    groups = synonym_groups(catalogue)
    members = {language: members_of(groups, language) for language in languages.all}
    terms: Numbers = defaultdict(dict)
    surfaces: Numbers = defaultdict(dict)
    values: Numbers = defaultdict(dict)
    lengths = []
    for at, paper in enumerate(papers):
        weighed, length = _weighed(catalogue, paper, languages, members)
        lengths.append(length)
        opened = open_values(catalogue, paper)
        unweighed = [*filter_keys(catalogue, paper, opened, Analyser(), languages), *id_keys(paper)]
        names = {key: -float(impact) for key, impact in whole_names(paper.derived).items()}
        for key, number in {**weighed, **dict.fromkeys(unweighed, -1.0), **names}.items():
            terms[key][at] = number
        for word, mask in _written(catalogue, paper, languages):
            key = "\t".join([word, *(stem(word, language) for language in languages.all)])
            surfaces[key][at] = int(surfaces[key].get(at, 0)) | mask
        for field, own in opened.items():
            for key, shown in own.items():
                values[f"{field}\t{key}\t{shown[0]}"][at] = 0
    return Brought(terms, surfaces, values, lengths)


def _weighed(
    catalogue: Catalogue, paper: Paper, languages: Languages, members: dict[str, Members]
) -> tuple[dict[str, float], float]:
    """The weighted frequency of each key, and the length of the paper."""
    tf: defaultdict[str, float] = defaultdict(float)
    shares: defaultdict[str, float] = defaultdict(float)
    length = 0.0
    for field, texts in texts_of(catalogue, paper).items():
        own = INDEX.fields[field]
        in_each = [_counted(texts, field, language, members[language]) for language in languages.of(field, paper)]
        for kind in range(4):
            most: Counter[str] = Counter()
            for counts in in_each:
                most |= counts[kind]
            for key, count in most.items():
                (shares if kind == 3 else tf)[key] += count * own.weight
            length += most.total() * own.weight if kind == 0 and own.long else 0
    if not paper.bibliographic.abstract and paper.derived.terms:
        told, told_groups = _told(paper, members[languages.papers[paper.id]])
        for key, count in (*told.items(), *told_groups.items()):
            tf[key] += count * INDEX.fields["abstract"].weight
        length += sum(told.values()) * INDEX.fields["abstract"].weight
    return {key: share * INDEX.part_share for key, share in shares.items()} | tf, length


def _counted(texts: Sequence[str], field: str, language: str, members: Members) -> list[Counter[str]]:
    """Words; pairs and groups; names with their versions; parts of names: how often some texts have each."""
    found: list[Counter[str]] = [Counter() for _ in range(4)]
    for text in texts:
        own = analyse(text, stops=field != "names", language=language)
        found[0].update(own.terms)
        found[1].update(f"{one} {other}" for one, other in pairwise(own.sequence))
        found[1].update(groups_in([analyse(text, language=language).surfaces], members))
        if field != "authors":
            found[2].update(joined_versions(text, language))
            found[3].update(stem(part, language) for part in parts_of_names(text, language))
    return found


def _told(paper: Paper, members: Members) -> tuple[dict[str, float], dict[str, float]]:
    """The counts of the words that stand for an abstract, and of their groups, without the title, which counts
    three times.
    """
    counts: defaultdict[str, float] = defaultdict(float)
    groups: defaultdict[str, float] = defaultdict(float)
    for word, weight in paper.derived.terms.items():
        for term in analyse(word, language=members.language).terms:
            counts[term] += weight
        for form in word_forms(word, members.language):
            for group in members.alone.get(form, ()):
                groups[group] += weight
    title = analyse(paper.bibliographic.title, language=members.language)
    for term in title.terms:
        counts[term] -= 3
    for group, count in groups_in([title.surfaces], members).items():
        groups[group] -= 3 * count
    some, more = ({key: count for key, count in own.items() if count >= 0.01} for own in (counts, groups))
    return some, more


def _written(catalogue: Catalogue, paper: Paper, languages: Languages) -> Iterator[tuple[str, int]]:
    """The words of a paper as they are written, each with a bit for each language in which it holds them."""
    bits = {language: 1 << number for number, language in enumerate(languages.all)}
    text, digest = languages.papers[paper.id], languages.digests[paper.id]
    for field, texts in texts_of(catalogue, paper).items():
        read = languages.of(field, paper)
        mask = bits[text] | bits[digest] if field in IN_ALL else bits[read[0]]
        for said in texts:
            for word in analyse(said, stops=field != "names", language=read[0]).surfaces:
                yield word, mask
            for language in read if field != "authors" else ():
                for part in parts_of_names(said, language):
                    yield part, 0
    if not paper.bibliographic.abstract:
        for word in paper.derived.terms:
            for surface in analyse(word).surfaces:
                yield surface, bits[text]
