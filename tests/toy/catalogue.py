"""A small catalogue for the tests of pages: eight papers, hostile texts among them, and something of everything."""

from __future__ import annotations

from generator.catalogue.assemble import assemble, edition_of
from generator.records.catalogue import Catalogue, Related
from generator.records.survey import Settings, Synonyms
from tests.toy.world import WORLD, papers_of, taxonomy_of

TAXONOMY = taxonomy_of(
    ("pretraining", "grounding", "empty"),
    {"contribution": ("model", "benchmark"), "task": ("retrieval", "grounding", "vqa")},
)
PAPERS = papers_of(("dm2s2", "fiber", "flair", "hostile", "lone", "san", "spec", "zett"), TAXONOMY)

HOSTILE = next(paper.bibliographic.title for paper in PAPERS if paper.id == "hostile")
"""One text with something for every output to trip over."""

HOSTILE_PARTS = ("<b>Tables</b>", "<u>CVPR</u>", "<b>bold</b>", "<i>abstract</i>", "<b>always</b>", "`x`")
"""The other markup that stands in a text of the toy and must come out as it is."""

_RELATED = {
    "flair": (Related(id="fiber", why=("fine-grained", "fusion"), similarity=0.5, shared=0.5),),
    "hostile": (Related(id="flair", why=(HOSTILE, "a, b"), similarity=0.1, shared=0.1),),
}


def toy_catalogue(settings: Settings | None = None) -> Catalogue:
    """The toy as the build assembles it, but for the nearest papers, whose reasons are hostile here."""
    survey = WORLD.model_copy(
        update={
            "settings": settings or Settings(title=WORLD.settings.title, description=WORLD.settings.description),
            "taxonomy": TAXONOMY,
            "papers": PAPERS,
            "synonyms": Synonyms(),
            "glossary": (),
        }
    )
    return assemble(survey, _RELATED, edition_of(WORLD))
