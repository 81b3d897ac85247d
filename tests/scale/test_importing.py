"""An import into all parts of a survey at once: what is counted over all decides, and what breaks is made again."""

from __future__ import annotations

import datetime
import json
import random
import shutil
from pathlib import Path

import pytest

from generator.scale.importing import STEPS, MoveEntries, Shard, shards_of, strays
from generator.scale.sites import has_datatrove, surveys_in
from generator.survey.folder import read_survey, write_files
from generator.survey.starter import starter_files
from tests.scale.test_scale import run

TAXONOMY = "areas:\n- key: lamps\n  title: Lamps\n  cues:\n    lamp: 2\n"
DAY = datetime.date(2026, 5, 16)
SAID = "We propose a quay radio watch (QRW), a lamp that listens. The tide is ex-press, and models express it."


def write_parts(folder: Path, parts: tuple[str, ...]) -> Path:
    """Surveys without papers, each the part of this name."""
    for part in parts:
        survey = folder / part / "survey"
        write_files(survey, starter_files(survey, taxonomy=TAXONOMY, title=f"Lamps {part}"))
    return folder


def write_entries(folder: Path, parts: tuple[str, ...]) -> Path:
    """Three entries for each part; the first of each spells out the same abbreviation."""
    folder.mkdir()
    for part in parts:
        rows = [
            {"title": f"{word} of the {part} part", "abstract": said, "year": 2020}
            for word, said in (("Walks", SAID), ("Tides", "A tide rises at the quay."), ("Wicks", "A lamp burns."))
        ]
        (folder / f"{part}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def names_in(survey: Path) -> set[str]:
    read, problems = read_survey(survey)
    assert read, problems
    assert len(read.papers) == 3
    return {paper.derived.name for paper in read.papers if paper.derived.name}


def run_steps(shards: list[Shard], work: Path) -> None:
    """Do all tasks of an import, one after the other."""
    for step in STEPS:
        for rank in range(1 if step is MoveEntries else len(shards)):
            step(shards, work, DAY)([], rank, len(shards))


def titles_in(survey: Path) -> set[str]:
    read, problems = read_survey(survey)
    assert read, problems
    return {paper.bibliographic.title for paper in read.papers}


def test_a_paper_that_several_parts_are_given_is_imported_into_the_first_or_where_its_record_is(tmp_path: Path) -> None:
    folder = write_parts(tmp_path, ("one", "three", "two"))
    entries = write_entries(tmp_path / "entries", ("two",))
    both = {"title": "A Quay for Two", "doi": "10.1000/q", "authors": ["Ada Quill"]}
    for part, rows in (("one", [both | {"venue": "arXiv", "doi": ""}]), ("two", [both, {"title": "Of Wicks"}])):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (entries / f"{part}.jsonl").write_text(text, encoding="utf-8")
    shards = shards_of(surveys_in(folder), entries)
    run_steps(shards, folder / "work")
    assert [titles_in(shard.survey) for shard in shards] == [{"A Quay for Two"}, set(), {"Of Wicks"}]
    (record,) = (folder / "one/survey/papers").glob("*.yml")
    assert "10.1000/q" in record.read_text(encoding="utf-8"), "what the other part says of it is known here"
    (entries / "one.jsonl").unlink()
    (entries / "three.jsonl").write_text(json.dumps(both) + "\n", encoding="utf-8")
    before = record.read_bytes()
    run_steps(shards_of(surveys_in(folder), entries), folder / "again")
    assert [titles_in(shard.survey) for shard in shards] == [{"A Quay for Two"}, set(), {"Of Wicks"}]
    assert record.read_bytes() == before


def test_what_all_parts_say_decides_in_each(tmp_path: Path) -> None:
    named = []
    for parts in (("one",), ("one", "two")):
        folder = write_parts(tmp_path / "-".join(parts), parts)
        shards = shards_of(surveys_in(folder), write_entries(folder / "entries", parts))
        run_steps(shards, folder / "work")
        named.append([names_in(shard.survey) for shard in shards])
    assert named == [[{"QRW"}], [set(), set()]], "two papers spell it out, so it is a word of the field"


def test_shards_are_found_as_files_and_as_folders(tmp_path: Path) -> None:
    surveys = surveys_in(write_parts(tmp_path, ("2019", "2020", "2021")))
    entries = tmp_path / "entries"
    (entries / "year=2020").mkdir(parents=True)
    for name in ("2019.bib", "2019-2020.bib", "year=2020/data_0.json", "year=2020/data_1.json"):
        (entries / name).write_text("")
    found = {shard.survey.parent.name: [path.name for path in shard.files] for shard in shards_of(surveys, entries)}
    assert found == {"2019": ["2019.bib"], "2020": ["data_0.json", "data_1.json"], "2021": []}
    assert [path.name for path in strays(surveys, entries)] == ["2019-2020.bib"]


def test_a_year_goes_to_the_part_of_several_years_that_holds_it(tmp_path: Path) -> None:
    surveys = surveys_in(write_parts(tmp_path, ("2018-2020", "2021-2022", "2021", "2023-ropes")))
    entries = tmp_path / "entries"
    for name in ("year=2022/data_0.json", "2019.bib", "2021.bib", "2023.bib"):
        (entries / name).parent.mkdir(parents=True, exist_ok=True)
        (entries / name).write_text("")
    found = {shard.survey.parent.name: [path.name for path in shard.files] for shard in shards_of(surveys, entries)}
    assert found == {"2018-2020": ["2019.bib"], "2021-2022": ["data_0.json"], "2021": ["2021.bib"], "2023-ropes": []}
    assert [path.name for path in strays(surveys, entries)] == ["2023.bib"], "which of its areas it is, nobody knows"


@pytest.mark.proof
@pytest.mark.skipif(not has_datatrove(), reason="the extra `scale` is not installed")
def test_any_number_of_workers_and_any_number_of_breaks_import_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1778889600")
    parts = ("one", "two", "three")
    entries = write_entries(tmp_path / "entries", parts)
    for path in entries.iterdir():  # each part is given one paper that the others are given, too
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"title": "A Quay for All", "doi": "10.1000/q", "venue": path.stem}) + "\n")
    chance = random.Random(15)  # noqa: S311 - the same moments every time
    made, killed = [], 0
    for workers, breaks in ((1, 0), (2, 0), (4, 0), (2, 20)):
        folder = write_parts(tmp_path / "parts", parts)
        call = ["scale", str(folder), "--entries", str(entries), "--workers", str(workers)]
        killed += sum(run(call, chance.uniform(1, 12)) is None for _ in range(breaks))
        assert run(call) == 0
        records = [*folder.glob("*/survey/papers/*.yml"), *folder.glob("*/survey/*.yml")]
        made.append({path.relative_to(folder): path.read_bytes() for path in records})
        shutil.rmtree(folder)
    assert killed > 0 and len(made[0]) > 9
    assert made[1:] == made[:1] * 3
    assert sum(b"10.1000/q" in text for text in made[0].values()) == 1
