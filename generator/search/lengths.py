"""How long papers are on the average, for sites whose scores must compare."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue.languages import languages_of
from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..text.analysis import Analyser
from .parameters import INDEX
from .postings import texts_of


def mean_length(catalogue: Catalogue, papers: Sequence[Paper]) -> int:
    """Return the mean length of some papers of a catalogue: the weighted terms of the fields that count for it,
    rounded, at least 1. It is what `invert` compares papers with; a little more or less makes no difference to an
    order, as long as all sites have the same.
    """
    languages, analyser = languages_of(catalogue, papers), Analyser()
    total = 0.0
    for paper in papers:
        own = languages.papers[paper.id]
        for field, texts in texts_of(catalogue, paper).items():
            if INDEX.fields[field].long:
                found = (analyser.analyse(text, stops=field != "names", language=own) for text in texts)
                total += INDEX.fields[field].weight * sum(len(analysis.terms) for analysis in found)
        if not paper.bibliographic.abstract:
            total += INDEX.fields["abstract"].weight * sum(paper.derived.terms.values())
    return max(1, round(total / max(1, len(papers))))
