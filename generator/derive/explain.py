"""Says in plain text why a paper stands where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from ..records.evidence import Evidence
from ..records.paper import Paper
from ..records.survey import Survey
from .classify import explain_scores
from .classify.cues import Cues


def explain(paper: Paper, survey: Survey) -> str:
    """Every value in force with its reason, and what the rules would have chosen where a curator differs."""
    return "\n".join(_lines(paper, survey)) + "\n"


def _lines(paper: Paper, survey: Survey) -> Iterator[str]:
    yield f"{paper.id}: {paper.title}"
    yield ""
    yield _value("name", paper.name, paper.evidence.get("name"))
    yield _value("area", paper.area, paper.evidence.get("area"))
    for facet in survey.taxonomy.facets:
        values = paper.facets.get(facet.key, ())
        for value in facet.values:
            reason = paper.evidence.get(f"{facet.key}.{value.key}")
            if value.key in values:
                yield f"{facet.key}: {value.key}" + (f" — {_reason(reason)}" if reason else " — curator")
            elif reason:
                yield f"{facet.key}: not {value.key} — curator; a rule had found: {_reason(reason)}"
    for field in ("introduces", "links", "mentions", "figures"):
        yield from _list(field, paper)
    if paper.abstract:
        yield ""
        yield "area scores with today's cues:"
        scores = Cues(survey.taxonomy).scores(paper.title, paper.abstract)
        for key, score in explain_scores(scores, "area.")[:5]:
            cues = ", ".join(f"{cue} {points:+.1f}" for cue, points, *_ in score.cues[:6])
            yield f"  {score.total:6.1f}  {key}  ({cues})"
    if paper.repairs:
        yield ""
        yield "repairs of the raw text:"
        for mended in paper.repairs:
            yield f"  {mended.place}: {mended.was} → {mended.became}  ({mended.rule})"


def _value(field: str, value: str | None, reason: Evidence | None) -> str:
    shown = value or "none"
    if reason is None:
        return f"{field}: {shown} — {'curator' if value else 'nothing speaks for any'}"
    if reason.value != value:
        return f"{field}: {shown} — curator; the rule chose {reason.value}: {_reason(reason)}"
    return f"{field}: {shown} — {_reason(reason)}"


def _list(field: str, paper: Paper) -> Iterator[str]:
    have: dict[str, str] = {
        "introduces": {thing.name: f"{thing.name} ({thing.kind})" for thing in paper.introduces},
        "links": {link.url: f"{link.url} ({link.kind})" for link in paper.links},
        "mentions": {mention.id: f"{mention.id} as “{mention.as_}”" for mention in paper.mentions},
        "figures": {figure: figure for figure in paper.figures},
    }[field]
    for key, shown in have.items():
        reason = paper.evidence.get(f"{field}.{key}")
        yield f"{field}: {shown} — {_reason(reason) if reason else 'curator'}"
    for name, reason in paper.evidence.items():
        if name.startswith(f"{field}.") and (key := name.removeprefix(f"{field}.")) not in have:
            yield f"{field}: not {key} — curator; a rule had found: {_reason(reason)}"


def _reason(reason: Evidence) -> str:
    parts = [
        f"“{reason.phrase}”" if reason.phrase else "",
        f"({reason.place})" if reason.place else "",
        f"by {reason.by}",
    ]
    if reason.score is not None:
        parts.append(f"score {reason.score:g}")
    if reason.margin is not None:
        parts.append(f"margin {reason.margin:g}")
    return " ".join(part for part in parts if part)
