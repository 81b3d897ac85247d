"""The search index that the browser and `catalogue search` rank with, made from a catalogue in one function.

`postings` defines the keys that can be looked up, `facets` what a reader can filter by, `documents` what a hit shows,
and `shards` the format of the files. Each text is analysed once.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ..catalogue.assemble import in_name_order
from ..catalogue.languages import Languages, languages_of
from ..records.catalogue import Catalogue
from ..text.analysis import Analyser
from ..text.i18n import Translations
from .documents import hit_of, stored_fields_of
from .facets import facets_of
from .groups import synonym_groups
from .inverting.contributions import contributions
from .meanings import meanings_of
from .shards import encode
from .tiers import tiers_of


def index(
    catalogue: Catalogue, translations: Translations | None = None, languages: Languages | None = None
) -> dict[str, str]:
    """Return the files of the search index: from the path below the docs folder to the content, which is JSON. Writes
    nothing.

    `translations` gives the language of titles in the index, English without it; `languages` are those of the papers'
    texts, which are detected without it.
    """
    translations = translations or Translations()
    analyser = Analyser()
    papers = in_name_order(catalogue.papers)
    languages = languages or languages_of(catalogue, papers)
    facets = facets_of(catalogue, papers, translations, analyser)
    numbers = {
        facet["key"]: {key: number for number, (key, _) in enumerate(facet["values"])}
        for facet in facets
        if not facet["open"]
    }
    positions = {paper.id: position for position, paper in enumerate(papers)}
    tiers = tiers_of(contributions(catalogue, papers, languages), languages.all, catalogue.settings.mean_length)
    return encode(
        tiers,
        cards=[hit_of(catalogue, paper, numbers, positions, translations) for paper in papers],
        details=[stored_fields_of(catalogue, paper, translations) for paper in papers],
        meanings=meanings_of(catalogue.vectors, papers, set(tiers.common.keys), analyser, languages),
        head={"dimensions": facets, "groups": synonym_groups(catalogue), **_among_others(catalogue)},
        languages=languages.all,
    )


def _among_others(catalogue: Catalogue) -> dict[str, Any]:
    """Return what the head of an index holds besides if one search goes over several `sites`: title and address of each
    other one, and a hash of the vectors' axes (`axes`), which is equal where vectors compare. Empty without other
    sites.
    """
    settings = catalogue.settings
    if not settings.sites:
        return {}
    sites = {"sites": [[site.title, site.address] for site in settings.sites], "joint": settings.joint_index}
    if catalogue.vectors is None:
        return sites
    by = "".join((catalogue.vectors.model, catalogue.vectors.mean, *catalogue.vectors.axes))
    return {**sites, "axes": hashlib.sha256(by.encode()).hexdigest()[:10]}
