"""Determines the languages of a survey's texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..records.survey import Survey
from ..records.taxonomy import Taxonomy
from ..text.languages import ENGLISH, detect, language_of_tag

IN_ALL: Final = frozenset(("names", "mentions", "authors", "venue", "romanised"))
"""Searched fields whose texts belong to no language; they are analysed by the rules of every language."""
_FEWEST: Final = 2
_SHARE: Final = 0.01
"""A language that nobody named counts where so many papers have it, or such a share of them: a title may deceive."""


class Languages(NamedTuple):
    """The languages of a survey's texts, as codes such as `en`.

    `all` has each of them, the commonest first. `papers` maps a paper's id to the language of its title and abstract,
    `digests` to that of what a curator wrote about it; `taxonomy` is that of areas and facets.
    """

    all: tuple[str, ...]
    papers: Mapping[str, str]
    digests: Mapping[str, str]
    taxonomy: str

    def of(self, field: str, paper: Paper) -> tuple[str, ...]:
        """Return the languages by whose rules the texts that a paper has in a searched field are analysed: one for most
        fields, all for those in `IN_ALL`.
        """
        if field in IN_ALL:
            return self.all
        if field in ("title", "abstract"):
            return (self.papers[paper.id],)
        return (self.taxonomy if field in ("tags", "definitions") else self.digests[paper.id],)


class Detected(NamedTuple):
    """The languages of one paper's texts as they are detected: of title and abstract, and of what a curator wrote about
    it; empty if that cannot be told.
    """

    text: str
    digest: str


def detected_in(papers: Iterable[Paper]) -> dict[str, Detected]:
    """Return the languages of the texts of each paper, by its id."""
    return {paper.id: Detected(detect(_bibliographic(paper), ""), detect(_digest(paper), "")) for paper in papers}


def languages_of(
    survey: Catalogue | Survey, papers: Sequence[Paper], detected: Mapping[str, Detected] | None = None
) -> Languages:
    """Return the languages of a survey's texts: those that records name, else those that are `detected`, by paper id.

    A detected language that hardly any paper has is taken for an error, and its papers for English.
    """
    detected = detected_in(papers) if detected is None else detected
    own = language_of_tag(survey.settings.language) or ENGLISH
    named = {paper.id: language_of_tag(paper.bibliographic.lang) for paper in papers}
    of_papers = {paper.id: named[paper.id] or detected[paper.id].text or ENGLISH for paper in papers}
    counts = Counter(of_papers.values())
    certain = {language for language in named.values() if language} | {own, ENGLISH}
    seldom = {code for code, count in counts.items() if count < _FEWEST and count < _SHARE * len(papers)} - certain
    of_papers = {id: ENGLISH if code in seldom else code for id, code in of_papers.items()}
    counts = Counter(of_papers.values())
    known = {own, *counts}
    of_digests = {id: detected[id].digest if detected[id].digest in known else code for id, code in of_papers.items()}
    taxonomy = _taxonomy_language(survey.taxonomy, own)
    counts.update(of_digests.values())
    counts.update([taxonomy])
    in_order = sorted(counts, key=lambda code: (-counts[code], code != own, code))
    return Languages(tuple(in_order), of_papers, of_digests, taxonomy)


def _bibliographic(paper: Paper) -> str:
    return f"{paper.bibliographic.title}\n{paper.bibliographic.abstract or ''}"


def _digest(paper: Paper) -> str:
    digest = paper.digest
    return "\n".join(filter(None, (digest.summary, digest.problem, digest.idea, digest.results, *digest.questions)))


def _taxonomy_language(taxonomy: Taxonomy, own: str) -> str:
    tags = [*taxonomy.areas, *(value for facet in taxonomy.facets for value in facet.values)]
    return detect("\n".join(f"{tag.title} {tag.definition or ''}" for tag in tags), own)
