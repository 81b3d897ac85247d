"""A small catalogue made by hand: eight papers, hostile texts among them, and something of everything."""

from __future__ import annotations

import datetime

from generator.records.catalogue import Catalogue, Person, Place, Related, Resolved
from generator.records.evidence import Evidence, Repair
from generator.records.paper import ExternalIds, Introduced, Link, Mention, Paper, Relation
from generator.records.survey import ReadingPath, Settings, Step, System
from generator.records.taxonomy import UNPLACED, Facet, Taxonomy, Value

HOSTILE = (
    "<script>alert(1)</script> <b>bold</b> *star* _low_ `code` [l](javascript:alert(1)) ![i](x) {{ 7 * 7 }} {% x %} "
    "&amp; &lt; # | a | :smile: {: .x } https://evil.example/a_b_c @x \\ ~~s~~ $y$ --> ]]> \" '"
)
"""One text with something for every output to trip over."""

HOSTILE_PARTS = ("<b>Tables</b>", "<u>CVPR</u>", "<b>bold</b>", "<i>abstract</i>", "<b>always</b>", "`x`")
"""The other markup that stands in a text of the toy and must come out as it is."""

TAXONOMY = Taxonomy(
    areas=(
        Value(key="pretraining", title="Vision-language pre-training", definition="Learning image and text together."),
        Value(key="grounding", title="Grounding and region understanding", definition="Locating what a text names."),
        Value(key="empty", title="An area without papers"),
    ),
    facets=(
        Facet(
            key="contribution",
            title="Contribution",
            definition="What the paper adds.",
            values=(
                Value(key="model", title="Model", definition="A named model."),
                Value(key="benchmark", title="Benchmark", definition="Something to measure with."),
            ),
        ),
        Facet(
            key="task",
            title="Task",
            values=(
                Value(key="retrieval", title="Retrieval", definition=HOSTILE),
                Value(key="grounding", title="Grounding"),
                Value(key="vqa", title="Visual question answering"),
            ),
        ),
    ),
)

SYSTEMS = {
    "clip": System(id="clip", name="CLIP", kind="model", about="Contrastive encoder.", link="https://clip.example/"),
    "llava": System(id="llava", name="LLaVA", kind="model", aliases=("Large Language and Vision Assistant",)),
    "llava-1-5": System(id="llava-1-5", name="LLaVA-1.5", kind="model", family="llava"),
    "coco": System(id="coco", name="COCO", kind="dataset"),
    "odd": System(id="odd", name=HOSTILE, kind="benchmark", about=HOSTILE),
}


def _mention(target: str, some_id: str, name: str, as_: str | None = None) -> Resolved:
    return Resolved.model_validate({"id": some_id, "target": target, "name": name, "as_": as_ or name})


