"""How many values of each field a rule chose, a model proposed, or a source or the curator wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...catalogue.editions.words import field_name
from ...derive.classify.batch import LEARNED
from ...records.evidence import AREA, CURATOR, NAME, EvidenceKey
from ...records.paper import Derived, Digest
from ..context import Site

_WRITTEN = ("summary", "problem", "idea", "results", "questions", "limits", "notes")
"""Fields of a digest that no rule fills."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciders:
    """A field of records, and how many of its values a rule chose (`rule`), a model proposed (`model`), and a source or
    the curator wrote (`written`).
    """

    field: str
    rule: int
    model: int
    written: int


def deciders(site: Site) -> tuple[Deciders, ...]:
    """Return, for each field that any record has, how many of its values were decided by whom; first the fields that
    rules fill.
    """
    counts = Counter(site.kept("deciders", lambda: _count_values(site)))
    counts.update((field, "written") for paper in site.catalogue.papers for field in _fields(paper.digest))
    fields = ["area", *(f"facets.{key}" for key in site.facet_titles), "name", "introduces", "figures", "mentions"]
    return tuple(
        Deciders(
            field=field_name(site.translations, field, site.facet_titles),
            rule=counts[field, "rule"],
            model=counts[field, "model"],
            written=counts[field, "written"],
        )
        for field in [*fields, "links", *_WRITTEN, "relations"]
        if any(counts[field, by] for by in ("rule", "model", "written"))
    )


def _count_values(site: Site) -> Counter[tuple[str, str]]:
    """Return how often each field has a value that somebody decided on, as `_values` yields them."""
    return Counter(it for paper in site.catalogue.papers for it in _values(paper.derived))


def _values(derived: Derived) -> Iterator[tuple[str, str]]:
    """Yield each derived value as its field and who decided on it: `written`, `rule` or `model`."""
    if derived.area:
        yield "area", _by(derived, AREA, derived.area)
    if derived.name:
        yield "name", _by(derived, NAME, derived.name)
    for facet, values in derived.facets.items():
        yield from ((f"facets.{facet}", _by(derived, EvidenceKey(facet, value))) for value in values)
    named: dict[str, Iterable[str]] = {
        "introduces": (thing.name for thing in derived.introduces),
        "figures": derived.figures,
        "mentions": (mention.id for mention in derived.mentions),
        "links": (link.url for link in derived.links),
    }
    for field, keys in named.items():
        yield from ((field, _by(derived, EvidenceKey(field, key))) for key in keys)


def _fields(digest: Digest) -> list[str]:
    """Return the fields that a curator filled."""
    return [field for field in (*_WRITTEN, "relations") if getattr(digest, field)]


def _by(derived: Derived, key: EvidenceKey, value: str | None = None) -> str:
    """Return who decided on a value, `written`, `rule` or `model`, as its evidence says; evidence for another value
    does not count.
    """
    reason = derived.evidence.get(key)
    if reason is None or reason.by == CURATOR or (value is not None and reason.value not in {None, value}):
        return "written"
    return "model" if reason.by == LEARNED else "rule"
