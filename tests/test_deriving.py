"""What is derived of a survey again and again, each time a little of it, is what is derived of it at once."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.checks.references import check_without_words
from generator.deriving import catalogue as deriving
from generator.deriving import records
from generator.deriving.catalogue import derive_catalogue
from generator.deriving.derived import assemble_derived, derive_survey
from generator.records.bulk import InPieces
from generator.records.paper import Digest, Paper, Relation
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
                ("title", self.dice.choice(TITLES)), ("abstract", self.text()), ("abstract", None),
                ("summary", self.text()),
                ("summary", None), ("relations", (Relation(to="p7", kind="extends"),)), ("same_as", ("p8",)),
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
        monkeypatch.setattr(records, "_FEW", 0)
        kept, whole = derive_survey(survey, tmp_path), derive_catalogue(survey, tmp_path)
        monkeypatch.setattr(records, "_FEW", 1000)
        clean = derive_survey(survey, tmp_path)
        assert whole == derive_catalogue(survey, tmp_path), number
        assert kept.related == clean.related, number
        assert dict(kept.people) == dict(clean.people), number
        assert kept.survey == clean.survey, number


class _Ids:
    """Stands in the place of what a curator writes of a paper, and gives nothing but ids away."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest

    def __getattr__(self, name: str) -> object:
        assert name in deriving._READ, f"{name} was read"
        return getattr(self._digest, name)


@pytest.mark.parametrize("seed", (18, 38))
def test_what_is_kept_as_long_as_only_words_change_reads_none(seed: int, tmp_path: Path) -> None:
    editor = Editor(seed)
    for _ in range(12):
        survey = editor.edited()
        papers = [paper.model_copy(update={"digest": _Ids(paper.digest)}) for paper in survey.papers]
        derived = derive_survey(survey.model_copy(update={"papers": tuple(papers)}), tmp_path)
        check_without_words(derived.survey, tmp_path, derived.doubles)
        assert len(assemble_derived(derived).places) == len(papers)


def test_another_summary_derives_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_FEW", 0)
    survey = Editor(18).edited()
    catalogue, _ = derive_catalogue(survey, tmp_path)
    first, *others = survey.papers
    papers = (first.model_copy(update={"digest": Digest(summary="It glows.")}), *others)
    monkeypatch.setattr(deriving, "_derived", None)
    now, _ = derive_catalogue(survey.model_copy(update={"papers": papers}), tmp_path)
    assert catalogue and now and now.papers[0].digest.summary == "It glows."
    assert now.places == catalogue.places


def test_a_mapping_in_pieces_is_the_mapping() -> None:
    values = {f"k{number}": (number,) for number in range(250)}
    for mapping in (pieces := InPieces(values), pickle.loads(pickle.dumps(pieces))):  # noqa: S301 - pickled here
        assert mapping == values and [*mapping] == [*values]
        assert mapping.get("k249") == (249,) and "k250" not in mapping
