"""Updates the vectors of a survey after papers were added, changed or removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ...records.paper import Paper
from ...records.vectors import PaperVector, Vectors
from ..languages import Languages
from .learning import Matrix, inverse_frequencies, learn_words, principal_axes, unit_rows
from .numbers import from_bytes, from_digits, step_of, to_bytes, to_digits
from .texts import bag_of, hash_of, language_of, parts_of, questions_of, sentences_of, text_of

MANY_PAPERS = 500
"""From how many papers on a word needs several papers to get a vector."""
_FEW = 3
_MANY_TEXTS = 1000
"""Papers from which the sentences of abstracts are not read one by one: whole texts and titles teach enough there."""
_PIECE = 0.5
"""How much a sentence or a part of a digest counts beside a whole text, where words are learned."""
_SMALL = 4
"""By which mean and axes are multiplied in the file: hardly a coordinate of hundreds is above a fourth."""


class SentenceModel(Protocol):
    """A model that turns texts into vectors, such as `build.sentence_model.Encoder`.

    `licence` is the model's; `made_with` names the libraries that run it, with their versions.
    """

    name: str
    licence: str
    made_with: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of length 1 for each text, as the rows of a matrix."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorsUpdate:
    """The updated vectors, the number of papers whose texts the model read, and the number whose vectors were
    dropped.
    """

    vectors: Vectors
    read: int
    dropped: int


def update_vectors(
    papers: Sequence[Paper], old: Vectors | None, model: SentenceModel, languages: Languages, *, anew: bool = False
) -> VectorsUpdate:
    """Return the vectors of a survey, updated: those of papers that are new or have another text are computed.

    Vectors of removed papers are dropped; all others stay, also those of known words. New words get a vector, in a
    large survey only if several papers have them. Everything is computed again with `anew`, without `old`, or if `old`
    is from another model.
    """
    if anew or old is None or old.model != model.name:
        return VectorsUpdate(
            vectors=_all(papers, model, languages),
            read=len(papers),
            dropped=len(old.papers.keys() - {paper.id for paper in papers}) if old else 0,
        )
    hashes = {paper.id: hash_of(paper) for paper in papers}
    stale = [paper for paper in papers if getattr(old.papers.get(paper.id), "text", None) != hashes[paper.id]]
    kept = {id: vector for id, vector in old.papers.items() if id in hashes}
    if stale:
        rows = _read(stale, _Reader(model, old.mean, old.axes), languages).of_papers
        kept |= {p.id: PaperVector(text=hashes[p.id], vector=to_bytes(row)) for p, row in zip(stale, rows, strict=True)}
    known = {word: np.array(from_digits(digits)) * old.word_step for word, digits in old.words.items()}
    learned = _learned(papers, _kept_lessons(papers, kept, languages), known, languages)
    fresh = {word: to_digits(vector, old.word_step) for word, vector in learned.items()}
    vectors = old.model_copy(
        update={
            "languages": _read_in(old, languages, papers, stale),
            "papers": dict(sorted(kept.items())),
            "words": dict(sorted({**old.words, **fresh}.items())),
        }
    )
    return VectorsUpdate(vectors=vectors, read=len(stale), dropped=len(old.papers.keys() - hashes.keys()))


def _read_in(old: Vectors, languages: Languages, papers: Sequence[Paper], stale: Sequence[Paper]) -> tuple[str, ...]:
    """Return the codes of the languages by whose rules all words are cut: those of the old file, and of the `stale`
    papers those that no other paper has.
    """
    now = {paper.id for paper in stale}
    missed = {own for paper in papers if paper.id not in now for own in _own_languages(paper, languages)}
    read = {own for paper in stale for own in _own_languages(paper, languages)}
    return tuple(sorted({*old.languages} | (read - missed)))


def _own_languages(paper: Paper, languages: Languages) -> tuple[str, str]:
    return languages.papers[paper.id], languages.digests[paper.id]


class _Lesson(NamedTuple):
    """Texts of one kind that teach words. `texts` has each with its language, `rows` in each row the vector to which
    the text points, and `share` says how much each text counts.
    """

    texts: Sequence[tuple[str, str]]
    rows: Matrix
    share: float


class _Read(NamedTuple):
    """The vectors of papers, a row each, and the lessons from which words can be learned."""

    of_papers: Matrix
    lessons: list[_Lesson]


class _Reader:
    """Gives the vectors of a sentence model in the dimensions of a survey: `mean` and `axes` are those of
    vectors.json.
    """

    def __init__(self, model: SentenceModel, mean: str, axes: Sequence[str]) -> None:
        self._model = model
        self._mean = from_bytes(mean) / _SMALL
        self._axes = np.stack([from_bytes(axis) for axis in axes]) / _SMALL

    def read(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of texts, a row of length 1 each."""
        return self.turned(self._model.encode(texts)) if texts else np.zeros((0, len(self._axes)))

    def turned(self, encoded: NDArray[np.floating]) -> Matrix:
        """Return vectors of the model, a row each, in the dimensions of the survey, each of length 1."""
        return unit_rows((np.asarray(encoded, dtype=np.float64) - self._mean) @ self._axes.T)


