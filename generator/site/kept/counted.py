"""What is counted and detected in all papers before pages are made, kept for the next build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...build.results import KeptResults
from ...catalogue.crosstabs import Crosstabs, crosstabs_of
from ...catalogue.languages import Detected, Languages, detected_in, languages_of
from ...processes import spread
from ...records.bulk import Digested, digest_of_part
from ...records.catalogue import Catalogue
from ...text.i18n import Translations
from ..rendering.reads import digest_of

_MANY = 1000
"""Papers that a process reads at least, where several read them."""


def kept_crosstabs(catalogue: Catalogue, translations: Translations, kept: KeptResults) -> Crosstabs:
    """Return the tables of counts by every two dimensions. They depend on areas, values and years alone."""
    places = catalogue.places

    def counted_by() -> bytes:
        by = [(it.id, it.bibliographic.year, it.derived.area, it.derived.facets) for it in catalogue.papers]
        return digest_of((catalogue.taxonomy, translations.language, repr(by)))

    # What tells places tells all of it but the language, and is known already; but it changes more often.
    known = digest_of((places.digest, translations.language)) if isinstance(places, Digested) else None
    made_from = kept.of_all("counted by", known, counted_by) if known else counted_by()
    return kept.of_all(
        "crosstabs", made_from, lambda: replace(crosstabs_of(catalogue, translations), made_from=made_from)
    )


def kept_languages(catalogue: Catalogue, kept: KeptResults) -> Languages:
    """Return the languages of the survey's texts, which are detected in those papers whose texts have changed."""
    by_id = {paper.id: paper for paper in catalogue.papers}
    digests = {id: digest_of_part(it.bibliographic) + digest_of_part(it.digest) for id, it in by_id.items()}

    def find(ids: Sequence[str]) -> dict[str, Detected]:
        found = spread(lambda part: [*detected_in(by_id[id] for id in part).values()], ids, _MANY)
        return dict(zip(ids, found, strict=True))

    return languages_of(catalogue, catalogue.papers, kept.of_each("languages", b"", digests, find))
