"""Joins two records that a curator says are one paper; corrects a record from a filled form; takes a paper out."""

from __future__ import annotations

from typing import Any

from ..catalogue.identity import rank_of
from ..records.entry import Entry
from ..records.intake import RefusedPaper
from ..records.paper import Citation, Digest, Paper
from ..records.provenance import all_sources
from ..text.folding import fold_title
from .facts import as_version, is_version
from .readers.form import UNNAMED

_STATES_SAMENESS = frozenset({"same_as", "not_same_as"})


def join_papers(paper: Paper, other: Paper) -> Paper:
    """Return the record `paper`, completed with what `other`, a record of the same paper, has beside it.

    The bibliographic data are those of the published version, completed from the preprint's, which becomes one of the
    versions. A curator's texts, areas and facets are `paper`'s; `other`'s fill gaps only. Sources and former ids of
    both are kept, so that later imports still recognise the paper.
    """
    rank, later = rank_of(paper.bibliographic), rank_of(other.bibliographic)
    first, second = (paper, other)
    if rank is not None and later is not None and later > rank:
        first, second = other, paper
    have, more = first.bibliographic, second.bibliographic
    changes: dict[str, Any] = {
        key: getattr(have, key) or getattr(more, key)
        for key in Citation.model_fields
        if key not in {"ids", "people", "versions"}
    }
    ids = {kind: vars(have.ids)[kind] or id for kind, id in vars(more.ids).items()}
    years = [citation.year for citation in (have, more) if citation.year]
    year = min(years, default=None)
    changes |= {
        "title": have.title,
        "abstract": have.abstract or more.abstract,
        "ids": have.ids.model_copy(update=ids),
        "people": {**more.people, **have.people},
        "year": year,
        "venue_year": have.venue_year or (have.year if have.year != year else more.venue_year),
        "versions": _versions(first, second),
    }
    changes |= _curated(paper, other)
    return paper.model_copy(update={key: value for key, value in changes.items() if value or key == "title"})


def corrected(paper: Paper, entry: Entry, *, keep_abstract: bool) -> Paper:
    """Return the paper with each fact that the entry, a filled form, states in place of the record's own.

    What the form leaves out stays. The abstract is only taken if `keep_abstract` is true; links are added, not
    replaced.
    """
    said = entry.citation
    changes: dict[str, Any] = {
        key: value for key in Citation.model_fields if key not in {"ids", "people"} and (value := getattr(said, key))
    }
    have = paper.bibliographic
    if entry.title != UNNAMED:
        changes["title"] = entry.title
        changes["title_latex"] = said.title_latex
    if entry.abstract and keep_abstract:
        changes["abstract"] = entry.abstract
    if "year" in changes and "published" not in changes and have.published and have.published.year != said.year:
        changes["published"] = None
    if "authors" in changes:
        changes["people"] = said.people
    changes["ids"] = have.ids.model_copy(update=said.ids.model_dump(exclude_none=True))
    known = {link.url for link in paper.derived.links}
    changes["links"] = (*paper.derived.links, *(link for link in entry.links if link.url not in known))
    return paper.model_copy(update=changes)


def _versions(first: Paper, second: Paper) -> tuple[Any, ...]:
    """Return the versions of both records without repetition, and the second record's own publication if it says more
    than the first's.
    """
    have, more = first.bibliographic, second.bibliographic
    own = as_version(more.title, more)
    if fold_title(more.title) == fold_title(have.title):
        own = own.model_copy(update={"title": None})
    versions = [*have.versions, *more.versions]
    tells = own.title or own.ids.model_dump(exclude_none=True) or (own.venue and own.venue != have.venue)
    if tells and not any(is_version(own, version) for version in versions):
        versions.append(own)
    return tuple(versions)


def _curated(paper: Paper, other: Paper) -> dict[str, Any]:
    """Return the changes by which `paper` also has what a curator wrote in `other` and it lacks, the sources, former
    ids and links of both, and no reference to itself.
    """
    changes: dict[str, Any] = {
        key: value
        for key in Digest.model_fields
        if key not in _STATES_SAMENESS and (value := getattr(other.digest, key)) and not getattr(paper.digest, key)
    }
    ids = {paper.id, other.id, *paper.former_ids, *other.former_ids}
    for key in _STATES_SAMENESS:
        said = dict.fromkeys((*getattr(paper.digest, key), *getattr(other.digest, key)))
        changes[key] = tuple(one for one in said if one not in ids)
        if not changes[key] and getattr(paper.digest, key):
            changes[key] = ()
    sources = all_sources(paper) + all_sources(other)
    links = {link.url: link for link in (*other.derived.links, *paper.derived.links)}
    return changes | {
        "former_ids": tuple(dict.fromkeys((*paper.former_ids, other.id, *other.former_ids))),
        "source": sources[0] if sources else None,
        "sources": tuple(sources[1:]),
        "links": tuple(links.values()) if links.keys() - {link.url for link in paper.derived.links} else (),
        "terms": paper.derived.terms or other.derived.terms,
    }


def refuse_paper(paper: Paper, reason: str | None, today: Any) -> RefusedPaper:
    """Return the entry of refused.yml for a paper that a curator takes out on the day `today`.

    It holds what an import needs to recognise the paper. `reason` is the curator's, or None.
    """
    have = paper.bibliographic
    return RefusedPaper(
        id=paper.id,
        former_ids=paper.former_ids,
        title=have.title,
        reason=reason,
        date=today,
        authors=have.authors,
        year=have.year,
        ids=have.ids,
        versions=tuple(version.ids for version in have.versions),
    )
