"""Derives what the rules of today say of each paper: again only of those that changed, as far as each stands alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from ..build.results import KeptResults
from ..derive import Rules, bare_papers, derive_each, fill_in, fill_missing, find_names, prepare, rules_of
from ..derive.areas import curated_areas
from ..derive.classify.batch import stands_alone
from ..derive.mentions import Names
from ..derive.names import Named
from ..derive.reclassify import apply_taxonomy
from ..derive.text_counts import count_all
from ..records.paper import Derived, Paper
from ..records.survey import Survey
from .records import with_derived

_FEW = 200
"""Names that are looked for one by one in all texts, if so many changed; of more, all papers are derived anew."""


def derive_papers(survey: Survey, digests: Mapping[str, bytes], kept: KeptResults) -> Survey:
    """Return the survey classified by its taxonomy, and with values for the records that have none (`apply_taxonomy`,
    `fill_missing`). `digests` has for each paper, by id, a digest of all that rules read of it; what `kept` has is not
    derived again.
    """
    rules = rules_of(survey)
    of_rules = _digest(survey.taxonomy.model_dump_json(), *sorted(rules.known))
    if not stands_alone(rules.cues, curated_areas(survey.papers, survey.vectors)):
        vectors = survey.vectors.model_dump_json() if survey.vectors else ""
        of_all = _digest(of_rules.hex(), _systems(survey), vectors, *(digest.hex() for digest in digests.values()))
        return with_derived(survey, kept.of_all("decided together", of_all, lambda: _decide_together(survey)))

    def place(ids: Sequence[str]) -> dict[str, Derived | None]:
        return _differing(survey.papers, apply_taxonomy(survey, set(ids)).papers)

    placed = with_derived(survey, kept.of_each("placed", of_rules, digests, place))
    bare = {paper.id: digests[paper.id] for paper in bare_papers(placed)}
    names = repr([(it.id, it.derived.name, it.derived.aliases) for it in placed.papers if it.derived.name])
    of_bare = _digest(of_rules.hex(), _systems(survey), names, *(f"{id} {digest.hex()}" for id, digest in bare.items()))
    return with_derived(placed, kept.of_all("filled", of_bare, lambda: _fill(placed, rules, bare, kept)))


def _decide_together(survey: Survey) -> dict[str, Derived | None]:
    return _differing(survey.papers, fill_missing(apply_taxonomy(survey)).papers)


def _differing(before: Sequence[Paper], now: Sequence[Paper]) -> dict[str, Derived | None]:
    """Return for each paper, by id, its derived values if they differ from those `before`, else None. Both sequences
    hold the same papers in the same order.
    """
    return {new.id: None if new is old else new.derived for old, new in zip(before, now, strict=True)}


def _fill(survey: Survey, rules: Rules, digests: Mapping[str, bytes], kept: KeptResults) -> dict[str, Derived | None]:
    """Return the derived values of each paper whose record had none, by id; None where the rules find none either.
    `digests` has these papers by id.

    A paper is derived anew if it changed, if its text gives other names, or if it holds a name that means something
    else now. What `kept` has of all others is returned.
    """
    bare = {paper.id: paper for paper in bare_papers(survey)}
    texts = {id: (paper.bibliographic.title, paper.bibliographic.abstract) for id, paper in bare.items()}
    counts = count_all(list(texts.values()))
    named = find_names(texts, rules, counts=counts)
    prepared = prepare(bare, named, survey.papers, rules, counts)
    changed = _changed_names(prepared.names, kept)
    doubtful = {id for id, text in texts.items() if changed is None or any(_holds(text, name) for name in changed)}

    def fill(ids: Sequence[str]) -> dict[str, Derived | None]:
        papers = {id: bare[id] for id in ids}
        derived = derive_each(papers, named, prepared)
        filled = {id: fill_in(paper, derived[id]) for id, paper in papers.items()}
        return {id: None if filled[id] == paper else filled[id].derived for id, paper in papers.items()}

    of_rules = _digest(survey.taxonomy.model_dump_json(), _systems(survey))
    with_names = {id: digest + _digest_of_names(named[id]) for id, digest in digests.items()}
    return kept.of_each("filled one by one", of_rules, with_names, fill, doubtful)


def _changed_names(names: Names, kept: KeptResults) -> set[str] | None:
    """Return the texts of the names that mean something else than in the last build, are new, or are gone. None if
    `kept` does not know those of the last build, or if more than `_FEW` changed.
    """
    now = {text: [tuple(name) for name in meanings] for text, meanings in names.by_text.items()}
    before = kept.get("names")
    known = before[1] if before else None
    if known != now:
        kept.put("names", b"", now)
    if not isinstance(known, dict):
        return None
    changed = {text for text in known.keys() | now.keys() if known.get(text) != now.get(text)}
    return changed if len(changed) <= _FEW else None


def _holds(text: tuple[str, str | None], name: str) -> bool:
    title, abstract = text
    return name in title or (abstract is not None and name in abstract)


def _digest_of_names(named: Named) -> bytes:
    return _digest(repr(named)) if named.name or named.introduces else b""


def _systems(survey: Survey) -> str:
    return "".join(it.model_dump_json() for it in survey.systems)


def _digest(*texts: str) -> bytes:
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).digest()
