"""Checks that no address is lost that an edition published, and that redirects.yml leads to pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from ..catalogue import addresses
from ..catalogue.editions.moves import find_moves
from ..records.base import Problem
from ..records.survey import Survey
from ..records.taxonomy import UNPLACED
from ..survey.folder import ADDRESSES, REDIRECTS


def check_addresses(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield an error for each published address that is no page any more and leads to none, and for each line of
    redirects.yml that leads to no page.
    """
    moves = find_moves(survey, _named_pages(survey))
    for address in moves.lost:
        message = (
            f"an edition published {address}, and nothing stands there now; if it is another page now, write "
            f"`{address}: …` with that one's address under `redirects:` in {REDIRECTS}, if it is gone `{address}: null`"
        )
        yield Problem(path=str(folder / ADDRESSES), message=message)
    for address in moves.astray:
        message = f"{address} leads to {survey.redirects.get(address)!r}, where no page stands, or in a circle; mend it"
        yield Problem(path=str(folder / REDIRECTS), message=message, at=("redirects", address))


def _named_pages(survey: Survey) -> set[str]:
    """Return the paths of the pages whose address holds a key or id that a curator chose, and of the lists above them.
    Whether other pages exist, such as those of years and authors, depends on what papers say.
    """
    taxonomy = survey.taxonomy
    pages = [addresses.HOME, addresses.AREAS, addresses.PAPERS, addresses.SYSTEMS, addresses.TAGS]
    pages += [addresses.paper(paper.id) for paper in survey.papers]
    pages += [addresses.area(key) for key in (UNPLACED, *(area.key for area in taxonomy.areas))]
    pages += [addresses.value(facet.key, value.key) for facet in taxonomy.facets for value in facet.values]
    pages += [addresses.system(system.id) for system in survey.systems]
    pages += [addresses.reading_path(path.key) for path in survey.paths]
    return {page.path for page in pages}
