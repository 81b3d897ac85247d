"""The inverted index as plain mappings, and mappings as the encoder takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from generator.catalogue.languages import languages_of
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.search.coding import Coded, coded, has_impacts
from generator.search.inverting.contributions import contributions
from generator.search.parameters import SHARDS
from generator.search.tiers import Tiers, tiers_of
from tests.oracle.shards import papers_of_stretch

Postings = Mapping[str, Mapping[int, int]]
"""Key to position to impact."""


class Inverted(NamedTuple):
    """The tiers, each from key to position to impact, and all words as they are written."""

    common: Postings
    rare: Postings
    surfaces: set[str]

    def levels(self, key: str) -> Mapping[int, int]:
        """Position to impact."""
        return {**self.rare, **self.common}.get(key, {})


def inverted(catalogue: Catalogue, papers: Sequence[Paper]) -> Inverted:
    """The inverted index of some papers, each at its place among them."""
    languages = languages_of(catalogue, papers)
    found = contributions(catalogue, papers, languages)
    tiers = tiers_of(found, languages.all, catalogue.settings.mean_length)
    return Inverted(_postings(tiers.common), _postings(tiers.rare), {key.split("\t")[0] for key in found.surfaces.keys})


def _postings(tier: Coded) -> Postings:
    return {
        key: dict(papers_of_stretch(tier.text(at, at + 1), SHARDS.impacts if has_impacts(key) else 1))
        for at, key in enumerate(tier.keys)
    }


def tier_of(postings: Postings) -> Coded:
    """Postings lists as the encoder takes them; a key without impacts has the first."""
    keys = sorted(postings)
    lists = [
        sorted(postings[key].items()) if has_impacts(key) else [(at, 1) for at in sorted(postings[key])] for key in keys
    ]
    ends = np.cumsum([0, *map(len, lists)])
    papers, impacts = np.array([pair for own in lists for pair in own], np.int64).reshape(-1, 2).T
    steps = np.repeat([SHARDS.impacts if has_impacts(key) else 1 for key in keys], np.diff(ends))
    return coded(keys, ends, papers, impacts, steps.astype(np.int64))


def tiers_from(common: Postings, rare: Postings) -> Tiers:
    """Tiers of these keys, without words that may be meant."""
    return Tiers(tier_of(common), tier_of(rare), {})
