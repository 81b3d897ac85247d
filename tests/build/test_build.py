"""Build: the toy survey from its folder to pages and data, the same bytes everywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.build.write import MANIFEST, read_manifest, write
from generator.pipeline import build_docs
from tests.checks.test_references import snapshot
from tests.cli.test_cli import run
from tests.conftest import HERE


@pytest.fixture
def docs(toy: Path) -> Path:
    """The docs folder that a build of the toy survey made."""
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    return toy.parent / "docs"


def document(docs: Path) -> dict[str, Any]:
    """What the site publishes for machines."""
    data: dict[str, Any] = json.loads((docs / "assets" / "data" / "catalogue.json").read_text(encoding="utf-8"))
    return data


# --- pages -----------------------------------------------------------------------


def test_every_kind_of_page_is_there(docs: Path) -> None:
    pages = {name for name in snapshot(docs) if name.endswith(".md")}
    papers = {path.stem for path in (HERE / "toy" / "survey" / "papers").glob("*.yml")}
    assert {f"papers/{id}.md" for id in papers} <= pages
    assert {
        "index.md", "about.md", "papers/index.md", "areas/index.md", "tags/index.md", "systems/index.md",
        "authors/index.md", "years/index.md", "explore/index.md", "areas/pointing.md", "areas/reading.md",
        "areas/sounds.md", "areas/unplaced.md", "tags/contribution/model.md", "tags/task/pointing.md",
        "systems/beacon.md", "systems/harbor.md", "authors/ada-quay-lamps.md", "papers/lantern-reader.md",
    } <= pages  # fmt: skip


def test_about_says_how_the_survey_was_made_where_the_survey_says_it(toy: Path, docs: Path) -> None:
    about = docs / "about.md"
    bare = about.read_text(encoding="utf-8")
    assert "How this toy was made" not in bare
    (toy / "method.md").write_text("## How this toy was made\n\nFrom two abstracts.\n", encoding="utf-8")
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    text = about.read_text(encoding="utf-8")
    assert text.index("What is automatic") < text.index("## How this toy was made\n\nFrom two abstracts.")
    (toy / "method.md").write_text(" \n", encoding="utf-8")
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    assert about.read_text(encoding="utf-8") == bare


def test_about_claims_no_more_of_a_record_than_that_it_was_compared_once_more(docs: Path) -> None:
    about = (docs / "about.md").read_text(encoding="utf-8")
    assert "compared with its abstract once more" in about
    assert "person" not in about.lower()


def test_only_systems_and_authors_with_enough_papers_have_pages(docs: Path) -> None:
    pages = snapshot(docs)
    assert "authors/ada-quay-fibres.md" not in pages, "one paper, and the bar is two"
    systems = {name for name in pages if re.fullmatch(r"systems/[^/]+\.md", name)} - {"systems/index.md"}
    named = {system["id"]: len(system["papers"]) for system in document(docs)["systems"]}
    assert systems == {f"systems/{id}.md" for id, count in named.items() if count >= 2}


def test_a_family_gathers_its_versions(docs: Path) -> None:
    systems = {system["id"]: system for system in document(docs)["systems"]}
    assert systems["beacon-2"]["family"] == "beacon"
    assert set(systems["beacon-2"]["papers"]) <= set(systems["beacon"]["papers"])


def test_former_address_redirects(docs: Path) -> None:
    page = (docs / "papers" / "lantern-reader.md").read_text(encoding="utf-8")
    _, front, body = page.split("---\n", 2)
    assert yaml.safe_load(front)["redirect"] == "papers/lantern/"
    assert "](../papers/lantern.md)" in body


def test_unplaced_papers_have_a_page_and_a_problem(toy: Path) -> None:
    result = run("build", "--survey", "toy", "--docs", "docs")
    assert result.stderr.count("nothing speaks for any area") == 1
    assert "toy/papers/weather-forgotten-islands.yml:" in result.stderr
    page = (toy.parent / "docs" / "areas" / "unplaced.md").read_text(encoding="utf-8")
    assert "../papers/weather-forgotten-islands.md" in page
    assert "tide-tables" not in page, "the rules place a record written by hand"
    assert run("build", "--survey", "toy", "--docs", "docs", "--strict").exit_code == 1


def test_no_unplaced_page_without_unplaced_papers(toy: Path) -> None:
    run("build", "--survey", "toy", "--docs", "docs")
    run("remove", "weather-forgotten-islands", "--survey", "toy")
    result = run("build", "--survey", "toy", "--docs", "docs", "--strict")
    assert result.exit_code == 0
    assert not (toy.parent / "docs" / "areas" / "unplaced.md").exists()


def test_every_relative_link_leads_to_a_page(docs: Path) -> None:
    for path in docs.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#\s:]+\.md)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).is_file(), f"{path.name} links to {target}"


def test_hostile_text_stays_text(docs: Path) -> None:
    for name in ("papers/script-alert-title.md", "papers/index.md", "areas/reading.md", "index.md", "areas/index.md"):
        page = (docs / name).read_text(encoding="utf-8").partition("\n---\n")[2]
        page = re.sub(r"<(pre|table)\b.*?</\1>", "", page, flags=re.DOTALL)  # there, only < and & mean something
        for scar in ("<script>alert", "<img src=x", "](javascript:", "{{ 7 * 7 }}", "{% raw %}", "a <small> survey"):
            assert scar not in page, f"{scar} in {name}"


# --- derived on the way ------------------------------------------------------------


def test_a_record_written_by_hand_is_completed_by_the_rules(docs: Path) -> None:
    paper = next(paper for paper in document(docs)["papers"] if paper["id"] == "tide-tables")
    assert paper["area"] == "reading"
    assert "beacon-2" in [mention["id"] for mention in paper["mentions"]]
    assert paper["links"] == [{"kind": "code", "url": "https://github.com/toy-example/tides"}]
    assert paper["year"] == 2026, "what the record says stays"
    record = yaml.safe_load((HERE / "toy" / "survey" / "papers" / "tide-tables.yml").read_text(encoding="utf-8"))
    assert "evidence" not in record, "the build does not write into the survey"


def test_build_leaves_the_survey_alone(toy: Path) -> None:
    before = snapshot(toy)
    run("build", "--survey", "toy", "--docs", "docs")
    assert snapshot(toy) == before


# --- the document --------------------------------------------------------------------


def test_document_keeps_its_schema(docs: Path) -> None:
    schema = json.loads((docs / "assets" / "data" / "catalogue.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    data = document(docs)
    assert list(validator.iter_errors(data)) == []
    assert list(validator.iter_errors({**data, "schema": 2}))
    assert list(validator.iter_errors({**data, "papers": [{"id": "x"}]}))


def test_document_says_what_the_records_say(docs: Path) -> None:
    data = document(docs)
    assert (data["schema"], data["edition"], data["title"]) == (1, "2026-02-03", "Lamps & Tides: a <small> survey")
    papers = {paper["id"]: paper for paper in data["papers"]}
    assert list(papers) == sorted(path.stem for path in (HERE / "toy" / "survey" / "papers").glob("*.yml"))
    glimmer = papers["glimmer"]
    assert glimmer["path"] == "papers/glimmer/"
    assert glimmer["ids"] == {"arxiv": "2511.00001v2", "doi": "10.1234/tides.7", "acl": "2026.tides-main.7"}
    assert glimmer["evaluated_on"] == ["harbor"]
    assert glimmer["checked"] is True
    assert {"id": "lantern", "name": "LANTERN", "as": "LANTERN"} in glimmer["mentions"]
    assert "glimmer" in papers["lantern"]["mentioned_by"]
    assert papers["lantern"]["former_ids"] == ["lantern-reader"]
    assert glimmer["evidence"]["area"]["phrase"] == "Can Point at What"
    assert "abstract" not in papers["quiet-harbours"]
    assert "notes" not in papers["lantern"], "what a record lacks is left out"
    counts = {area["key"]: area["count"] for area in data["taxonomy"]["areas"]}
    assert counts["sounds"] == 0
    assert sum(counts.values()) == len(papers) - 1, "all but the unplaced one"


def test_document_is_safe_inside_a_script_element(docs: Path) -> None:
    assert "<" not in (docs / "assets" / "data" / "catalogue.json").read_text(encoding="utf-8")


def test_related_papers_say_why(docs: Path) -> None:
    papers = {paper["id"]: paper for paper in document(docs)["papers"]}
    near = {item["id"]: item["why"] for item in papers["fiber-coarse-ropes"]["related"]}
    assert "fiber-ropes-woven" in near
    assert near["fiber-ropes-woven"]
    for paper in papers.values():
        assert len(paper.get("related", ())) <= 3
        assert paper["id"] not in [item["id"] for item in paper.get("related", ())]


# --- the same bytes, and only what changed ---------------------------------------------


def test_same_bytes_in_other_folders_at_other_times(
    toy: Path, docs: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("quite another place")
    shutil.copytree(toy, elsewhere / "s")
    command = [sys.executable, "-P", "-m", "generator", "build", "--survey", "s", "--docs", "out"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(HERE.parent),
        "PYTHONHASHSEED": "4711",
        "SOURCE_DATE_EPOCH": "0",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
    }
    done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert snapshot(elsewhere / "out") == snapshot(docs)


def test_a_large_survey_that_no_process_hands_over_gives_the_same_bytes(toy: Path, docs: Path) -> None:
    build = "from generator import building, pipeline; building._HANDED_OVER = 0; pipeline.build_docs({!r}, {!r})"
    code = f"from pathlib import PosixPath; {build.format(toy, toy.parent / 'out')}"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert snapshot(toy.parent / "out") == snapshot(docs)


def test_second_build_writes_nothing(toy: Path, docs: Path) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in docs.rglob("*")}
    run("remove", "weather-forgotten-islands", "--survey", "toy")
    run("build", "--survey", "toy", "--docs", "docs")
    stamps = {path: path.stat().st_mtime_ns for path in docs.rglob("*")}
    again = run("build", "--survey", "toy", "--docs", "docs")
    assert "nothing changed" in again.stderr
    assert {path: path.stat().st_mtime_ns for path in docs.rglob("*")} == stamps


def test_warnings_are_said_again(toy: Path, docs: Path) -> None:
    again = run("build", "--survey", "toy", "--docs", "docs")
    assert "nothing speaks for any area" in again.stderr


def test_a_change_rewrites_what_it_touches_only(toy: Path, docs: Path) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in docs.rglob("*.md")}
    path = toy / "papers" / "quiet-harbours.yml"
    path.write_text(path.read_text(encoding="utf-8") + "notes: A new note.\n", encoding="utf-8")
    run("build", "--survey", "toy", "--docs", "docs")
    changed = {p.relative_to(docs).as_posix() for p, stamp in stamps.items() if p.stat().st_mtime_ns != stamp}
    assert changed == {"papers/quiet-harbours.md", "about.md"}, "About counts who wrote what"


def test_a_damaged_page_is_written_again(toy: Path, docs: Path) -> None:
    run("remove", "weather-forgotten-islands", "--survey", "toy")
    run("build", "--survey", "toy", "--docs", "docs")
    before = snapshot(docs)
    (docs / "papers" / "glimmer.md").write_text("damaged", encoding="utf-8")
    (docs / "index.md").unlink()
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    assert snapshot(docs) == before


def test_a_removed_paper_s_page_says_so(toy: Path, docs: Path) -> None:
    run("remove", "tide-tables", "--survey", "toy")
    run("build", "--survey", "toy", "--docs", "docs")
    page = (docs / "papers" / "tide-tables.md").read_text(encoding="utf-8")
    assert "# This paper was removed" in page and "no reason is recorded" in page
    assert json.loads((docs / "redirects.json").read_text("utf-8"))["redirects"]["papers/tide-tables/"] is None
    assert "tide-tables" not in (docs / "assets" / "data" / "catalogue.json").read_text(encoding="utf-8")


def test_a_renamed_paper_leaves_a_redirect(toy: Path, docs: Path) -> None:
    run("rename", "tide-tables", "tables-of-tides", "--survey", "toy")
    run("build", "--survey", "toy", "--docs", "docs")
    assert "tables-of-tides" in (docs / "papers" / "tide-tables.md").read_text(encoding="utf-8")
    assert (docs / "papers" / "tables-of-tides.md").exists()


def test_a_build_that_fails_leaves_the_old_pages(toy: Path, docs: Path) -> None:
    before = snapshot(docs)
    (toy / "papers" / "glimmer.yml").write_text("id: glimmer\n", encoding="utf-8")
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 1
    assert snapshot(docs) == before


# --- files of other people -----------------------------------------------------------


def test_a_file_in_the_way_is_refused(toy: Path) -> None:
    mine = toy.parent / "docs" / "papers" / "glimmer.md"
    mine.parent.mkdir(parents=True)
    mine.write_text("My own page.", encoding="utf-8")
    (toy.parent / "docs" / "about.md").write_text("My own words.", encoding="utf-8")
    before = snapshot(toy.parent / "docs")
    result = run("build", "--survey", "toy", "--docs", "docs")
    assert result.exit_code == 1
    for name in ("docs/papers/glimmer.md", "docs/about.md"):
        assert (
            f"{name}:0: was not written by the generator and stands where it writes; move or delete it" in result.stderr
        )
    assert snapshot(toy.parent / "docs") == before


def test_hand_written_pages_stay(toy: Path) -> None:
    docs = toy.parent / "docs"
    (docs / "papers").mkdir(parents=True)
    (docs / "guide.md").write_text("By hand.", encoding="utf-8")
    (docs / "papers" / "essay.md").write_text("By hand.", encoding="utf-8")
    run("build", "--survey", "toy", "--docs", "docs")
    run("remove", "tide-tables", "--survey", "toy")
    run("build", "--survey", "toy", "--docs", "docs")
    assert (docs / "guide.md").read_text(encoding="utf-8") == "By hand."
    assert (docs / "papers" / "essay.md").read_text(encoding="utf-8") == "By hand."


def test_a_manifest_that_points_elsewhere_removes_nothing(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("precious", encoding="utf-8")
    docs = tmp_path / "docs"
    write(docs, {"a.md": "a"})
    manifest = json.loads((docs / MANIFEST).read_text(encoding="utf-8"))
    manifest["files"] |= {"../outside.txt": "0", str(outside): "0"}
    (docs / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    write(docs, {"b.md": "b"})
    assert outside.read_text(encoding="utf-8") == "precious"
    assert set(snapshot(docs)) == {"b.md", MANIFEST}


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"files": 3}', "\x00"])
def test_a_broken_manifest_is_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path) == {}
    written, problems = write(tmp_path, {"a.md": "a"})
    assert written is not None
    assert not problems


def test_folders_that_become_empty_go(tmp_path: Path) -> None:
    write(tmp_path, {"deep/down/a.md": "a", "b.md": "b"})
    written, _ = write(tmp_path, {"b.md": "b"})
    assert written == (1, 0, 1)
    assert not (tmp_path / "deep").exists()


# --- a survey of its own ----------------------------------------------------------------


def test_an_empty_survey_builds(tmp_path: Path) -> None:
    (tmp_path / "survey.yml").write_text("title: None yet\ndescription: Nothing.\n", encoding="utf-8")
    written, problems = build_docs(tmp_path, tmp_path / "docs")
    assert not problems
    assert written is not None
    assert document(tmp_path / "docs")["papers"] == []


def test_one_paper_without_anything_builds(tmp_path: Path) -> None:
    (tmp_path / "survey.yml").write_text("title: One\ndescription: One.\n", encoding="utf-8")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "one.yml").write_text("id: one\ntitle: One\n", encoding="utf-8")
    written, _ = build_docs(tmp_path, tmp_path / "docs")
    assert written is not None
    assert (tmp_path / "docs" / "papers" / "one.md").exists()


def test_toy_configuration_is_as_new_makes_it() -> None:
    """`tests/toy/survey/mkdocs.yml` holds the survey's own title and address, and no path."""
    assert run("check", "--survey", str(HERE / "toy" / "survey")).exit_code == 0
    text = (HERE / "toy" / "survey" / "mkdocs.yml").read_text(encoding="utf-8")
    assert "survey-catalogue" in text and "../" not in text


