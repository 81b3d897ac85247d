"""Finds the phrases that distinguish a group of documents, and chooses its title and cue phrases from them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from ...text.analysis import is_paired
from .phrases import Phrase, Phrases

_MOST_CUES = 20
_HEAVIEST = 3.0
_ONE_WORD = 0.35
_SHRINKAGE = 5
"""Documents of the whole that are added to a group: what two of ten papers say is little evidence."""


class Contrast(NamedTuple):
    """How a phrase distinguishes a group of documents.

    `inside` and `titles` are the shares (0 to 1) of the group's documents that have it anywhere, and in the title.
    `contrast` is the logarithm of how many times more frequent the phrase is in the group than in all documents, drawn
    towards 0 in small groups, divided by the greatest possible: 0 for a phrase that is equally frequent everywhere,
    negative for a rarer one, near 1 for one of all documents of this group only. It is 0.5 if the group is all
    documents.
    """

    phrase: Phrase
    inside: float
    titles: float
    contrast: float

    @property
    def gain(self) -> float:
        """Return the share of documents that have the phrase, with those in titles counted twice, times its
        contrast.
        """
        return (self.inside + self.titles) * self.contrast


def contrasts(group: Sequence[int], phrases: Phrases) -> list[Contrast]:
    """Return the phrases that at least two documents of the group have and that can name a subject, the most telling
    first.

    If the group is all documents, each phrase has a contrast of one half.
    """
    members, total = len(group), len(phrases.readings)
    inside = Counter(chain.from_iterable(phrases.readings[number].anywhere for number in group))
    titles = Counter(chain.from_iterable(phrases.readings[number].in_title for number in group))
    most = math.log(total / members)
    least = max(2, round(0.03 * members))
    found = []
    for phrase, count in inside.items():
        if count < least or not phrases.names_a_subject(phrase):
            continue
        everywhere = phrases.papers[phrase] / total
        lift = (count + _SHRINKAGE * everywhere) / (members + _SHRINKAGE) / everywhere
        contrast = math.log(lift) / most if most else 0.5
        found.append(Contrast(phrase, count / members, titles[phrase] / members, contrast))
    return sorted(found, key=lambda contrast: (-contrast.gain, contrast.phrase))


def choose_cues(found: Sequence[Contrast], phrases: Phrases) -> dict[str, float]:
    """Return the cue phrases for a group, each with its weight from 0.5 to 3, at most twenty.

    `found` are the group's phrases, the most telling first. A phrase that contains, or is contained in, one chosen
    before is left out unless it tells much more.
    """
    cues: dict[str, float] = {}
    chosen: list[Contrast] = []
    for contrast in found:
        if len(cues) == _MOST_CUES:
            break
        if contrast.contrast < 0.25 or not phrases.is_whole(contrast.phrase):
            continue
        if len(contrast.phrase) == 1 and not contrast.titles and phrases.has_abstracts:
            continue  # mostly a verb
        if any(_overlap(contrast, other) for other in chosen):
            continue
        chosen.append(contrast)
        cues.setdefault(_as_cue(phrases.shown(contrast.phrase)), max(round(contrast.contrast * _HEAVIEST * 2) / 2, 0.5))
    return cues


def choose_titles(contrasts_of_groups: Sequence[Sequence[Contrast]], phrases: Phrases) -> list[list[Phrase]]:
    """Return for each group up to four phrases that can be its title, the best first; an empty list if none is left.
    `contrasts_of_groups` has the phrases of each group.

    No two groups have a first phrase in common, or one that is part of the other's.
    """
    ranked = sorted(
        (
            (-_worth_as_title(contrast), number, contrast.phrase)
            for number, contrasts in enumerate(contrasts_of_groups)
            for contrast in contrasts[:200]
            if contrast.contrast > 0 and phrases.is_whole(contrast.phrase)
        ),
        key=lambda row: (row[0], row[2], row[1]),
    )
    titles: list[list[Phrase]] = [[] for _ in contrasts_of_groups]
    taken: list[Phrase] = []
    for _, number, phrase in ranked:
        own = titles[number]
        if len(own) < 4 and not any(_share_words(phrase, other) for other in own):
            if not own and any(_is_part(phrase, other) or _is_part(other, phrase) for other in taken):
                continue
            own.append(phrase)
            if len(own) == 1:
                taken.append(phrase)
    return titles


def _worth_as_title(contrast: Contrast) -> float:
    """Return how well a phrase names its group, more is better: two words or three say more than one, and a title's
    words more than others.
    """
    length = 1.0 if len(contrast.phrase) > 1 else _ONE_WORD
    return (contrast.inside + 2 * contrast.titles) * contrast.contrast * length


def _overlap(one: Contrast, other: Contrast) -> bool:
    """Return whether `one` adds little to `other`: one phrase is a part of the other, and stands in nearly the same
    documents or tells little more.
    """
    if _is_part(other.phrase, one.phrase):
        return one.contrast < 1.2 * other.contrast or one.inside > 0.8 * other.inside
    return _is_part(one.phrase, other.phrase) and one.inside < 1.5 * other.inside


def _is_part(short: Phrase, long: Phrase) -> bool:
    """Return whether the words of one phrase stand in a row in another.

    >>> _is_part(("neural", "machine"), ("neural", "machine", "translation")) True
    """
    return any(long[start : start + len(short)] == short for start in range(len(long) - len(short) + 1))


def _share_words(one: Phrase, other: Phrase) -> bool:
    """Return whether two phrases have a word in common, or two words with the same first five letters: `parsing`,
    `parser`.
    """
    return bool({word[:5] for word in one} & {word[:5] for word in other})


def _as_cue(shown: str) -> str:
    """Return a phrase, as it is `shown`, as a cue that matches it however a text writes it: in lower case, since a cue
    matches capitals after its first letter exactly.
    """
    return shown if is_paired(shown) else shown.lower()
