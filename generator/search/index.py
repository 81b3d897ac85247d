"""The search index: what the browser and `catalogue search` rank by.

`postings` says what can be looked up, `shards` how it is written; here stand what a reader can choose from and
what a result shows.
"""

from __future__ import annotations

from ..catalogue.assemble import in_name_order
from ..records.catalogue import Catalogue
from ..text.i18n import Translations
from .documents import card_of, details_of
from .facets import dimensions_of
from .postings import collect, groups_of
from .shards import encode


def index(catalogue: Catalogue, translations: Translations | None = None) -> dict[str, str]:
    """The files of the index, by their paths below the docs folder. What a reader sees of it is in this language."""
    translations = translations or Translations()
    papers = in_name_order(catalogue.papers)
    dimensions = dimensions_of(catalogue, papers, translations)
    numbers = {
        dimension["key"]: {key: number for number, (key, _) in enumerate(dimension["values"])}
        for dimension in dimensions
        if not dimension["open"]
    }
    positions = {paper.id: position for position, paper in enumerate(papers)}
    return encode(
        **collect(catalogue, papers)._asdict(),
        cards=[card_of(catalogue, paper, numbers, positions, translations) for paper in papers],
        details=[details_of(catalogue, paper, translations) for paper in papers],
        head={"dimensions": dimensions, "groups": groups_of(catalogue)},
    )
