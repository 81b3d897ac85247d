"""Brings the vectors of a survey up to date with its papers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ...records.paper import Paper
from ...records.vectors import PaperVector, Vectors
from ...text.analysis import words
from .learning import Bag, Matrix, inverse_frequencies, learn_words, principal_axes, unit_rows
from .numbers import from_bytes, from_digits, step_of, to_bytes, to_digits

MANY_PAPERS = 500
"""Papers from which a word must stand in `_FEW` of them to have a vector."""
_FEW = 3
_SMALL = 4
"""By which mean and axes are multiplied in the file: hardly a coordinate of hundreds is above a fourth."""


class SentenceModel(Protocol):
    """A model that turns texts into vectors; `build.sentence_model.Encoder` is one."""

    name: str
    licence: str
    made_with: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of length 1 for each text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorsUpdate:
    """The result of bringing vectors up to date: those of the survey, and how many papers were read and dropped."""

    vectors: Vectors
    read: int
    dropped: int


def text_of(paper: Paper) -> str:
    """Return the text of a paper that a model reads: its title, and its abstract or else its digest."""
    bibliographic, digest = paper.bibliographic, paper.digest
    said = bibliographic.abstract or " ".join(
        part for part in (digest.summary, digest.problem, digest.idea, digest.results) if part
    )
    return f"{bibliographic.title}. {said}" if said else bibliographic.title


def update_vectors(
    papers: Sequence[Paper], old: Vectors | None, model: SentenceModel, *, anew: bool = False
) -> VectorsUpdate:
    """Give a vector to each paper that has none, or whose text has changed, and learn the words that are new.

    All other vectors stay as they are. With `anew`, without `old`, or with another model, all is made anew.
    """
    if anew or old is None or old.model != model.name:
        return VectorsUpdate(
            vectors=_all(papers, model),
            read=len(papers),
            dropped=len(old.papers.keys() - {paper.id for paper in papers}) if old else 0,
        )
    hashes = {paper.id: _hash(paper) for paper in papers}
    stale = [paper for paper in papers if getattr(old.papers.get(paper.id), "text", None) != hashes[paper.id]]
    kept = {id: vector for id, vector in old.papers.items() if id in hashes}
    basis = _basis(old.mean, old.axes)
    if stale:
        rows = _with_questions(
            stale, _projected(model.encode([text_of(paper) for paper in stale]), *basis), model, basis
        )
        kept |= {p.id: PaperVector(text=hashes[p.id], vector=to_bytes(row)) for p, row in zip(stale, rows, strict=True)}
    bags = [_bag(text_of(paper)) for paper in papers]
    targets = np.stack([from_bytes(kept[paper.id].vector) for paper in papers]) if papers else np.zeros((0, 0))
    known = {word: np.array(from_digits(digits)) * old.word_step for word, digits in old.words.items()}
    learned = learn_words(bags, targets, _weights(bags), known)
    fresh = {word: to_digits(vector, old.word_step) for word, vector in learned.items()}
    vectors = old.model_copy(
        update={"papers": dict(sorted(kept.items())), "words": dict(sorted({**old.words, **fresh}.items()))}
    )
    return VectorsUpdate(vectors=vectors, read=len(stale), dropped=len(old.papers.keys() - hashes.keys()))


def _all(papers: Sequence[Paper], model: SentenceModel) -> Vectors:
    """The vectors of a survey from nothing. Titles teach words as well as whole texts do."""
    texts = [text_of(paper) for paper in papers]
    titles = [paper.bibliographic.title for paper in papers]
    encoded = model.encode([*texts, *titles]).astype(np.float64)
    mean, axes = principal_axes(encoded[: len(texts)])
    written_mean, written_axes = to_bytes(mean * _SMALL), tuple(to_bytes(axis * _SMALL) for axis in axes)
    basis = _basis(written_mean, written_axes)
    rows = _projected(encoded, *basis)
    own = _with_questions(papers, rows[: len(texts)], model, basis)
    bags = [_bag(text) for text in (*texts, *titles)]
    learned = learn_words(bags, rows, _weights(bags[: len(texts)]), {})
    step = step_of([*learned.values()])
    return Vectors(
        model=model.name,
        licence=model.licence,
        made_with=model.made_with,
        mean=written_mean,
        axes=written_axes,
        papers={
            paper.id: PaperVector(text=_hash(paper), vector=to_bytes(row))
            for paper, row in zip(papers, own, strict=True)
        },
        word_step=step,
        words={word: to_digits(vector, step) for word, vector in sorted(learned.items())},
    )


def _basis(mean: str, axes: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Mean and axes from a file."""
    return from_bytes(mean) / _SMALL, np.stack([from_bytes(axis) for axis in axes]) / _SMALL


def _weights(bags: Sequence[Bag]) -> Mapping[str, float]:
    return inverse_frequencies(bags, _FEW if len(bags) >= MANY_PAPERS else 1)


def _projected(encoded: NDArray[np.floating], mean: Matrix, axes: Matrix) -> Matrix:
    """Vectors of the model in the survey's dimensions, of length 1."""
    return unit_rows((np.asarray(encoded, dtype=np.float64) - mean) @ axes.T)


def _with_questions(
    papers: Sequence[Paper], rows: Matrix, model: SentenceModel, basis: tuple[Matrix, Matrix]
) -> Matrix:
    """The vectors of texts, each with the mean of those of the questions that a curator says the paper answers."""
    asked = [(at, question) for at, paper in enumerate(papers) for question in paper.digest.questions]
    if not asked:
        return rows
    vectors = _projected(model.encode([question for _, question in asked]), *basis)
    sums, counts = np.zeros_like(rows), np.zeros(len(rows))
    for (at, _), vector in zip(asked, vectors, strict=True):
        sums[at] += vector
        counts[at] += 1
    return unit_rows(rows + sums / np.maximum(counts, 1)[:, None])


def _bag(text: str) -> Bag:
    """The stems of a text, as a query has them."""
    return Counter(term for word in words(text) for term in word.terms)


def _hash(paper: Paper) -> str:
    """Of all texts of a paper that the model reads."""
    return hashlib.sha256("\n".join((text_of(paper), *paper.digest.questions)).encode()).hexdigest()[:16]
