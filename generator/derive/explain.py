"""Explains in plain text why a paper has its values, for `catalogue explain`."""

from __future__ import annotations

from collections.abc import Iterator

from ..records.evidence import AREA, NAME, Evidence, EvidenceKey
from ..records.paper import Bibliographic, Derived, Paper
from ..records.provenance import all_sources, facts_of, headings_of, owners
from ..records.survey import Survey
from . import rules_of
from .classify import rank_areas
from .classify.batch import classify_all
from .classify.documents import Document
from .names import name_things

_MOST_AREAS = 5
"""Areas whose score is shown, the best first."""
_MOST_CUES = 6
"""Cues that are shown with each."""


def explain(paper: Paper, survey: Survey) -> str:
    """Return a text for the terminal: each value of a paper with its reason, and what the rules chose where a curator
    overruled them; the scores of the best areas; who gave which bibliographic fact; and the repairs of the raw text.
    """
    return "\n".join(_lines(paper, survey)) + "\n"


def _lines(paper: Paper, survey: Survey) -> Iterator[str]:
    """Yield the lines that `catalogue explain` prints of a paper: its title, its values with their reasons, the areas'
    scores, sources, and repairs.
    """
    yield f"{paper.id}: {paper.bibliographic.title}"
    yield ""
    yield _value("name", paper.derived.name, paper.derived.evidence.get(NAME))
    yield _value("area", paper.derived.area, paper.derived.evidence.get(AREA))
    if headings := headings_of(paper):
        yield f"headings of its sources: {'; '.join(headings)}"
    for facet in survey.taxonomy.facets:
        values = paper.derived.facets.get(facet.key, ())
        for value in facet.values:
            reason = paper.derived.evidence.get(EvidenceKey(facet.key, value.key))
            if value.key in values:
                yield f"{facet.key}: {value.key}" + (f" — {_reason(reason)}" if reason else " — curator")
            elif reason:
                yield f"{facet.key}: not {value.key} — curator; a rule had found: {_reason(reason)}"
    for field in ("introduces", "links", "mentions", "figures"):
        yield from _list(field, paper.derived)
    if paper.bibliographic.abstract:
        yield ""
        yield "area scores with today's cues:"
        yield from _area_scores(paper.bibliographic, survey)
    if given := list(_sources(paper)):
        yield ""
        yield "what the bibliography says, and who says it:"
        yield from given
    if paper.provenance.repairs:
        yield ""
        yield "repairs of the raw text:"
        for mended in paper.provenance.repairs:
            yield f"  {mended.place}: {mended.was} → {mended.became}  ({mended.rule})"


def _sources(paper: Paper) -> Iterator[str]:
    """Yield a line for each bibliographic fact of a paper that a source states: its value, which source gave it, and
    what others say; then a line for each other version.
    """
    sources = all_sources(paper)
    decided = owners(paper)
    first = next(iter(sources), None)
    for field, value in facts_of(paper.bibliographic.title, paper.bibliographic).items():
        others = [f"{source.place} says “{source.says[field]}”" for source in sources if field in source.says]
        if field in decided:
            by = f"{decided[field].place} ({decided[field].reader})"
            rule = "the first to say it" if others and decided[field] is first else ""
            told = [by, rule, *others]
        elif any(field in source.gave for source in sources):
            told = ["curator; a source gave another", *others]
        elif others:
            told = ["curator", *others]
        else:
            continue
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        yield f"  {field}: {shown} — {'; '.join(filter(None, told))}"
    for version in paper.bibliographic.versions:
        ids = (f"{kind}:{id}" for kind, id in version.ids.model_dump(exclude_none=True).items())
        parts = (version.type or "version", version.title, version.venue, str(version.year or ""), *ids)
        yield f"  also published: {', '.join(filter(None, parts))}"


def _area_scores(bibliographic: Bibliographic, survey: Survey) -> Iterator[str]:
    """Yield a line for each of the best areas, with its score and cues. They are scored and ranked as `classify` does
    it, so that its choice comes first.
    """
    rules = rules_of(survey)
    introduced = name_things(bibliographic.title, bibliographic.abstract, rules.known).places
    scores = rules.cues.scores(bibliographic.title, bibliographic.abstract, introduced)
    ranking = rank_areas(scores, survey.taxonomy)
    for area, score in ranking[:_MOST_AREAS]:
        cues = ", ".join(f"{cue.text} {cue.points:+.1f}" for cue in score.cues[:_MOST_CUES])
        yield f"  {score.total:6.1f}  {area}  ({cues})"
    document = Document(bibliographic.title, bibliographic.abstract, introduced)
    if ranking and classify_all({"": document}, rules.cues)[""].area is None:
        yield "  unplaced: the text holds too few words of this field, or no area has a positive score"


def _value(field: str, value: str | None, reason: Evidence | None) -> str:
    """Return the line that explains the single value of a field: who chose it, and if the curator chose otherwise, what
    the rule chose. `reason` is its evidence; None without any.
    """
    shown = value or "none"
    if reason is None:
        return f"{field}: {shown} — {'curator' if value else 'nothing speaks for any'}"
    if reason.value != value:
        return f"{field}: {shown} — curator; the rule chose {reason.value}: {_reason(reason)}"
    return f"{field}: {shown} — {_reason(reason)}"


def _list(field: str, derived: Derived) -> Iterator[str]:
    """Yield a line for each item of the list `field` with its reason, then one for each item that a rule found and a
    curator took out.
    """
    lists: dict[str, dict[str, str]] = {
        "introduces": {introduced.name: f"{introduced.name} ({introduced.kind})" for introduced in derived.introduces},
        "links": {link.url: f"{link.url} ({link.kind})" for link in derived.links},
        "mentions": {mention.id: f"{mention.id} as “{mention.as_}”" for mention in derived.mentions},
        "figures": {figure: figure for figure in derived.figures},
    }
    shown = lists[field]
    for item, text in shown.items():
        reason = derived.evidence.get(EvidenceKey(field, item))
        yield f"{field}: {text} — {_reason(reason) if reason else 'curator'}"
    for (kind, key), reason in derived.evidence.items():
        if kind == field and key is not None and key not in shown:
            yield f"{field}: not {key} — curator; a rule had found: {_reason(reason)}"


def _reason(reason: Evidence) -> str:
    """Return phrase, location, rule, words, nearest papers, score and margin of evidence on one line, as far as there
    are any.
    """
    parts = [
        f"“{reason.phrase}”" if reason.phrase else "",
        f"({reason.place})" if reason.place else "",
        f"by {reason.by}",
        f"from {', '.join(reason.words)}" if reason.words else "",
        f"near in meaning to {', '.join(reason.like)}" if reason.like else "",
    ]
    if reason.score is not None:
        parts.append(f"score {reason.score:g}")
    if reason.margin is not None:
        parts.append(f"margin {reason.margin:g}")
    return " ".join(part for part in parts if part)
