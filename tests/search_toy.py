"""A tiny catalogue for the tests of the search, in Python and under Node."""

from __future__ import annotations

from generator.records import Catalogue, Facet, Introduced, Paper, Place, Resolved, Settings, Taxonomy, Value

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
        facets={"task": ("ocr", "grounding"), "modality": ("image",)},
        questions=("Which model reads scans?",),
    ),
    Paper(id="plain", title="The and of"),
    Paper(
        id="vstar",
        title="V*: Guided Visual Search as a Core Mechanism",
        name="V*",
        year=2023,
        area="grounding",
        abstract="Hallucination falls when models search. A searching model grounds what it says.",
        facets={"task": ("image-search",), "modality": ("image",)},
    ),
    Paper(id="world", title="État de l'art : Привет, 多模态模型 и 漢字 <b>bold</b>", year=2022, area="documents"),
)


def toy() -> Catalogue:
    """Six papers: names that are hard to type, several scripts, one without anything."""
    return catalogue(
        PAPERS,
        places={
            "llava-st": Place(mentions=(_system("llava-1-5", "LLaVA-1.5"), _system("coco", "MS COCO"))),
        },
    )


def catalogue(papers: tuple[Paper, ...], places: dict[str, Place] | None = None) -> Catalogue:
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
    )


def _system(key: str, name: str) -> Resolved:
    return Resolved(id=key, target="system", name=name, as_=name)
