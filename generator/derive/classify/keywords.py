"""Gives papers the facet values that the keywords of their sources name."""

from __future__ import annotations

from collections.abc import Iterable

from ...records.evidence import Evidence, EvidenceKey
from ...records.taxonomy import Taxonomy
from ...text.folding import fold_title
from . import Classification

BY_KEYWORD = "keyword of the source: "
"""The beginning of `Evidence.by` for a value that a keyword names; the keyword itself follows."""


class ValueTitles:
    """The values of the facets of a taxonomy, by the keywords that name them."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Fold the title and the key of each value of a taxonomy's facets."""
        self._taxonomy = taxonomy
        self._values: dict[str, set[tuple[str, str]]] = {}
        for facet in taxonomy.facets:
            for value in facet.values:
                for name in (value.title, value.key):
                    self._values.setdefault(fold_title(name), set()).add((facet.key, value.key))

    def add(self, found: Classification, keywords: Iterable[str]) -> Classification:
        """Return what the rules found, and with it each value of which a keyword of the paper is the title or the key,
        without regard to case and to what follows a slash (`Asthma/drug therapy`).

        A value that a cue has found keeps the cue as its evidence.
        """
        named: dict[tuple[str, str], str] = {}
        for keyword in keywords:
            for name in dict.fromkeys((keyword, keyword.partition("/")[0])):
                for choice in self._values.get(fold_title(name), ()):
                    named.setdefault(choice, keyword)
        new = {choice: keyword for choice, keyword in named.items() if choice[1] not in found.facets.get(choice[0], ())}
        if not new:
            return found
        facets: dict[str, tuple[str, ...]] = {}
        for facet in self._taxonomy.facets:
            held = found.facets.get(facet.key, ())
            values = [value.key for value in facet.values if value.key in held or (facet.key, value.key) in new]
            if values:
                facets[facet.key] = tuple(values)
        reasons = {EvidenceKey(*choice): Evidence(by=BY_KEYWORD + keyword) for choice, keyword in new.items()}
        return found._replace(facets=facets, evidence={**found.evidence, **reasons})