def _all(papers: Sequence[Paper], model: SentenceModel, languages: Languages) -> Vectors:
    """Return the vectors of a survey, all made anew by a model: axes, papers and words. `languages` are those of the
    texts.
    """
    encoded = model.encode([text_of(paper) for paper in papers])
    mean, axes = principal_axes(encoded.astype(np.float64))
    written_mean, written_axes = to_bytes(mean * _SMALL), tuple(to_bytes(axis * _SMALL) for axis in axes)
    reader = _Reader(model, written_mean, written_axes)
    own, lessons = _read(papers, reader, languages, reader.turned(encoded))
    titles = [(paper.bibliographic.title, languages.papers[paper.id]) for paper in papers]
    few = papers if len(papers) < _MANY_TEXTS else ()
    sentences = [(one, languages.papers[paper.id]) for paper in few for one in sentences_of(paper)]
    lessons += [_lesson(titles, reader, 1.0), _lesson(sentences, reader, _PIECE)]
    learned = _learned(papers, lessons, {}, languages)
    step = step_of([*learned.values()])
    return Vectors(
        model=model.name,
        licence=model.licence,
        made_with=model.made_with,
        languages=tuple(sorted({own for paper in papers for own in _own_languages(paper, languages)})),
        mean=written_mean,
        axes=written_axes,
        papers={
            paper.id: PaperVector(text=hash_of(paper), vector=to_bytes(row))
            for paper, row in zip(papers, own, strict=True)
        },
        word_step=step,
        words={word: to_digits(vector, step) for word, vector in sorted(learned.items())},
    )


def _lesson(texts: Sequence[tuple[str, str]], reader: _Reader, share: float) -> _Lesson:
    """Return a lesson of texts, each with its language. `reader` makes the vectors to which they point, and `share`
    says how much each text counts.
    """
    return _Lesson(texts, reader.read([text for text, _ in texts]), share)


def _read(papers: Sequence[Paper], reader: _Reader, languages: Languages, whole: Matrix | None = None) -> _Read:
    """Return the vectors of papers, which `reader` gives, and the lessons that their texts are. `languages` are those
    of the texts.

    A paper's vector is the sum, made length 1, of that of its whole text (`whole`, if known), the mean of the parts of
    its digest, and the mean of the questions that it answers.
    """
    texts = [(text_of(paper), language_of(paper, languages)) for paper in papers]
    total = whole = reader.read([text for text, _ in texts]) if whole is None else whole
    lessons = [_Lesson(texts, whole, 1.0)]
    for said, share in ((parts_of, _PIECE), (questions_of, 1.0)):
        owned = [(at, text) for at, paper in enumerate(papers) for text in said(paper)]
        lesson = _lesson([(text, languages.digests[papers[at].id]) for at, text in owned], reader, share)
        total = total + _means([at for at, _ in owned], lesson.rows, len(papers))
        lessons.append(lesson)
    return _Read(unit_rows(total), lessons)


def _means(owners: Sequence[int], rows: Matrix, count: int) -> Matrix:
    """Return for each of `count` owners the mean of its rows, zeros if it has none; `owners` has the owner of each
    row.
    """
    sums, counts = np.zeros((count, rows.shape[1])), np.zeros(count)
    for at, row in zip(owners, rows, strict=True):
        sums[at] += row
        counts[at] += 1
    means: Matrix = sums / np.maximum(counts, 1)[:, None]
    return means


def _kept_lessons(papers: Sequence[Paper], kept: Mapping[str, PaperVector], languages: Languages) -> list[_Lesson]:
    """Return lessons from the papers whose vectors are `kept`, by id: their texts and questions point to these vectors.
    Empty without papers.
    """
    said = [(paper.id, text) for paper in papers for text in _said(paper, languages)]
    rows = [from_bytes(kept[id].vector) for id, _ in said]
    return [_Lesson([text for _, text in said], np.stack(rows), 1.0)] if said else []


def _said(paper: Paper, languages: Languages) -> list[tuple[str, str]]:
    """Return the text of a paper and the questions that it answers, each with its language."""
    own = (text_of(paper), language_of(paper, languages))
    return [own, *((question, languages.digests[paper.id]) for question in questions_of(paper))]


def _learned(
    papers: Sequence[Paper],
    lessons: Sequence[_Lesson],
    known: Mapping[str, NDArray[np.float64]],
    languages: Languages,
) -> dict[str, NDArray[np.float64]]:
    """Return the vectors of those words of papers that are not `known`, by word, learned from the lessons. Of very many
    papers only words that several have are learned.
    """
    if not papers:
        return {}
    said = [{word: 1 for text in _said(paper, languages) for word in bag_of(*text)} for paper in papers]
    weights = inverse_frequencies(said, _FEW if len(papers) >= MANY_PAPERS else 1)
    bags = [bag_of(*text) for lesson in lessons for text in lesson.texts]
    shares = [lesson.share for lesson in lessons for _ in lesson.texts]
    return learn_words(bags, np.concatenate([lesson.rows for lesson in lessons]), shares, weights, known)