PAPERS = (
    Paper(
        id="dm2s2",
        title="Deep Multi-Modal Sets",
        name="DM²S²",
        aliases=("DM2S2",),
        year=2022,
        authors=("Ada Lovelace", "José Núñez"),
        venue="IEEE Transactions on Image Processing",
        area="grounding",
        facets={"task": ("vqa",)},
    ),
    Paper(
        id="fiber",
        title="Coarse-to-Fine Pre-training with Fusion in the Backbone",
        name="FIBER",
        year=2022,
        authors=("Ada Lovelace", "Grace Hopper", "Li Wei"),
        area="pretraining",
        facets={"contribution": ("model",), "task": ("grounding",)},
    ),
    Paper(
        id="flair",
        former_ids=("flair-2024", "flair-vlm"),
        title="FLAIR: VLM with Fine-grained Language-informed Image Representations",
        name="FLAIR",
        year=2024,
        venue_year=2025,
        authors=("Rui Xiao", "Ada Lovelace", "Grace Hopper", "Zeynep Akata"),
        venue="CVPR",
        ids=ExternalIds(arxiv="2412.03561", doi="10.1109/CVPR.2025.01(2)", acl="2025.flair-1.1"),
        area="pretraining",
        facets={"contribution": ("model",), "task": ("retrieval", "grounding")},
        summary="Learns local image features that follow a caption, from ordinary image-text pairs.",
        problem="CLIP matches whole images with texts and misses detail.",
        idea="Pool image tokens by the text.",
        results="Best retrieval at 30M pairs.",
        figures=("10.8% higher R@1 on long captions", "30M image-text pairs"),
        abstract="CLIP has shown strong results, but LLaVA-1.5 and FIBER miss details. We propose FLAIR, a model for "
        "fine-grained retrieval on COCO. It beats CLIP on retrieval *everywhere* & <b>always</b>.",
        links=(
            Link(kind="code", url="https://github.com/a/flair_code"),
            Link(kind="project", url="https://flair.example/?a=1&b=(2)"),
        ),
        introduces=(Introduced(name="FLAIR-30M", kind="dataset", about="Thirty million recaptioned pairs."),),
        builds_on=("clip",),
        compares_with=("fiber",),
        evaluated_on=("coco",),
        mentions=(Mention.model_validate({"id": "clip", "as": "CLIP"}),),
        relations=(
            Relation(to="fiber", kind="contrasts-with", note="Late instead of early fusion."),
            Relation(to="hostile", kind="extends"),
        ),
        limits="English only.",
        notes="Read twice.",
        checked=True,
        repairs=(Repair(rule="lost-times", place="abstract", was="30M times 2", became="30M × 2"),),
        evidence={
            "area": Evidence(
                value="grounding", phrase="fine-grained retrieval", place="abstract, sentence 2", by="cues"
            ),
            "name": Evidence(phrase="FLAIR", place="title", by="title-colon"),
            "contribution.model": Evidence(phrase="a model for", place="abstract, sentence 2", by="cues"),
            "task.retrieval": Evidence(phrase="retrieval on COCO", place="abstract, sentence 2", by="cues"),
            "task.grounding": Evidence(by="curator"),
            "task.vqa": Evidence(phrase="miss details", place="abstract, sentence 1", by="cues"),
        },
    ),
    Paper(
        id="hostile",
        title=HOSTILE,
        name="*Evil* <i>",
        aliases=("a|b", "`x`"),
        year=2023,
        authors=("Bobby <b>Tables</b>", "Ada Lovelace", "x_y_z"),
        venue="<u>CVPR</u> & friends",
        area="grounding",
        facets={"task": ("retrieval",)},
        summary=HOSTILE,
        problem=HOSTILE,
        idea=HOSTILE,
        results=HOSTILE,
        figures=(HOSTILE, "# 1", "- 2", "3. x"),
        abstract=HOSTILE + "\n\n    indented\n\n# heading\n\n" + HOSTILE,
        links=(Link(kind="other", url="https://a.example/_x_*y*/(z)"),),
        introduces=(Introduced(name=HOSTILE, kind="tool", about=HOSTILE),),
        relations=(Relation(to="flair", kind="alternative-to", note=HOSTILE),),
        limits=HOSTILE,
        notes=HOSTILE,
        repairs=(Repair(rule="r", place="title", was=HOSTILE, became=HOSTILE),),
        evidence={
            "area": Evidence(value="pretraining", phrase="*star* _low_", place="abstract, sentence 1", by="a_*b*"),
            "task.retrieval": Evidence(phrase="low_ `code", place="<i>abstract</i>", by="<b>"),
        },
    ),
    Paper(id="lone", title="A title and nothing else"),
    Paper(id="san", title="État de l'art : 漢字と emoji 😀", year=2022, authors=("漢 字",), area="grounding"),
    Paper(
        id="spec",
        title="1. An ordered title",
        year=2024,
        authors=("Ada Lovelace", "Grace Hopper"),
        area="pretraining",
        facets={"contribution": ("benchmark",), "task": ("retrieval",)},
        links=(Link(kind="publisher", url="https://publisher.example/spec"),),
    ),
    Paper(id="zett", title="#hashtag: what a line may begin with", year=2021, authors=("Zoë +1",), area="pretraining"),
)


