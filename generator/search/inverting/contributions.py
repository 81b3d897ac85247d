"""What papers bring to the index: from their records to tables of keys.

What a paper brings depends on that paper, on the survey's taxonomy, systems, synonyms and languages, and on nothing
else. So what some papers bring can be found without the others, and stays true as long as they do.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...catalogue.languages import IN_ALL, Languages
from ...processes import give_back_memory
from ...records.catalogue import Catalogue
from ...records.paper import Paper
from ...text.analysis import Analyser, analyse, forget_words, stem
from ..groups import Members, groups_in, members_of, synonym_groups, word_forms
from ..parameters import INDEX
from ..postings import OpenValues, filter_keys, id_keys, open_values, texts_of, whole_names
from .counting import PAIR, Counts, Occurrences, frequencies, surfaces_of
from .ragged import Numbers
from .reading import Batch, Reading, Strings
from .tables import Rows, Table, merged, rows_of, tabulated

_BATCH = 1_000
"""Papers whose texts are counted at once: more need more memory and are not faster."""


class Contributions(NamedTuple):
    """What papers bring to the index.

    `terms` has the keys of postings lists, each with its weighted frequency in a paper; a key that is not weighed has
    the negative of its impact. `surfaces` has the words as texts write them, folded, each with a tab and its stem in
    each of the survey's languages behind it; the value has one bit for each of these languages in which a paper has the
    word. `values` has those of the fields that are open, as field, key and name with tabs between. `lengths` has the
    length of each paper, by its position.
    """

    terms: Table
    surfaces: Table
    values: Table
    lengths: NDArray[np.float64]

    def counts_of_values(self) -> dict[str, dict[tuple[str, str], int]]:
        """Return how many papers have each value of the open fields: from the field to a value's key and name to the
        number.
        """
        counts: defaultdict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        for text, count in zip(self.values.keys, self.values.frequencies().tolist(), strict=True):
            field, key, name = text.split("\t", 2)
            counts[field][key, name] = count
        return counts

    def small(self) -> Contributions:
        """Return the same in the form in which a build keeps it for the next one (`Table.small`)."""
        return Contributions(self.terms.small(), self.surfaces.small(), self.values.small(), self.lengths)

    def large(self) -> Contributions:
        """Return the contributions of which these were made by `small`."""
        return Contributions(self.terms.large(), self.surfaces.large(), self.values.large(), self.lengths)


def contributions(catalogue: Catalogue, papers: Sequence[Paper], languages: Languages) -> Contributions:
    """Return what some papers of a catalogue bring to the index. A position in the result counts `papers`, from 0.
    `languages` are those of all texts of the survey.
    """
    groups = synonym_groups(catalogue)
    reading = Reading({language: members_of(groups, language) for language in languages.all})
    work = _Work(catalogue, languages, reading)
    *parts, lengths = map(list, zip(*work.batches(papers), strict=True))
    strings, values_known = [*reading.strings], [*work.values]
    places, value_places = _places(strings), _places(values_known)

    def with_stems(codes: Numbers) -> list[str]:
        found = (strings[code] for code in codes.tolist())
        return ["\t".join((word, *(stem(word, language) for language in languages.all))) for word in found]

    give_back_memory()
    surfaces = tabulated(_taken(parts[1]), places.__getitem__, with_stems)
    values = tabulated(_taken(parts[2]), value_places.__getitem__, lambda codes: _spelt(codes, values_known))
    del work, reading
    forget_words()  # the table of terms is what takes the most memory
    give_back_memory()
    terms = tabulated(_taken(parts[0]), lambda codes: _in_order(codes, places), lambda codes: _spelt(codes, strings))
    return Contributions(terms, surfaces, values, np.concatenate(lengths))


def _taken(parts: list[Rows]) -> Rows:
    """Return the rows of several parts as one. The parts are taken from their list, so that no memory holds both."""
    rows = rows_of(parts)
    parts.clear()
    return rows


def _places(strings: Sequence[str]) -> Numbers:
    """Return for each string its place in the order of code points."""
    places = np.empty(len(strings), np.int64)
    places[sorted(range(len(strings)), key=strings.__getitem__)] = np.arange(len(strings))
    return places


def _in_order(codes: Numbers, places: Numbers) -> Numbers:
    """Return for each code a number, so that these are in the order of the codes' keys. `places` has for each string
    its place in the order of strings.

    Two terms have `PAIR` times the place of the first, plus that of the second and one; any other key has `PAIR` times
    its place. That is the order of the texts, since no term holds what stands before or at a space.
    """
    first, second = np.divmod(codes, PAIR)
    return np.where(first > 0, places[first] * PAIR + places[second] + 1, places[second] * PAIR)


def together(old: Contributions, now: NDArray[np.int32], new: Contributions, at: Numbers) -> Contributions:
    """Return what the papers of both, `old` and `new`, bring to the index. `now` gives for each position in `old` the
    one in the result, and -1 for a paper that is gone; `at` has the positions in the result of the papers of `new`.
    """
    lengths = np.zeros(int((now >= 0).sum()) + len(at))
    lengths[now[now >= 0]] = old.lengths[now >= 0]
    lengths[at] = new.lengths
    terms, surfaces, values = (
        merged(one, now, other._replace(papers=at[other.papers].astype(np.int32)))
        for one, other in zip(old[:3], new[:3], strict=True)
    )
    return Contributions(terms, surfaces, values, lengths)


def _spelt(codes: Numbers, strings: Sequence[str]) -> list[str]:
    """Return the key of each code, in order. A code below `PAIR` is an index into `strings`; one above is `first * PAIR
    + second`, and its key is both strings with a space between.
    """
    return [
        f"{strings[code // PAIR]} {strings[code % PAIR]}" if code >= PAIR else strings[code] for code in codes.tolist()
    ]


class _Work:
    """What is needed to find out what papers bring."""

    def __init__(self, catalogue: Catalogue, languages: Languages, reading: Reading) -> None:
        self._catalogue, self._languages, self._reading = catalogue, languages, reading
        self._analyser, self.values = Analyser(), Strings()
        self._bits = {language: 1 << number for number, language in enumerate(languages.all)}

    def batches(self, papers: Sequence[Paper]) -> Iterator[tuple[Rows, Rows, Rows, NDArray[np.float64]]]:
        """Yield what each batch of some papers brings to the index, as `batch` does."""
        for start in range(0, max(len(papers), 1), _BATCH):
            yield self.batch(papers[start : start + _BATCH], start)
            give_back_memory()

    def batch(self, papers: Sequence[Paper], start: int) -> tuple[Rows, Rows, Rows, NDArray[np.float64]]:
        """Return what some papers, the first of which has the position `start`, bring to the index: the rows of
        postings lists, of words as they are written, and of values of open fields; and the length of each paper.
        """
        found, batch = self._read(papers)
        texts = batch.read()
        told, told_surfaces = self._told(papers)
        weighed, lengths = frequencies(found, texts, told, len(papers))
        surfaces = surfaces_of(found, texts, told_surfaces)
        opened = [open_values(self._catalogue, paper, self._analyser) for paper in papers]
        others = _rows([self._unweighed(*pair) for pair in zip(papers, opened, strict=True)], np.float32)
        values = _rows([self._numbered(own) for own in opened], np.int8)
        terms, surfaces, values = (
            rows._replace(papers=rows.papers + np.int32(start))
            for rows in (rows_of([weighed, others]), surfaces, values)
        )
        return terms, surfaces, values, lengths

    def _read(self, papers: Sequence[Paper]) -> tuple[Occurrences, Batch]:
        """Read all texts of some papers; return which text each paper has in which field, and the texts."""
        batch = Batch(self._reading)
        fields, width = len(INDEX.fields), len(self._languages.all)
        places, found, masks = array("q"), array("q"), array("q")
        for number, paper in enumerate(papers):
            own = self._bits[self._languages.papers[paper.id]] | self._bits[self._languages.digests[paper.id]]
            for field, (name, said) in enumerate(texts_of(self._catalogue, paper).items()):
                if not said:
                    continue
                languages = self._languages.of(name, paper)
                mask = own if name in IN_ALL else self._bits[languages[0]]
                for which, language in enumerate(languages):
                    found.extend(map(batch.texts(name != "names", language).__getitem__, said))
                    places.extend([(number * fields + field) * width + which] * len(said))
                    masks.extend([mask] * len(said))
        cells, languages_read = np.divmod(np.array(places, np.int64), width)
        own_papers, own_fields = np.divmod(cells, fields)
        return Occurrences(own_papers, own_fields, languages_read, np.array(found), np.array(masks)), batch

    def _told(self, papers: Sequence[Paper]) -> tuple[Counts, Rows]:
        """Return the words of the papers whose record holds, in place of the abstract, only its words with their
        counts: the counts of each word and group of synonyms, and a row for each word as it is written, whose value is
        the bit of the paper's language.
        """
        counts: list[tuple[int, int, float, bool]] = []
        surfaces: list[tuple[int, int, int]] = []
        number_of = self._reading.strings.__getitem__
        for number, paper in enumerate(papers):
            if paper.bibliographic.abstract or not paper.derived.terms:
                continue
            language = self._languages.papers[paper.id]
            words, groups = _beyond_title(paper, self._analyser, self._reading.members[language])
            counts += [(number, number_of(key), count, True) for key, count in words.items()]
            counts += [(number, self._reading.number_of_group(key), count, False) for key, count in groups.items()]
            written = {it for word in paper.derived.terms for it in self._analyser.analyse(word).surfaces}
            surfaces += [(number, number_of(word), self._bits[language]) for word in written]
        own, codes, found, are_words = zip(*counts, strict=True) if counts else ((), (), (), ())
        told = Counts(
            np.array(own, np.int64),
            np.full(len(own), [*INDEX.fields].index("abstract")),
            np.array(codes, np.int64),
            np.array(found, float),
            np.array(are_words, bool),
        )
        by, written_codes, masks = np.array(surfaces, np.int64).reshape(-1, 3).T
        return told, Rows(written_codes, by.astype(np.int32), masks)

    def _unweighed(self, paper: Paper, opened: OpenValues) -> dict[int, int]:
        """Return the keys of a paper that have an impact of their own instead of a frequency: those of filters, ids and
        whole names. A key is given by its number and has the negative of its impact.
        """
        number_of = self._reading.strings.__getitem__
        keys = (*filter_keys(self._catalogue, paper, opened, self._analyser, self._languages), *id_keys(paper))
        names = {number_of(key): -impact for key, impact in whole_names(paper.derived).items()}
        return dict.fromkeys(map(number_of, keys), -1) | names

    def _numbered(self, opened: OpenValues) -> dict[int, int]:
        """Return the numbers of a paper's values in open fields, each with 0, since a row needs a number. A value that
        is new gets a number in `self.values`.
        """
        return {
            self.values[f"{field}\t{key}\t{names[0]}"]: 0
            for field, values in opened.items()
            for key, names in values.items()
        }


def _rows(keys: Sequence[Mapping[int, int]], kind: type[np.generic]) -> Rows:
    """Return one row for each key of each paper. `keys` has for each paper, by position, a mapping from the code of a
    key to its number; these numbers become values of the type `kind`.
    """
    papers = np.repeat(np.arange(len(keys), dtype=np.int32), [len(own) for own in keys])
    codes = np.array([*chain.from_iterable(keys)], np.int64)
    return Rows(codes, papers, np.array([value for own in keys for value in own.values()], kind))


def _beyond_title(paper: Paper, analyser: Analyser, members: Members) -> tuple[dict[str, float], dict[str, float]]:
    """Return how often an abstract that is not kept has each term and each group of synonyms, by key.
    `paper.derived.terms` counts the title, three times, and the abstract together, so that the title's share is taken
    off.
    """
    counts: defaultdict[str, float] = defaultdict(float)
    groups: defaultdict[str, float] = defaultdict(float)
    language = members.language
    for word, weight in paper.derived.terms.items():
        # The words of a record are folded and alone already, so that plain ones need only the stem.
        plain = word.isascii() and word.isalnum()
        for term in [stem(word, language)] if plain else analyser.analyse(word, language=language).terms:
            counts[term] += weight
        for form in word_forms(word, language):
            for group in members.alone.get(form, ()):
                groups[group] += weight
    title = analyse(paper.bibliographic.title, language=language)
    in_title = Counter(title.terms) + groups_in([title.surfaces], members)
    return _without_title(counts, in_title), _without_title(groups, in_title)


def _without_title(counts: Mapping[str, float], title: Mapping[str, float]) -> dict[str, float]:
    rest = {key: count - 3 * title.get(key, 0) for key, count in counts.items()}
    return {key: count for key, count in rest.items() if count >= 0.01}
