"""Classifies many papers at once. One of three methods chooses the areas:

- if a curator has placed thirty papers or more, a model that learns from them (`learned`);
- else the cues (`cues`), if any area of the taxonomy has some;
- else the words of the areas' titles and definitions (`wording`).

With each of them, a paper that is not about the taxonomy's field gets no area (`field`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...processes import spread
from ...records.evidence import AREA, Evidence, EvidenceKey
from ...text.term_weights import weigh_terms
from . import BY_TITLE, Classification, classify, rank_areas
from .common_words import is_specific
from .cues import Choice, Cues, Score
from .documents import Document, count_words, count_words_and_pairs, split_words
from .field import Field, Kinship
from .keywords import ValueTitles

if TYPE_CHECKING:
    from .learned import Learned
    from .likeness import Nearest
    from .wording import Matrix, Vectors

LEARNED = "learned"
"""The value of `Evidence.by` for an area that the model chose."""
LEAST_CURATED = 30
"""How many papers a curator must have placed for a model to be trained."""
_LEAST_TIMES = 2.0
"""How much likelier than by chance the most likely area must be to be proposed; half is enough in any case."""
_LEAST_NEAR = 0.02
"""The nearness to an area's title below which it is not proposed."""
_BATCH = 100
"""Papers that are classified together at least."""
_SURELY = 1.5
"""How many times the bar of its field a paper must reach for one word of all research to place it."""
_SPECIFIC_VALUES = 2
"""Facet values that must be spoken of in the title of a paper that no area knows, for its facets to hold."""
_DIGITS = 9
"""To which probabilities and points are rounded before they are ordered: machines differ in the last few digits, and
words that always stand together have equal points.
"""
_WORDS = 3
"""Words that are given as those that decided."""
_FIRST = 3
"""Areas of a ranking of which it is told what speaks for them."""
_BY_MEANING = 0.25
"""The part that vectors have in what speaks for an area, from which it is said; where words have less, they are not."""


class CuratedArea(NamedTuple):
    """A paper whose area a curator decided, and the key of the area; None if the curator left it unplaced."""

    document: Document
    area: str | None


class _Proposal(NamedTuple):
    """What a model says of a paper. `ranking` has the areas with their probabilities, the best first, and `holds` says
    whether the best is likely enough. For each of the first few areas, `words` has the stems of the paper that spoke
    for it, the strongest first, and `like` the keys of the curated papers that are nearest in meaning.
    """

    ranking: tuple[tuple[str, float], ...]
    holds: bool
    words: tuple[tuple[str, ...], ...]
    like: tuple[tuple[str, ...], ...] = ()


def classify_all(
    documents: Mapping[str, Document],
    cues: Cues,
    curated: Mapping[str, CuratedArea] | None = None,
    others: Sequence[Document] = (),
) -> dict[str, Classification]:
    """Return the classification of each document, under the same keys.

    `curated` are papers whose area a curator decided; `others` are the rest of the survey, which tell which words are
    common. A document whose key is also in `curated` is classified by cues only, since its area is decided.
    """
    taxonomy, field, titles = cues.taxonomy, Field(cues.taxonomy), ValueTitles(cues.taxonomy)
    areas = {area.key for area in taxonomy.areas}
    known = {key: held for key, held in (curated or {}).items() if held.area in areas}
    texts = list(documents.values())
    by_rules = spread(lambda some: [_by_rules(document, cues, field, titles) for document in some], texts, _BATCH)
    found = dict(zip(documents, by_rules, strict=True))
    open_documents = {key: document for key, document in documents.items() if key not in known}
    if can_learn(known):
        kinship = Kinship(field, _texts(known))
        akin = {key for key, document in open_documents.items() if kinship.of(document) >= kinship.bar}
        proposals, by = _proposals(open_documents, cues, known, others), LEARNED
    elif _has_cues(cues):
        return found
    else:
        proposals, by = _proposals(open_documents, cues, {}, (*others, *_texts(known))), BY_TITLE
        words = {area.key: frozenset(split_words(area.title, pairs=False)) for area in taxonomy.areas}
        akin = {
            key
            for key, document in open_documents.items()
            if field.share(document) >= field.bar
            or len(words[proposals[key].ranking[0][0]] & count_words(document).keys()) > 1
        }
    for key, proposal in proposals.items():
        proposed = found[key]._replace(is_far=key not in akin)
        found[key] = _with_proposal(proposed, documents[key], proposal, by)
    return found


def stands_alone(cues: Cues, curated: Mapping[str, CuratedArea]) -> bool:
    """Return whether `classify_all` decides on each paper by its own text, whatever the others say: there are cues, and
    too few curated papers to learn from.
    """
    areas = cues.taxonomy.areas
    known = {key: held for key, held in curated.items() if held.area in {area.key for area in areas}}
    return not can_learn(known) and _has_cues(cues)


