"""The catalogue of a survey, and what is wrong in the survey. Nothing is derived, checked or assembled where nothing
but words of curators has changed in the records: all that does not depend on them is kept as a whole, by one digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..build.keys import digest_code
from ..build.results import KeptResults
from ..cache import Cache
from ..catalogue.assemble import lists_in, with_lists
from ..checks.vectors import check_vectors
from ..records.base import Problem, hold_error, in_order
from ..records.bulk import Digested, digest_of_part
from ..records.catalogue import Catalogue
from ..records.paper import Derived
from ..records.survey import Survey
from .records import is_kept, with_derived

_NAME = "catalogue"
"""The cache of what is kept, and the key of that in it."""
_READ: Final = ("builds_on", "compares_with", "evaluated_on", "relations", "same_as", "not_same_as")
"""What is read of all that a curator writes about a paper: ids, no words."""
_LARGE: Final = ("places", "people")
"""Mappings of a catalogue of which a build asks for few entries where little has changed."""


class _Whole(NamedTuple):
    """What a build leaves: `derived` has each paper's derived values, by id, where they are not those of its record,
    `lists` what the catalogue has beside its survey, and `problems` what is wrong, not yet with the lines in files.
    """

    derived: Mapping[str, Derived]
    lists: Mapping[str, Any]
    problems: Sequence[Problem]


def derive_catalogue(
    survey: Survey, folder: Path, later: list[Callable[[], object]] | None = None
) -> tuple[Catalogue | None, list[Problem]]:
    """Return the catalogue of a survey, and the errors and warnings about how its files fit together, not yet with
    their lines; with errors, the catalogue is None.

    To store what the next build needs takes a while for very many papers. It is put into `later` as a function without
    arguments, for when there is time; without that list it is done at once.
    """
    kept = KeptResults(Cache(folder, _NAME, digest_code()) if is_kept(survey) else None)
    digest = _digest(survey, folder)
    known: tuple[bytes, _Whole] | None = kept.get(_NAME)
    if known and known[0] == digest:
        _, whole = known
        catalogue: Catalogue | None = with_lists(with_derived(survey, whole.derived), whole.lists)
        problems = whole.problems
    else:
        catalogue, problems = _derived(survey, folder)
        if catalogue:
            doing = partial(_keep, kept, digest, survey, catalogue, problems)
            if later is None:
                doing()
            else:
                later.append(doing)
    return catalogue, in_order([*problems, *check_vectors(survey, folder)])


def _derived(survey: Survey, folder: Path) -> tuple[Catalogue | None, list[Problem]]:
    """Derive, check and assemble a survey. Return its catalogue, None if it has errors, and what is wrong with it."""
    # Loaded here, since a build that finds all of it in the cache needs neither rules nor numpy.
    from ..checks.references import check_without_words
    from .derived import assemble_derived, derive_survey, with_own_map

    derived = derive_survey(survey, folder)
    problems = check_without_words(with_own_map(derived.survey, survey), folder, derived.doubles)
    return (None if hold_error(problems) else assemble_derived(derived)), problems


def _keep(kept: KeptResults, digest: bytes, survey: Survey, catalogue: Catalogue, problems: Sequence[Problem]) -> None:
    """Store for the next build all that does not depend on words of curators, with its digest."""
    pairs = zip(survey.papers, catalogue.papers, strict=True)
    derived = {paper.id: now.derived for paper, now in pairs if now is not paper}
    lists = lists_in(catalogue)
    lists |= {name: it.in_pieces() for name in _LARGE if isinstance(it := lists[name], Digested)}
    kept.put(_NAME, digest, _Whole(derived, lists, problems))
    kept.save()


def _digest(survey: Survey, folder: Path) -> bytes:
    """Return a digest of all of a survey that is read when it is derived, checked and assembled, and of its folder,
    which problems name.
    """
    rest = survey.model_copy(update={"papers": ()})
    digest = hashlib.blake2b(f"{folder}\0{rest.model_dump_json()}\0".encode(), digest_size=16)
    read: dict[bytes, str] = {}  # most papers share an empty one
    pieces: list[bytes] = []
    for paper in survey.papers:
        words = digest_of_part(paper.digest)
        if words not in read:
            read[words] = repr([getattr(paper.digest, name) for name in _READ])
        pieces += (
            f"{paper.id} {paper.former_ids} {read[words]}\0".encode(),
            *map(digest_of_part, (paper.bibliographic, paper.derived, paper.provenance)),
        )
    digest.update(b"".join(pieces))
    return digest.digest()