def test_a_record_moved_out_of_the_papers_is_gone(toy: Path, docs: Path) -> None:
    """The digest of what a build read must tell a file's folder too."""
    run("remove", "weather-forgotten-islands", "--survey", "toy")
    run("build", "--survey", "toy", "--docs", "docs")
    (toy / "papers-of-old").mkdir()
    (toy / "papers" / "tide-tables.yml").rename(toy / "papers-of-old" / "tide-tables.yml")
    run("build", "--survey", "toy", "--docs", "docs")
    assert not (docs / "papers" / "tide-tables.md").exists()


def test_second_build_is_quick_where_the_docs_lie_in_the_survey(toy: Path) -> None:
    run("remove", "weather-forgotten-islands", "--survey", "toy")
    run("build", "--survey", "toy", "--docs", "toy/docs")
    assert "nothing changed" in run("build", "--survey", "toy", "--docs", "toy/docs").stderr


def test_lists_are_newest_first_and_undated_last(docs: Path) -> None:
    page = (docs / "areas" / "reading.md").read_text(encoding="utf-8")
    order = list(dict.fromkeys(re.findall(r"papers/([a-z0-9-]+)\.md", page)))
    dated = ["tide-tables", "fiber-coarse-ropes", "lantern"]
    assert [id for id in order if id in dated] == dated
    assert set(order[-2:]) == {"etat-general", "script-alert-title"}