_PLACES = {
    "flair": Place(
        mentions=(
            _mention("system", "clip", "CLIP"),
            _mention("system", "llava-1-5", "LLaVA-1.5"),
            _mention("system", "coco", "COCO"),
            _mention("paper", "fiber", "FIBER"),
        ),
        mentioned_by=("hostile",),
        related=(Related(id="fiber", why=("fine-grained", "fusion"), similarity=0.5),),
        next="spec",
    ),
    "hostile": Place(
        mentions=(
            _mention("system", "odd", HOSTILE, "<b>bold</b>"),
            _mention("paper", "flair", "FLAIR", "*star*"),
        ),
        related=(Related(id="flair", why=(HOSTILE, "a, b"), similarity=0.1),),
    ),
    "fiber": Place(
        mentions=(_mention("system", "clip", "CLIP", "CLIP-ViT"), _mention("system", "llava", "LLaVA")),
        mentioned_by=("flair",),
        previous="spec",
        next="zett",
    ),
    "spec": Place(previous="flair", next="fiber"),
    "zett": Place(previous="fiber"),
}
_NAMED_BY = {
    "clip": ("flair", "fiber"),
    "llava": ("flair", "fiber"),
    "llava-1-5": ("flair",),
    "coco": ("flair",),
    "odd": ("hostile", "flair"),
}
_BY_AREA = {
    "pretraining": ("flair", "spec", "fiber", "zett"),
    "grounding": ("hostile", "dm2s2", "san"),
    "empty": (),
    UNPLACED: ("lone",),
}
_BY_VALUE = {
    "contribution/model": ("flair", "fiber"),
    "contribution/benchmark": ("spec",),
    "task/retrieval": ("flair", "spec", "hostile"),
    "task/grounding": ("flair", "fiber"),
    "task/vqa": ("dm2s2",),
}
_PEOPLE = {
    "ada-lovelace": Person(
        id="ada-lovelace", name="Ada Lovelace", papers=("flair", "spec", "hostile", "dm2s2", "fiber")
    ),
    "bobby-tables": Person(id="bobby-tables", name="Bobby <b>Tables</b>", papers=("hostile",)),
    "grace-hopper": Person(id="grace-hopper", name="Grace Hopper", papers=("flair", "spec", "fiber")),
    "han-zi": Person(id="han-zi", name="漢 字", papers=("san",)),
    "jose-nunez": Person(id="jose-nunez", name="Jose Nunez", papers=("dm2s2",)),
    "li-wei": Person(id="li-wei", name="Li Wei", papers=("fiber",)),
    "rui-xiao": Person(id="rui-xiao", name="Rui Xiao", papers=("flair",)),
    "x-y-z": Person(id="x-y-z", name="x_y_z", papers=("hostile",)),
    "zeynep-akata": Person(id="zeynep-akata", name="Zeynep Akata", papers=("flair",)),
    "zoe-1": Person(id="zoe-1", name="Zoë +1", papers=("zett",)),
}
_PATHS = (
    ReadingPath(
        key="first",
        title=HOSTILE,
        about=HOSTILE,
        steps=(Step(paper="flair", note=HOSTILE), Step(paper="hostile"), Step(paper="lone", note="1. Last")),
    ),
)


def toy_catalogue(settings: Settings | None = None) -> Catalogue:
    """The toy, assembled. Every index is in the order that `records.Catalogue` states."""
    return Catalogue(
        settings=settings or Settings(title="A toy survey", description="Eight papers that try to break the pages."),
        edition=datetime.date(2026, 11, 1),
        taxonomy=TAXONOMY,
        papers=PAPERS,
        map={paper.id: (100 + 97 * number, 80 + 67 * number) for number, paper in enumerate(PAPERS)},
        places=_PLACES,
        systems=SYSTEMS,
        named_by=_NAMED_BY,
        by_area=_BY_AREA,
        by_value=_BY_VALUE,
        by_year={2021: ("zett",), 2022: ("dm2s2", "fiber", "san"), 2023: ("hostile",), 2024: ("flair", "spec")},
        people=_PEOPLE,
        introductions={
            "pretraining": "The field began with **CLIP**.\n\n## How it grew\n\nSee [FLAIR](../papers/flair.md).\n"
        },
        paths=_PATHS,
    )
