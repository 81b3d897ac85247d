"""What programs are given is made anew only for what changed: the texts of a paper, and the lists that hold it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import processes
from generator.export.data.tables import Table
from generator.export.lists import KINDS, Kind, PaperList, PaperTexts
from generator.pipeline import build_docs
from generator.site.kept import data, exports


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What is made from now on, in this process: the texts of papers, the lists, and the tables of the database."""
    seen: list[tuple[str, str]] = []
    monkeypatch.setitem(processes._STATE, "copy", True)
    make, render, fill = PaperTexts.make, exports.render_paper_list, data.make_table

    def make_text(texts: PaperTexts, kind: Kind, paper: str) -> str:
        seen.append((kind, paper))
        return make(texts, kind, paper)

    def render_list(it: PaperList, texts: PaperTexts) -> dict[str, str]:
        seen.append(("list", it.page.path))
        return render(it, texts)

    def make_table(table: Table, *given: Any) -> Any:
        seen.append(("table", table.name))
        return fill(table, *given)

    monkeypatch.setattr(PaperTexts, "make", make_text)
    monkeypatch.setattr(exports, "render_paper_list", render_list)
    monkeypatch.setattr(data, "make_table", make_table)
    return seen


def change(paper: Path, **values: object) -> None:
    record = yaml.safe_load(paper.read_text("utf-8"))
    paper.write_text(yaml.safe_dump(record | values, allow_unicode=True, sort_keys=False), "utf-8")


def test_one_changed_summary_makes_the_texts_of_its_paper(toy: Path, made: list[tuple[str, str]]) -> None:
    docs = toy / "docs"
    build_docs(toy, docs)
    papers = {path.stem for path in toy.glob("papers/*.yml")}
    assert {(kind, id) for kind in KINDS for id in papers} <= {*made}
    made.clear()
    change(toy / "papers/lantern.yml", summary="It reads by the light of a lantern.")
    build_docs(toy, docs)
    assert {it for it in made if it[0] in KINDS} == {(kind, "lantern") for kind in KINDS}
    lists = {path for what, path in made if what == "list"}
    assert "index.md" in lists and len(lists) < len([*toy.glob("docs/**/papers.ris")])
    assert "It reads by the light of a lantern." in (docs / "papers.json").read_text("utf-8")
    assert [name for what, name in made if what == "table"] == [], "no other table tells of a summary"


def test_one_changed_summary_makes_one_run_of_the_database(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs, runs = toy / "docs", []
    make = data.make_run

    def make_run(*given: Any) -> Any:
        runs.append(given[2])
        return make(*given)

    monkeypatch.setitem(processes._STATE, "copy", True)
    monkeypatch.setattr(data, "papers_of_run", lambda count: 2)
    monkeypatch.setattr(data, "make_run", make_run)
    build_docs(toy, docs)
    ids = sorted(path.stem for path in toy.glob("papers/*.yml"))
    assert runs == [*range(1, len(ids) // 2 + 2)]
    runs.clear()
    change(toy / "papers/lantern.yml", summary="It reads by the light of a lantern.")
    build_docs(toy, docs)
    assert runs == [ids.index("lantern") // 2 + 1]
    with closing(sqlite3.connect(docs / "data/catalogue.sqlite")) as database:
        assert database.execute("SELECT id FROM search('light of a lantern')").fetchall() == [("lantern",)]
        assert database.execute("SELECT count(*) FROM papers").fetchall() == [(len(ids),)]


def test_a_file_that_somebody_changed_is_made_anew(toy: Path, made: list[tuple[str, str]]) -> None:
    docs = toy / "docs"
    build_docs(toy, docs)
    whole = (docs / "papers.ris").read_bytes()
    (docs / "papers.ris").write_bytes(whole.replace(b"TI  - ", b"TI  - x"))
    made.clear()
    change(toy / "papers/lantern.yml", summary="Other")
    build_docs(toy, docs)
    assert (docs / "papers.ris").read_bytes() == whole
    assert {kind for kind, id in made if kind in KINDS and id != "lantern"} == {"ris"}


def test_a_paper_that_lost_its_name_makes_the_texts_of_those_that_tell_of_it(
    toy: Path, made: list[tuple[str, str]]
) -> None:
    docs = toy / "docs"
    build_docs(toy, docs)
    before = lines_of(docs)
    made.clear()
    paper = toy / "papers/lantern.yml"
    record = yaml.safe_load(paper.read_text("utf-8"))
    paper.write_text(yaml.safe_dump({key: it for key, it in record.items() if key != "name"}, sort_keys=False), "utf-8")
    change(paper, title=f"{record['title']} again")
    build_docs(toy, docs)
    now = lines_of(docs)
    told = {id for id, line in now.items() if line != before[id]}
    assert 1 < len(told) < len(now)
    assert {id for kind, id in made if kind in KINDS} == told


def lines_of(docs: Path) -> dict[str, str]:
    """What `catalogue.json` tells of each paper, by id."""
    papers = json.loads((docs / "assets/data/catalogue.json").read_text("utf-8"))["papers"]
    return {paper["id"]: json.dumps(paper) for paper in papers}