class ByRules(Mapping[str, Classification]):
    """The classifications of papers by the rules, by any key, each found when it is asked for. It serves where each
    paper stands alone (`stands_alone`), so that a process that works on a part of the papers need not wait for the
    others.
    """

    def __init__(self, keys: Collection[str], document: Callable[[str], Document], cues: Cues) -> None:
        """Prepare to classify by the cues alone what `document` returns for each of the `keys`."""
        self._keys, self._document, self._cues = keys, document, cues
        self._field, self._titles = Field(cues.taxonomy), ValueTitles(cues.taxonomy)

    def __getitem__(self, key: str) -> Classification:
        return _by_rules(self._document(key), self._cues, self._field, self._titles)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _has_cues(cues: Cues) -> bool:
    areas = cues.taxonomy.areas
    return any(area.cues or area.title_cues for area in areas) or len(areas) < 2


def can_learn(curated: Mapping[str, CuratedArea]) -> bool:
    """Return whether a model can be trained with the curated papers, which are given by key: at least `LEAST_CURATED`
    of them are placed, in at least two areas.
    """
    placed = [held.area for held in curated.values() if held.area]
    return len(placed) >= LEAST_CURATED and len(set(placed)) > 1


def _texts(curated: Mapping[str, CuratedArea]) -> list[Document]:
    return [held.document for held in curated.values()]


def _by_rules(document: Document, cues: Cues, field: Field, titles: ValueTitles) -> Classification:
    """Return what the cues choose for a document. A document of another field gets no area, and of the facets only
    those that papers of any field may have, or that a keyword of its source names.
    """
    scores = cues.scores(document.title, document.abstract, document.introduced)
    found = classify(document.title, document.abstract, cues, document.introduced, scores)
    ranked = [(area, score) for area, score in rank_areas(scores, cues.taxonomy) if score.total > 0]
    total = sum(score.total for _, score in ranked)
    share = field.share(document)
    is_known = share >= field.bar
    ranking = tuple((area, score.total / total) for area, score in ranked)
    found = found._replace(ranking=ranking, is_far=not is_known)
    if not (is_known and ranked and (share >= _SURELY * field.bar or _is_evidence(ranked[0][1]))):
        found = _unplaced(found)
    if not is_known and _specific_values(scores, found) < _SPECIFIC_VALUES:
        found = _without_facets_of_the_field(found, field)
    return titles.add(found, document.keywords)


def _specific_values(scores: Mapping[Choice, Score], found: Classification) -> int:
    """Return how many of the facet values found have a cue in the title that is more than a word of all research.
    `scores` has the cues of each value.
    """
    held = [(facet, value) for facet, values in found.facets.items() for value in values]
    return sum(any(cue.part == "title" and is_specific(cue.text) for cue in scores[choice].cues) for choice in held)


def _is_evidence(score: Score) -> bool:
    """Return whether a score has more than one cue for a value, or one that is more than a word of all research, such
    as “model”.
    """
    speaking = {cue.text for cue in score.cues if cue.points > 0}
    return len(speaking) > 1 or any(is_specific(cue) for cue in speaking)


def _unplaced(found: Classification) -> Classification:
    return found._replace(area=None, evidence={key: why for key, why in found.evidence.items() if key != AREA})


def _without_facets_of_the_field(found: Classification, field: Field) -> Classification:
    """Return the classification with only those facets that papers of any field may have."""
    foreign = field.foreign_facets
    return found._replace(
        facets={facet: values for facet, values in found.facets.items() if facet not in foreign},
        evidence={key: why for key, why in found.evidence.items() if key.kind not in foreign},
    )


def _proposals(
    documents: Mapping[str, Document], cues: Cues, known: Mapping[str, CuratedArea], others: Sequence[Document]
) -> dict[str, _Proposal]:
    """Return by key what the model says of each document, or if nothing is curated (`known`), what the titles of areas
    say. `others` are texts that only tell how common words are.
    """
    if not documents:
        return {}
    # Loaded here, as is numpy: a build that asks no model pays for none.
    from .learned import Learned
    from .wording import Vectors, propose_by_title

    texts = [*_texts(known), *documents.values(), *others]
    pairs = all(text.abstract is not None or not text.terms for text in texts)
    areas = cues.taxonomy.areas
    vectors = Vectors([count_words_and_pairs(text, pairs=pairs) for text in texts], areas)
    rows = range(len(known), len(known) + len(documents))
    keys = [area.key for area in areas]
    if known:
        learned, near = _learned(vectors, texts, cues, known, pairs)
        holds = learned.probabilities >= min(0.5, _LEAST_TIMES / len(areas))
    else:
        probabilities, words, nearness = propose_by_title(vectors)
        learned, near, holds = Learned(probabilities, words), None, nearness >= _LEAST_NEAR
    curated = list(known)
    found = {}
    for key, row in zip(documents, rows, strict=True):
        found[key] = _proposal(vectors, learned, holds[row], row, keys)
        if near is not None:
            found[key] = _with_like(found[key], row, learned, near, keys, curated)
    return found


