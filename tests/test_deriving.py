"""What is derived of a survey again and again, each time a little of it, is what is derived of it at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import deriving
from generator.deriving import derive_survey
from generator.records.paper import Paper
from generator.records.survey import Settings, Survey, System
from generator.records.taxonomy import Taxonomy
from tests.toy.vectors import meant

TITLES = ("Eagle: A Lamp for Quays", "Fox: Tides at a Glance", "Of Lamps", "Walks in a Harbour", "QRW: Lamps that Walk")
SENTENCES = (
    "We bound the random walk process (RWP) of a lamp.",
    "A random walk process (RWP) is a walk in the harbour.",
    "We propose a quay radio watch (QRW), a lamp that listens.",
    "Compared with baselines such as Fox, Eagle and Gull, the tide is strong.",
    "The eagle sees a fox, and the models express it.",
    "QRW outperforms models such as Gull by 3.2 points.",
    "A wick burns, and Eagle lands by the Fox, which a harbour holds.",
    "Each harbour has a lamp, and each lamp a wick for the tide.",
)
AUTHORS = ("Ada Quay", "Nemo", "A. Quay", "木村 芽衣", "Bo van der Reed")
AREAS = ("harbours", "lamps")
GIVEN = Survey(
    settings=Settings(title="t", description="d", related=3),
    taxonomy=Taxonomy.model_validate(
        {
            "areas": [
                {"key": "harbours", "title": "Harbours", "cues": {"harbour": 2, "tide": 1}},
                {"key": "lamps", "title": "Lamps", "cues": {"lamp": 2, "wick": 1}},
            ],
            "facets": [
                {"key": "kind", "title": "Kind", "values": [{"key": "walk", "title": "Walk", "cues": {"walk": 3}}]}
            ],
        }
    ),
    systems=(System(id="gull", name="Gull", kind="model"),),
)


class Editor:
    """Edits a survey at random, as a curator does."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - no secret
        self.papers: dict[str, Paper] = {}
        self.survey = GIVEN.model_copy(update={"coordinates": {}})
        for _ in range(12):
            self.add()

    def edited(self) -> Survey:
        """Make an edit; returns the survey."""
        edits: list[Callable[[], None]] = [
            self.change, self.change, self.change, self.change, self.add, self.remove, self.common, self.nothing,
        ]  # fmt: skip
        self.dice.choice(edits)()
        papers = tuple(paper for _, paper in sorted(self.papers.items()))
        return self.survey.model_copy(update={"papers": papers})

    def text(self) -> str:
        return " ".join(self.dice.choices(SENTENCES, k=self.dice.randint(1, 4)))

    def add(self) -> None:
        id = f"p{self.dice.randint(1, 40)}"
        paper = Paper.model_validate(
            {
                "id": id,
                "title": self.dice.choice(TITLES),
                "abstract": self.text(),
                "authors": [self.dice.choice(AUTHORS)],
            }
        )
        if self.dice.random() < 0.6:  # as if it came by an import
            derived = derive_survey(GIVEN.model_copy(update={"papers": (paper,)}), Path()).survey.papers[0].derived
            paper = paper.model_copy(update={"derived": derived})
        self.papers[id] = paper

    def remove(self) -> None:
        self.papers.pop(self.dice.choice(sorted(self.papers)))

    def change(self) -> None:
        id = self.dice.choice(sorted(self.papers))
        field, value = self.dice.choice(
            [
                ("title", self.dice.choice(TITLES)), ("abstract", self.text()), ("abstract", None), ("summary", "New."),
                ("area", self.dice.choice((None, *AREAS))), ("facets", {"kind": ("walk",)}), ("facets", {}),
                ("aliases", (self.dice.choice(("Kite", "Lamp", "Wick")),)), ("name", self.dice.choice(("Kite", None))),
                ("year", self.dice.randint(1990, 2026)), ("authors", tuple(self.dice.sample(AUTHORS, 2))),
                ("checked", True),
            ]
        )  # fmt: skip
        self.papers[id] = self.papers[id].model_copy(update={field: value})

    def common(self) -> None:
        """What all papers share."""
        systems = tuple(System(id=name.lower(), name=name, kind="model") for name in ("Gull", "Kite", "RWP"))
        area, *others = self.survey.taxonomy.areas
        area = area.model_copy(update={"title": self.dice.choice(TITLES), "cues": {"tide": self.dice.randint(1, 3)}})
        some = self.dice.sample(sorted(self.papers), min(4, len(self.papers)))
        vectors = meant(list(self.papers.values()), **{id: [self.dice.randint(-99, 99), 7] for id in some})
        places = {id: (number, number) for number, id in enumerate(some)}
        self.survey = self.survey.model_copy(
            update=self.dice.choice(
                [
                    {"systems": systems[: self.dice.randint(0, 3)]}, {"vectors": vectors}, {"vectors": None},
                    {"taxonomy": self.survey.taxonomy.model_copy(update={"areas": (area, *others)})},
                    {"settings": self.survey.settings.model_copy(update={"related": self.dice.randint(0, 4)})},
                    {"coordinates": places}, {"coordinates": None},
                ]
            )
        )  # fmt: skip

    def nothing(self) -> None:
        """The survey stays as it is."""


@pytest.mark.parametrize("seed", (18, 33, 38, 47, 54))
def test_after_random_edits_all_is_as_if_derived_at_once(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = Editor(seed)
    for number in range(5):
        survey = editor.edited()
        monkeypatch.setattr(deriving, "_FEW", 0)
        kept = derive_survey(survey, tmp_path)
        monkeypatch.setattr(deriving, "_FEW", 1000)
        clean = derive_survey(survey, tmp_path)
        assert kept.related == clean.related, number
        assert dict(kept.people) == dict(clean.people), number
        assert kept.survey == clean.survey, number
