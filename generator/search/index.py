"""The search index that the browser and `catalogue search` rank with, made from a catalogue in one function.

`postings` defines the keys that can be looked up, `inverting` counts them, `facets` are what a reader can filter by,
`documents` what a hit shows, and `shards` is the format of the files. Each text is analysed once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from ..catalogue.assemble import Positions, in_order_of_positions
from ..catalogue.languages import Languages, languages_of
from ..records.catalogue import Catalogue
from ..text.analysis import Analyser
from ..text.i18n import Translations
from .bundles import Encoded, digest_of_parts
from .changes import Inverted, inverted
from .documents import hit_of, stored_fields_of
from .facets import facets_of
from .groups import synonym_groups
from .inverting.contributions import contributions
from .meanings import meanings_of
from .shards import Stored, encode


class Known(NamedTuple):
    """What is known of an index before it is made. `digests` has for each paper, in the order of positions, a digest of
    all that belongs to it alone, what its card tells of the papers near to it included; `versions` has the versions of
    files, by the digest of what they are made from.
    """

    digests: Sequence[bytes]
    versions: Mapping[bytes, str]


NOTHING: Final = Known((), {})


def index(
    catalogue: Catalogue, translations: Translations | None = None, languages: Languages | None = None
) -> dict[str, str]:
    """Return the files of the search index: from the path below the docs folder to the content, which is JSON. Writes
    nothing.

    `translations` gives the language of titles in the index, English without it; `languages` are those of the papers'
    texts, which are detected without it.
    """
    order = in_order_of_positions(catalogue.papers)
    languages = languages or languages_of(catalogue, order.papers)
    found = inverted(contributions(catalogue, order.papers, languages), languages, catalogue.settings.mean_length)
    return index_of(found, catalogue, order, translations or Translations(), languages).files()


def index_of(
    found: Inverted,
    catalogue: Catalogue,
    order: Positions,
    translations: Translations,
    languages: Languages,
    known: Known = NOTHING,
) -> Encoded:
    """Return the search index, given the inverted index of the papers of a catalogue, and their positions.

    Of files whose version is `known`, the contents are made only if somebody asks for them.
    """
    papers = order.papers
    facets = facets_of(catalogue, papers, translations, found.counts)
    numbers = {
        facet["key"]: {key: number for number, (key, _) in enumerate(facet["values"])}
        for facet in facets
        if not facet["open"]
    }
    positions = {paper.id: position for position, paper in enumerate(papers)}
    shared = digest_of_parts(repr(numbers).encode())
    return encode(
        found.tiers,
        Stored(
            len(papers),
            lambda at: hit_of(catalogue, papers[at], numbers, positions, translations),
            lambda at: stored_fields_of(catalogue, papers[at], translations),
            order.names,
            [digest_of_parts(shared, own) for own in known.digests],
        ),
        {"dimensions": facets, "groups": synonym_groups(catalogue), **_among_others(catalogue)},
        meanings_of(
            catalogue.vectors, papers, found.tiers.common.keys, Analyser(), languages, bool(catalogue.settings.sites)
        ),
        languages.all,
        known.versions,
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