def _learned(
    vectors: Vectors, texts: Sequence[Document], cues: Cues, known: Mapping[str, CuratedArea], pairs: bool
) -> tuple[Learned, Nearest | None]:
    """Return what the model says of all texts, of which the curated papers, `known`, come first; and what finds the
    curated papers that are nearest in meaning, None if the texts have no vectors. `pairs` says whether cues of several
    words count.
    """
    import numpy as np

    from .learned import Curated, learn
    from .likeness import Nearest, meaning_of, whole_vectors

    numbers = {area.key: number for number, area in enumerate(cues.taxonomy.areas)}
    labels = np.array([numbers[str(held.area)] for held in known.values()], dtype=np.intp)
    whole = whole_vectors(texts)
    points = _cue_points(texts, cues, whole=pairs)
    learned = learn(vectors, points, Curated(np.arange(len(known)), labels), meaning_of(whole))
    return learned, None if whole is None else Nearest(whole, labels)


def _cue_points(texts: Sequence[Document], cues: Cues, *, whole: bool) -> Matrix | None:
    """Return the points that the cues of each area get (texts × areas); None if no area has cues. Unless all texts are
    `whole`, single words count only, so that texts whose abstracts are not kept can be compared with others.
    """
    import numpy as np

    areas = cues.taxonomy.areas
    if not any(area.cues or area.title_cues for area in areas):
        return None
    points = np.zeros((len(texts), len(areas)))
    for row, text in enumerate(texts):
        abstract = text.abstract if whole else ". ".join(text.terms or weigh_terms("", text.abstract))
        scores = cues.scores(text.title, abstract, text.introduced if whole else ())
        points[row] = [score.total if (score := scores.get(("area", area.key))) else 0.0 for area in areas]
    return points


def _proposal(vectors: Vectors, learned: Learned, holds: Matrix, row: int, areas: Sequence[str]) -> _Proposal:
    """Return the proposal for the paper in a row of the vectors. `holds` says for each area whether its probability is
    enough; `areas` are their keys.
    """
    probabilities, words = learned.probabilities[row].round(_DIGITS), learned.words
    order = sorted(range(len(areas)), key=lambda area: (-probabilities[area], area))
    paper = vectors.papers[[row]]
    spoken = paper.data[:, None] * words[paper.indices][:, order[:_FIRST]].round(_DIGITS)
    strongest = [sorted(range(len(paper.indices)), key=lambda at: (-points[at], at)) for points in spoken.T]
    return _Proposal(
        tuple((areas[area], float(probabilities[area])) for area in order),
        bool(holds[order[0]]),
        tuple(
            tuple(vectors.words[paper.indices[at]] for at in found[: 4 * _WORDS] if points[at] > 0)
            for found, points in zip(strongest, spoken.T, strict=True)
        ),
    )


def _with_like(
    proposal: _Proposal, row: int, learned: Learned, nearest: Nearest, areas: Sequence[str], curated: Sequence[str]
) -> _Proposal:
    """Return the proposal for the text in a row, with the keys of the curated papers that are nearest in meaning, for
    each area for which vectors speak; and without words where hardly anything else speaks for the area. `areas` and
    `curated` are the keys of areas and curated papers, by their numbers.
    """
    import numpy as np

    if learned.meaning is None:
        return proposal
    total, meant = np.log(np.maximum(learned.probabilities[row], 1e-300)), learned.meaning[row]
    words, like = [], []
    for (area, _), spoken in zip(proposal.ranking, proposal.words, strict=False):
        number = areas.index(area)
        lead, part = total[number] - total.mean(), meant[number] - meant.mean()
        near = nearest.of(row, number) if part > 0 and part >= _BY_MEANING * lead else []
        like.append(tuple(curated[at] for at in near))
        words.append(() if near and part > (1 - _BY_MEANING) * lead else spoken)
    return proposal._replace(words=tuple(words), like=tuple(like))


def _with_proposal(found: Classification, document: Document, proposal: _Proposal, by: str) -> Classification:
    """Return the classification with the proposed area in place of the cues', and as evidence the words that decided;
    `by` is the rule's name. Without an area if the proposal does not hold.
    """
    found = _unplaced(found)._replace(ranking=proposal.ranking, words=proposal.words, like=proposal.like)
    if not proposal.holds or found.is_far:
        return found
    (area, best), *rest = proposal.ranking
    lead = best - (rest[0][1] if rest else 0.0)
    evidence = {AREA: _evidence(document, proposal.words[0], by, area, best, lead)}
    if proposal.like and proposal.like[0]:
        evidence[AREA] = evidence[AREA].model_copy(update={"like": proposal.like[0]})
    merged: dict[EvidenceKey, Evidence] = {**evidence, **found.evidence}
    return found._replace(area=area, evidence=merged)


def _evidence(
    document: Document, words: Sequence[str], by: str, area: str, probability: float, margin: float
) -> Evidence:
    """Return the evidence of a proposed area: the words that decided, and where the strongest of them stands. `by` is
    the name of the rule, `probability` that of the area, and `margin` its lead over the next one.
    """
    from .quoting import quote_words

    distinct = quote_words(document, words)
    first = distinct[0] if distinct else None
    return Evidence(
        value=area,
        phrase=first.phrase if first else None,
        place=first.place if first else None,
        by=by,
        words=tuple(quoted.words for quoted in distinct[:_WORDS]) or None,
        score=round(probability, 2),
        margin=round(margin, 2),
    )
