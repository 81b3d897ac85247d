"""A tiny catalogue for the tests of the search, in Python and under Node."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable

from bench.judged import catalogue_of
from generator.catalogue.assemble import assemble
from generator.records.catalogue import Catalogue, Place, Related, Resolved
from generator.records.paper import ExternalIds, Introduced, Link, Paper
from generator.records.survey import Synonyms, Term
from generator.records.taxonomy import Taxonomy
from tests.toy.world import WORLD, papers_of, taxonomy_of

TAXONOMY = taxonomy_of(
    ("documents", "grounding", "video-audio"),
    {"task": ("grounding", "image-generation", "image-search", "ocr"), "modality": ("image",)},
)
PAPERS = papers_of(("dm2s2", "llava-st", "mm15", "plain", "vstar", "world"), TAXONOMY)


def toy() -> Catalogue:
    """Six papers: names that are hard to type, several scripts, one without anything."""
    # "COCO" is what the texts say, and what the system is called is found too.
    systems = (
        system.model_copy(update={"name": "MS COCO"}) if system.id == "coco" else system for system in WORLD.systems
    )
    survey = WORLD.model_copy(
        update={
            "taxonomy": TAXONOMY,
            "systems": tuple(systems),
            "papers": PAPERS,
            "paths": (),
            "introductions": {},
            "coordinates": None,
        }
    )
    near = {"vstar": (_near("dm2s2", 0.4), _near("world", 0.2)), "world": (_near("mm15", 0.5),)}
    return assemble(survey, near, None)


def lists() -> Catalogue:
    """Two papers, whose areas and tasks are named as lists that leave the site must be able to hold them."""
    taxonomy = taxonomy_of(("reading", "pointing"), {"task": ("scans", "formula", "retrieval")})
    return catalogue(papers_of(("lamp-lists", "tide-lists"), taxonomy), taxonomy=taxonomy)


WORDS = (
    "alpha beta gamma delta image video text model ground scene caption answer question layout token region object "
    "speech frame query page table chart number learn align fuse prompt adapt score search reads scans grounding"
).split()


def crowd(count: int, seed: int = 11) -> Catalogue:
    """Papers of random words and choices, the same for the same numbers: enough for every choice to have some."""
    chance = random.Random(seed)  # noqa: S311 - the same catalogue every time, nothing secret
    ids = [f"p{number:04}" for number in range(count)]
    papers = tuple(_random_paper(chance, number, id) for number, id in enumerate(ids))
    places = {
        id: Place(
            mentions=tuple(_named(key, key.upper()) for key in _some(chance, ("clip", "llava-1-5", "coco"), 0.3)),
            mentioned_by=tuple(chance.sample(ids, k=min(count, chance.choice([0, 0, 1, 2, 11])))),
            related=tuple(_near(other, round(chance.random(), 3)) for other in chance.sample(ids, k=min(count, 3))),
        )
        for id in ids
    }
    groups = (("image", "scene caption"), ("where is", "video"), ("spoken word", "speech"))
    return catalogue(papers, places, synonyms=Synonyms(groups=groups), glossary=WORLD.glossary)


_PEOPLE = [f"{first} {last}" for first in ("Ada", "Li", "Zoë") for last in ("Lovelace", "Wei", "Núñez", "Byron")]


_DAYS = (datetime.date(2026, 1, 2), None, datetime.date(2025, 3, 1), datetime.date(2026, 1, 2))
"""Days on which papers joined: not in the order of their names."""


def _random_paper(chance: random.Random, number: int, id: str) -> Paper:
    return Paper(
        id=id,
        former_ids=(f"old-{id}",) if chance.random() < 0.3 else (),
        title=f"{chance.choice(WORDS)} {' '.join(chance.choices(WORDS, k=4))}",
        name=f"{chance.choice(WORDS)}-{chance.choice('abcdé')}{chance.randint(1, 12)}"
        if chance.random() < 0.6
        else None,
        added=_DAYS[number % len(_DAYS)],
        year=chance.choice([None, 2020, 2021, 2022, 2023, 2024]),
        authors=_some(chance, _PEOPLE, 0.2),
        venue=chance.choice([None, "CVPR", "ACL Findings", "Journal of Things"]),
        area=chance.choice([None, "documents", "grounding", "video-audio"]),
        facets={facet.key: _some(chance, [value.key for value in facet.values], 0.3) for facet in TAXONOMY.facets},
        abstract=" ".join(chance.choices(WORDS, k=25)) if chance.random() < 0.9 else None,
        summary=" ".join(chance.choices(WORDS, k=8)) if chance.random() < 0.5 else None,
        ids=ExternalIds(
            arxiv=f"24{chance.randint(10, 12)}.{10000 + number}v{number % 3 + 1}" if chance.random() < 0.5 else None,
            doi=f"10.1000/X,{number}" if chance.random() < 0.3 else None,
        ),
        links=tuple(
            Link(kind=kind, url="https://a.example/") for kind in _some(chance, ("code", "data", "project"), 0.3)
        ),
        introduces=tuple(
            Introduced(name=f"{chance.choice(WORDS)} {kind}", kind=kind)
            for kind in _some(chance, ("dataset", "benchmark", "model"), 0.2)
        ),
    )


def _some(chance: random.Random, values: Iterable[str], share: float) -> tuple[str, ...]:
    """Each of the values with this probability."""
    return tuple(value for value in values if chance.random() < share)


def catalogue(
    papers: tuple[Paper, ...],
    places: dict[str, Place] | None = None,
    synonyms: Synonyms | None = None,
    glossary: tuple[Term, ...] = (),
    taxonomy: Taxonomy = TAXONOMY,
) -> Catalogue:
    """A catalogue of papers sorted by id, with what the search reads and nothing else."""
    more = {"taxonomy": taxonomy, "synonyms": synonyms or Synonyms(), "glossary": glossary}
    return catalogue_of(papers, places or {}, **more)


def _named(key: str, name: str, target: str = "system", as_: str | None = None) -> Resolved:
    return Resolved.model_validate({"id": key, "target": target, "name": name, "as_": as_ or name})


def _near(id: str, similarity: float) -> Related:
    return Related(id=id, why=("near",), similarity=similarity, shared=similarity)
