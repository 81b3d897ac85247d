"""A tiny catalogue for the tests of the search, in Python and under Node."""

from __future__ import annotations

import random
from collections.abc import Iterable

from generator.records.catalogue import Catalogue, Place, Related, Resolved
from generator.records.paper import ExternalIds, Introduced, Link, Paper
from generator.records.survey import Settings, Synonyms, Term
from generator.records.taxonomy import Facet, Taxonomy, Value

TAXONOMY = Taxonomy(
    areas=(
        Value(key="documents", title="Documents and OCR"),
        Value(key="grounding", title="Grounding"),
        Value(key="video-audio", title="Video and audio"),
    ),
    facets=(
        Facet(
            key="task",
            title="Task",
            values=(
                Value(key="grounding", title="Grounding"),
                Value(key="image-generation", title="Image generation"),
                Value(key="image-search", title="Image search"),
                Value(key="ocr", title="Reading text"),
            ),
        ),
        Facet(key="modality", title="Modality", values=(Value(key="image", title="Image"),)),
    ),
)

PAPERS = (
    Paper(
        id="dm2s2",
        title="Deep Multi-Modal Sets",
        name="DM²S²",
        aliases=("DM2S2",),
        year=2022,
        area="grounding",
        authors=("Ada Lovelace", "José Núñez"),
        links=(Link(kind="data", url="https://data.example/"),),
        terms={"sets": 5.0, "deep": 3.0, "modal": 3.0, "gated": 2.0},
        facets={"task": ("ocr",)},
    ),
    Paper(
        id="llava-st",
        title="LLaVA-ST: Fine-Grained Spatial-Temporal Understanding",
        name="LLaVA-ST",
        year=2025,
        area="video-audio",
        authors=("Li He", "Ada Byron"),
        venue="CVPR 2025",
        abstract="We ground events in video. Fine-grained grounding needs space and time; not LLaVA-1.5.",
        introduces=(Introduced(name="ST-Align", kind="dataset"),),
        facets={"task": ("grounding",), "modality": ("image",)},
    ),
    Paper(
        id="mm15",
        title="MM1.5: Methods & Insights",
        name="MM1.5",
        year=2024,
        area="documents",
        summary="Reads text-rich images in 205 languages.",
        figures=("4,338 documents",),
        authors=("Li Wei",),
        ids=ExternalIds(arxiv="2409.20566v2", doi="10.1109/CVPR(2024).01,2"),
        links=(Link(kind="code", url="https://code.example/"),),
        facets={"task": ("ocr", "grounding"), "modality": ("image",)},
        questions=("Which model reads scans?",),
    ),
    Paper(id="plain", title="The and of"),
    Paper(
        id="vstar",
        former_ids=("v-search",),
        title="V*: Guided Visual Search as a Core Mechanism",
        name="V*",
        year=2023,
        area="grounding",
        abstract="Hallucination falls when models search. A searching model grounds what it says.",
        facets={"task": ("image-search",), "modality": ("image",)},
    ),
    Paper(id="world", title="État de l'art : Привет, 多模态模型 и 漢字 <b>bold</b>", year=2022, area="documents"),
)


SYNONYMS = (("making things up", "hallucination", "where is"), ("spatial-temporal", "spatio-temporal"))
GLOSSARY = (
    Term(term="Optical character recognition", short="OCR", also=("reading text",), definition="Text in images."),
)


def toy() -> Catalogue:
    """Six papers: names that are hard to type, several scripts, one without anything."""
    return catalogue(
        PAPERS,
        places={
            "llava-st": Place(
                mentions=(_named("llava-1-5", "LLaVA-1.5"), _named("coco", "MS COCO")), mentioned_by=("mm15",)
            ),
            "mm15": Place(mentions=(_named("llava-st", "LLaVA-ST", "paper"), _named("coco", "MS COCO", as_="COCO"))),
            "vstar": Place(mentioned_by=("llava-st", "mm15"), related=(_near("dm2s2", 0.4), _near("world", 0.2))),
            "world": Place(related=(_near("mm15", 0.5),)),
        },
        synonyms=Synonyms(groups=SYNONYMS),
        glossary=GLOSSARY,
    )


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
    return catalogue(papers, places, synonyms=Synonyms(groups=groups), glossary=GLOSSARY)


_PEOPLE = [f"{first} {last}" for first in ("Ada", "Li", "Zoë") for last in ("Lovelace", "Wei", "Núñez", "Byron")]


def _random_paper(chance: random.Random, number: int, id: str) -> Paper:
    return Paper(
        id=id,
        former_ids=(f"old-{id}",) if chance.random() < 0.3 else (),
        title=f"{chance.choice(WORDS)} {' '.join(chance.choices(WORDS, k=4))}",
        name=f"{chance.choice(WORDS)}-{chance.choice('abcdé')}{chance.randint(1, 12)}"
        if chance.random() < 0.6
        else None,
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
) -> Catalogue:
    """A catalogue of papers sorted by id, with what the search reads and nothing else."""
    return Catalogue(
        settings=Settings(title="Toy", description="For tests."),
        edition=None,
        taxonomy=TAXONOMY,
        papers=papers,
        places=places or {},
        systems={},
        named_by={},
        by_area={},
        by_value={},
        by_year={},
        people={},
        introductions={},
        synonyms=synonyms or Synonyms(),
        glossary=glossary,
    )


def _named(key: str, name: str, target: str = "system", as_: str | None = None) -> Resolved:
    return Resolved.model_validate({"id": key, "target": target, "name": name, "as_": as_ or name})


def _near(id: str, similarity: float) -> Related:
    return Related(id=id, why=("near",), similarity=similarity)
