"""Measures how well areas are chosen: accuracy, F1 of each area, calibration, and which cues help."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .batch import LEAST_CURATED, CuratedArea, can_learn, classify_all
from .cues import Cues
from .documents import Document

_BINS = 10
_MISLEADS = 2
"""Papers that a cue must draw to the wrong area before it is called misleading, if they are more than it serves."""


class Guess(NamedTuple):
    """What was chosen for a paper whose area is known.

    `truth` is the curator's area, None if the paper belongs to none; `area` the chosen one, None if unplaced; `ranking`
    the areas with their probabilities, the best first.
    """

    truth: str | None
    area: str | None
    ranking: tuple[tuple[str, float], ...]


class CueUse(NamedTuple):
    """How a cue of an area served: `right` counts papers of that area to which it gave points, `wrong` papers of other
    areas which the cues, with its help, put into this one.
    """

    area: str
    cue: str
    right: int
    wrong: int


class AreaScore(NamedTuple):
    """Precision, recall and F1 of one area, given by its key, each from 0 to 1, and how many of the judged papers
    belong to it.

    Precision is 0 for an area that no paper was put into, recall 0 for one to which none belongs, F1 0 if no paper was
    put there rightly.
    """

    area: str
    papers: int
    precision: float
    recall: float
    f1: float


def guess_areas(
    labelled: Mapping[str, CuratedArea], cues: Cues, curated: Mapping[str, CuratedArea] | None = None
) -> list[Guess]:
    """Return what import and build would choose for each labelled paper that is not among the `curated`, in order, if
    only these were decided: by what is learned from them if they are enough, else by the cues.
    """
    held = {key: item for key, item in labelled.items() if key not in (curated or {})}
    found = classify_all({key: item.document for key, item in held.items()}, cues, curated)
    return [Guess(item.area, found[key].area, found[key].ranking) for key, item in held.items()]


def cross_validate(labelled: Mapping[str, CuratedArea], cues: Cues, folds: int = 10) -> list[Guess]:
    """Return a guess for each labelled paper, from a model that was trained on the papers of the other folds.

    Each fold has its part of every area. Papers are assigned to folds by a hash of their keys, so that the result
    depends neither on chance nor on the order of the papers.
    """
    keys = sorted(labelled, key=lambda key: hashlib.sha256(key.encode()).digest())
    seen: Counter[str] = Counter()
    offsets = {area: number for number, area in enumerate(sorted({item.area or "" for item in labelled.values()}))}
    dealt = defaultdict(list)
    for key in keys:
        area = labelled[key].area or ""
        dealt[(seen[area] + offsets[area]) % folds].append(key)
        seen[area] += 1
    guesses = []
    for fold in range(folds):
        held = set(dealt[fold])
        curated = {key: item for key, item in sorted(labelled.items()) if key not in held}
        guesses += guess_areas(labelled, cues, curated) if held else []
    return guesses


def accuracy(guesses: Sequence[Guess], *, first: int = 1) -> float:
    """Return the share of guesses that are right, from 0 to 1; 0 if there are none.

    A paper that wrongly stays unplaced is wrong. With `first` above 1, a guess is right if the true area is among so
    many of its ranking.
    """
    right = [
        guess.area == guess.truth if first == 1 or guess.truth is None else guess.truth in dict(guess.ranking[:first])
        for guess in guesses
    ]
    return sum(right) / len(right) if right else 0.0


def calibration_error(guesses: Sequence[Guess]) -> float:
    """Return the expected calibration error, from 0 to 1; 0 if there are no guesses.

    It is the mean difference between the probability of the likeliest area and how often that area is right, over ten
    bins of probability weighted by their papers (Naeini and others, 2015). Papers that rightly stay unplaced are left
    out.
    """
    guesses = [guess for guess in guesses if guess.truth is not None or guess.area is not None]
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for guess in guesses:
        area, probability = guess.ranking[0] if guess.ranking else ("", 0.0)
        bins[min(_BINS - 1, int(probability * _BINS))].append((probability, area == guess.truth))
    gaps = [abs(sum(p for p, _ in held) - sum(right for _, right in held)) for _, held in sorted(bins.items())]
    return sum(gaps) / len(guesses) if guesses else 0.0


def score_areas(guesses: Sequence[Guess]) -> list[AreaScore]:
    """Return precision, recall and F1 of each area that occurs among the guesses, in alphabetical order."""
    truth = Counter(guess.truth for guess in guesses if guess.truth)
    given = Counter(guess.area for guess in guesses if guess.area)
    right = Counter(guess.area for guess in guesses if guess.area and guess.area == guess.truth)
    scores = []
    for area in sorted({*truth, *given}):
        precision = right[area] / given[area] if given[area] else 0.0
        recall = right[area] / truth[area] if truth[area] else 0.0
        f1 = 2 * precision * recall / (precision + recall) if right[area] else 0.0
        scores.append(AreaScore(area, truth[area], precision, recall, f1))
    return scores


def judge_cues(
    labelled: Mapping[str, CuratedArea], cues: Cues, others: Sequence[Document] = ()
) -> tuple[list[CueUse], list[CueUse]]:
    """Return two lists: the cues that match no paper, neither of `labelled` nor of `others`, and the misleading ones.

    A cue misleads if it helped to put two papers or more into the wrong area, and more than it gave points to in the
    right one; the worst is first.
    """
    right: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    fired = {
        (area, cue.text)
        for document in others
        for (kind, area), score in cues.scores(document.title, document.abstract, document.introduced).items()
        for cue in (score.cues if kind == "area" else ())
    }
    guesses = guess_areas(labelled, cues)
    for guess, item in zip(guesses, labelled.values(), strict=True):
        document = item.document
        for (kind, area), score in cues.scores(document.title, document.abstract, document.introduced).items():
            for cue in score.cues if kind == "area" else ():
                fired.add((area, cue.text))
                if cue.points > 0 and area == guess.truth:
                    right[area, cue.text] += 1
                elif cue.points > 0 and area == guess.area:
                    wrong[area, cue.text] += 1
    every = [(area.key, cue) for area in cues.taxonomy.areas for cue in dict.fromkeys((*area.cues, *area.title_cues))]
    uses = [CueUse(area, cue, right[area, cue], wrong[area, cue]) for area, cue in every]
    silent = [use for use in uses if (use.area, use.cue) not in fired]
    misleading = [use for use in uses if use.wrong >= _MISLEADS and use.wrong > use.right]
    return silent, sorted(misleading, key=lambda use: (use.right - use.wrong, use.area, use.cue))


def evaluate_areas(labelled: Mapping[str, CuratedArea], cues: Cues, others: Sequence[Document] = ()) -> dict[str, Any]:
    """Return all measures, of how areas are chosen for the `labelled` papers, as one mapping for JSON.

    `papers` and `unplaced` are counts; `cues_only` has the measures of cues alone, `learned` those of the trained model
    if there are papers enough; `silent` and `misleading` list cues. `others` are papers that no curator decided, in
    which cues may occur too.
    """
    silent, misleading = judge_cues(labelled, cues, others)
    unplaced = sum(item.area is None for item in labelled.values())
    report: dict[str, Any] = {"papers": len(labelled), "unplaced": unplaced}
    report["cues_only"] = _measures(guess_areas(labelled, cues))
    if can_learn(labelled):
        report["learned"] = _measures(cross_validate(labelled, cues))
    report["silent"] = [use._asdict() for use in silent]
    report["misleading"] = [use._asdict() for use in misleading]
    return report


def report_lines(report: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines that show a report, as `evaluate_areas` returns it, in a terminal."""
    yield f"{report['papers']} papers on whose area the curator decided, {report['unplaced']} of them left unplaced"
    for name, title in (("cues_only", "cues alone"), ("learned", "learnt, in ten folds")):
        if measures := report.get(name):
            yield f"{title}: accuracy {measures['accuracy']:.3f}, calibration error {measures['ece']:.3f}"
            yield (
                f"  unplaced {measures['unplaced']}, {measures['rightly_unplaced']} of them rightly; "
                f"right area among the first three {measures['top3']:.3f}"
            )
            for score in measures["areas"]:
                yield (
                    f"  {score['f1']:.2f} F1  {score['precision']:.2f} precision  {score['recall']:.2f} recall  "
                    f"{score['papers']:4d} papers  {score['area']}"
                )
    if "learned" not in report:
        yield f"a model is trained from {LEAST_CURATED} curated papers of two areas on"
    for name, title in (("silent", "cues that no paper holds"), ("misleading", "cues that mislead")):
        yield f"{title}: {len(report[name])}"
        for use in report[name]:
            yield f"  {use['area']}: {use['cue']}" + (
                f"  right {use['right']}, wrong {use['wrong']}" if use["wrong"] else ""
            )


def _measures(guesses: Sequence[Guess]) -> dict[str, Any]:
    """Return the measures of guesses as data for JSON, rounded to four digits; `areas` has a mapping for each area."""
    areas = [
        {k: round(v, 4) if isinstance(v, float) else v for k, v in s._asdict().items()} for s in score_areas(guesses)
    ]
    return {
        "accuracy": round(accuracy(guesses), 4),
        "top3": round(accuracy(guesses, first=3), 4),
        "ece": round(calibration_error(guesses), 4),
        "unplaced": sum(guess.area is None for guess in guesses),
        "rightly_unplaced": sum(guess.area is None and guess.truth is None for guess in guesses),
        "areas": areas,
    }
