"""An index of which most is known from the last build has the bytes of one that is made from nothing."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build.staging import Stored, as_bytes, staging
from generator.build.write import remember_standing, standing, write
from generator.cache import Cache
from generator.catalogue import assemble
from generator.catalogue.languages import languages_of
from generator.records.catalogue import Catalogue, Place
from generator.records.paper import Paper
from generator.records.survey import Synonyms, System
from generator.search.index import index
from generator.site.context import Site
from generator.site.kept import search as kept
from generator.site.kept.search import KeptIndex
from generator.site.rendering.noted import Digests
from generator.text.i18n import Translations
from tests.toy.search import WORDS, crowd


def built(catalogue: Catalogue, folder: Path) -> set[str]:
    """Build the index of a survey in a folder, assert that it is that of a clean build, and return what was written."""
    cache, translations = Cache(folder, "written", "1"), Translations()
    with staging(folder / "docs", standing(folder / "docs", cache)) as beside:
        site = Site(catalogue, translations)
        languages = languages_of(catalogue, catalogue.papers)
        files = KeptIndex(site, languages, Digests(site), Cache(folder, "search", "1"), beside).files()
        written, problems = write(folder / "docs", files)
        assert written, problems
    remember_standing(folder / "docs", cache)
    clean = index(catalogue)
    assert files.keys() == clean.keys()
    assert {name: (folder / "docs" / name).read_bytes() for name in files} == {
        name: as_bytes(text) for name, text in clean.items()
    }
    return {name for name, file in files.items() if not isinstance(file, Stored)}


def with_paper(catalogue: Catalogue, at: int, **parts: dict[str, object]) -> Catalogue:
    """The survey with other values in parts of one record."""
    old = catalogue.papers[at]
    new = old.model_copy(update={part: getattr(old, part).model_copy(update=values) for part, values in parts.items()})
    return catalogue.model_copy(update={"papers": (*catalogue.papers[:at], new, *catalogue.papers[at + 1 :])})


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices([*WORDS, "GPT 4V", "DataLoader", "猫の", "réseaux", "ünlike"], k=6))


def _place(chance: random.Random, catalogue: Catalogue) -> Catalogue:
    own, other = (chance.choice(catalogue.papers).id for _ in range(2))
    changes = {own: catalogue.places.get(other, Place())}
    return catalogue.model_copy(update={"places": {**catalogue.places, **changes}})


def _added(chance: random.Random, catalogue: Catalogue) -> Catalogue:
    number = chance.randrange(10_000)
    paper = Paper.model_validate(
        {
            "id": f"new-{number}",
            "title": _text(chance),
            "authors": ["Ada Quay"],
            "year": 2020,
            "added": chance.choice([None, *DAYS]),
        }
    )
    others = (it for it in catalogue.papers if it.id != paper.id)
    return catalogue.model_copy(update={"papers": tuple(sorted((*others, paper), key=lambda it: it.id))})


def _removed(chance: random.Random, catalogue: Catalogue) -> Catalogue:
    gone = chance.choice(catalogue.papers).id
    return catalogue.model_copy(update={"papers": tuple(it for it in catalogue.papers if it.id != gone)})


def _renamed(chance: random.Random, catalogue: Catalogue) -> Catalogue:
    old = chance.choice(catalogue.papers)
    new = old.model_copy(update={"id": f"{old.id}-x"})
    places = {new.id if id == old.id else id: place for id, place in catalogue.places.items()}
    papers = tuple(new if it is old else it for it in catalogue.papers)
    return catalogue.model_copy(update={"papers": papers, "places": places})


def _system(chance: random.Random, catalogue: Catalogue) -> Catalogue:
    system = System(id="clip", kind="model", name="CLIP", aliases=(_text(chance),))
    return catalogue.model_copy(update={"systems": {**catalogue.systems, "clip": system}})


def _paper(chance: random.Random, catalogue: Catalogue, **parts: dict[str, object]) -> Catalogue:
    return with_paper(catalogue, chance.randrange(len(catalogue.papers)), **parts)


DAYS = [datetime.date(2026, 1, day) for day in (1, 2, 3)]
EDITS: tuple[Callable[[random.Random, Catalogue], Catalogue], ...] = (
    lambda chance, it: _paper(chance, it, digest={"summary": _text(chance)}),
    lambda chance, it: _paper(chance, it, bibliographic={"title": _text(chance)}),
    lambda chance, it: _paper(chance, it, bibliographic={"year": 1999, "authors": (_text(chance), "Li Wei")}),
    lambda chance, it: _paper(chance, it, bibliographic={"abstract": _text(chance), "lang": "fr"}),
    lambda chance, it: _paper(chance, it, derived={"area": chance.choice([None, "grounding"]), "name": _text(chance)}),
    lambda chance, it: _paper(chance, it, bibliographic={"abstract": None}, derived={"terms": {"lamps": 2.5}}),
    lambda chance, it: _paper(chance, it, provenance={"added": chance.choice([None, *DAYS])}),
    lambda chance, it: it.model_copy(update={"synonyms": Synonyms(groups=((_text(chance), "video"),))}),
    _place,
    _added,
    _removed,
    _renamed,
    _system,
)  # fmt: skip


@pytest.mark.parametrize(("seed", "rest"), [(0, kept._REST), (1, kept._REST), (2, 0), (3, 0)])
def test_after_any_edits_the_index_is_that_of_a_clean_build(
    tmp_path: Path, seed: int, rest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_REST", rest)  # with 0 the cache stays as the first build wrote it, as for many papers
    monkeypatch.setattr(assemble, "_FEW", 5)
    chance = random.Random(seed)  # noqa: S311 - the same edits every time, nothing secret
    survey = crowd(30, seed)
    built(survey, tmp_path)
    for _ in range(12):
        for _ in range(chance.randint(0, 2)):
            survey = chance.choice(EDITS)(chance, survey)
        built(survey, tmp_path)


def test_one_changed_paper_is_read_alone_and_few_files_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = crowd(300)
    survey = survey.model_copy(update={"settings": survey.settings.model_copy(update={"mean_length": 20})})
    everything = built(survey, tmp_path)
    read: list[str] = []
    make = kept.contributions
    monkeypatch.setattr(
        kept, "contributions", lambda found, papers, by: read.extend(it.id for it in papers) or make(found, papers, by)
    )
    assert built(survey, tmp_path) == set()
    assert read == []
    monkeypatch.setattr(kept, "together", None)  # only the lists that differ are made anew
    monkeypatch.setattr(kept, "_REST", 10)
    changed = with_paper(survey, 7, digest={"summary": "A lighthouse nobody has seen"})
    assert 0 < len(built(changed, tmp_path)) < len(everything) / 2
    assert read == [survey.papers[7].id]


def test_a_paper_that_only_has_another_id_is_found_by_it(tmp_path: Path) -> None:
    survey = crowd(30)
    alone = {id: place.model_copy(update={"related": ()}) for id, place in survey.places.items()}
    survey = survey.model_copy(update={"places": alone})
    built(survey, tmp_path)
    built(_renamed(random.Random(0), survey), tmp_path)  # noqa: S311 - the same paper every time


def test_for_a_paper_that_joins_today_few_files_of_other_papers_are_written(tmp_path: Path) -> None:
    survey = crowd(300)
    built(survey, tmp_path)
    paper = Paper.model_validate({"id": "a-lighthouse", "title": "A lighthouse", "added": datetime.date(2026, 2, 1)})
    written = built(survey.model_copy(update={"papers": (paper, *survey.papers)}), tmp_path)
    stored = {name for name in written if "cards-" in name or "details-" in name}
    assert 0 < len(stored) <= 2 + 16, "those of the last position"
    assert len(written) < 60
    built(survey, tmp_path)


def test_a_file_that_somebody_deleted_is_written_again(tmp_path: Path) -> None:
    survey = crowd(60)
    gone = max(built(survey, tmp_path))
    (tmp_path / "docs" / gone).unlink()
    assert built(survey, tmp_path) == {gone}
