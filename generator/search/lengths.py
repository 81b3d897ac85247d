"""The mean length of papers, for several sites whose scores must be comparable."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue.languages import languages_of
from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..text.analysis import Analyser
from .parameters import INDEX
from .postings import texts_of


def mean_length(catalogue: Catalogue, papers: Sequence[Paper]) -> int:
    """Return the mean length of some papers of a catalogue, rounded, at least 1, with which `invert` compares each
    paper.

    A paper's length is the sum of its weighted terms in the fields that count for it. The exact value matters little,
    as long as all sites have the same.
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
