"""The command line: what it writes, what it says, and how it ends."""

from __future__ import annotations

import errno
import importlib.metadata
import inspect
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from generator.cli import main
from generator.cli.console import waiting
from generator.records.schemas import editing_schemas
from tests.checks.test_references import snapshot
from tests.site_fixture import environment

ONE = """\
KITE: Flying on a String
We present KITE, a model that can point at a region of the sky, unlike Beacon, \
and that holds on to its string in any wind.
"""
TWO = """\
MOTH: Around the Lamp
We present MOTH, a model that reads a document page by page, is compared with KITE, \
and never comes closer than it must do.
"""


def run(*arguments: str) -> Result:
    """The command's result; a traceback fails the test at once."""
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code in {0, 1, 2}
    return result


def record(path: Path) -> dict[str, Any]:
    """A record's data."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


# --- import --------------------------------------------------------------------


def test_import_makes_a_survey_that_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(ONE + TWO, encoding="utf-8")
    result = run("import", "page.txt", "--survey", "my-survey")
    assert result.exit_code == 0
    assert "page.txt:1: new kite" in result.stdout
    assert "2 read, 2 new, 0 already there, 0 changed, 0 completed, 0 merged, 0 refused" in result.stdout
    files = snapshot(tmp_path / "my-survey")
    starters = {".gitignore", "README.md", "mkdocs.yml", "survey.yml", "taxonomy.yml"}
    automation = {"ci/site.sh", "ci/requirements.txt", "ci/catalogue.txt", "ci/Containerfile", ".gitlab-ci.yml"}
    automation |= {".pre-commit-config.yaml", ".github/workflows/site.yml", ".github/ISSUE_TEMPLATE/paper.yml"}
    schemas = {f".schema/{name}" for name in editing_schemas()}
    assert set(files) == {*starters, *automation, *schemas, "imports.yml", "papers/kite.yml", "papers/moth.yml"}
    assert run("check", "--survey", "my-survey").exit_code == 0
    assert run("build", "--survey", "my-survey", "--docs", "my-survey/docs").exit_code == 0
    assert Path("my-survey/docs/papers/kite.md").exists()


def test_import_twice_changes_nothing(toy: Path) -> None:
    Path("page.txt").write_text(ONE + TWO, encoding="utf-8")
    assert run("import", "page.txt", "--survey", "toy").exit_code == 0
    before = snapshot(toy)
    again = run("import", "page.txt", "--survey", "toy")
    assert "2 read, 0 new, 2 already there, 0 changed, 0 completed, 0 merged, 0 refused" in again.stdout
    assert snapshot(toy) == before


def test_import_on_another_day_changes_nothing(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("page.txt").write_text(ONE, encoding="utf-8")
    run("import", "page.txt", "--survey", "toy")
    before = snapshot(toy)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893456000")
    run("import", "page.txt", "--survey", "toy")
    assert snapshot(toy) == before


def test_one_after_the_other_is_as_both_at_once(toy: Path, tmp_path: Path) -> None:
    Path("one.txt").write_text(ONE, encoding="utf-8")
    Path("two.txt").write_text(TWO, encoding="utf-8")
    for name in ("both", "turns"):
        run("new", name)  # with papers, each would get a taxonomy made for them
    run("import", "one.txt", "two.txt", "--survey", "both")
    run("import", "one.txt", "--survey", "turns")
    run("import", "two.txt", "--survey", "turns")
    both, turns = snapshot(tmp_path / "both"), snapshot(tmp_path / "turns")
    assert both["papers/moth.yml"] == turns["papers/moth.yml"]
    assert both["papers/kite.yml"] == turns["papers/kite.yml"]


def test_strict_import_writes_nothing_when_an_entry_cannot_be_read(toy: Path) -> None:
    Path("page.txt").write_text("Lonely\n" + ONE, encoding="utf-8")
    before = snapshot(toy)
    result = run("import", "page.txt", "--survey", "toy", "--strict")
    assert result.exit_code == 1
    assert (
        "page.txt:1: the title “Lonely” has no abstract on the next line; add it or remove the title" in result.stderr
    )
    assert "nothing written" in result.stderr
    assert "1 refused" in result.stdout
    assert snapshot(toy) == before


def test_import_into_nowhere_leaves_nowhere(toy: Path) -> None:
    Path("page.txt").write_text("only a line\n", encoding="utf-8")
    assert run("import", "page.txt", "--survey", "new").exit_code == 1
    assert run("import", "page.txt", "--survey", "new", "--strict").exit_code == 1
    assert not (toy.parent / "new").exists()


def test_one_bad_entry_costs_no_other(toy: Path) -> None:
    Path("page.txt").write_text("Lonely\n" + ONE, encoding="utf-8")
    result = run("import", "page.txt", "--survey", "toy")
    assert result.exit_code == 1, "what was refused still counts"
    assert "2 read, 1 new, 0 already there, 0 changed, 0 completed, 0 merged, 1 refused" in result.stdout
    assert record(toy / "papers" / "kite.yml")["name"] == "KITE"


def test_the_ledger_is_one_json_document(toy: Path) -> None:
    rows = [
        {"title": "Red Boats", "abstract": "Red boats sail.", "year": 2020, "mood": "fine"},
        {"title": "Red Boats", "abstract": "Red boats sail.", "year": 2020},
        {"title": ""},
    ]
    Path("boats.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = run("import", "boats.jsonl", "--survey", "toy", "--json")
    ledger = json.loads(result.stdout)
    fates = ("new", "unchanged", "changed", "completed", "refused", "merged")
    assert {fate: ledger[fate] for fate in fates} == {
        "new": 1, "unchanged": 1, "changed": 0, "completed": 0, "refused": 1, "merged": 0,
    }  # fmt: skip
    assert (ledger["read"], ledger["doubtful"], result.exit_code) == (3, 0, 1)
    told = {row["line"]: row for row in ledger["entries"]}
    assert told[1] == {
        "path": "boats.jsonl", "line": 1, "entry": None, "outcome": "new", "id": "red-boats",
        "message": "mood: passed over",
    }  # fmt: skip
    assert (told[2]["outcome"], told[2]["message"]) == ("unchanged", "the same entry as line 1")
    assert (told[3]["outcome"], told[3]["id"]) == ("refused", None)
    assert "title" in told[3]["message"]


def test_import_names_all_files_faults_at_once(toy: Path) -> None:
    Path("empty.txt").write_bytes(b"")
    Path("page.txt").write_text(ONE + "Lonely\n", encoding="utf-8")
    Path("latin.txt").write_bytes("Café\n".encode("latin-1"))
    result = run("import", "empty.txt", "page.txt", "latin.txt", "--survey", "toy", "--format", "json")
    found = [(item["path"], item["line"]) for item in json.loads(result.stdout)]
    assert found == [("empty.txt", 0), ("page.txt", 3), ("latin.txt", 1)]


def test_import_into_a_broken_survey_says_so_and_writes_nothing(toy: Path) -> None:
    Path("page.txt").write_text(ONE, encoding="utf-8")
    (toy / "papers" / "lantern.yml").write_text("id: lantern\n", encoding="utf-8")
    before = snapshot(toy)
    result = run("import", "page.txt", "--survey", "toy")
    assert (result.exit_code, snapshot(toy)) == (1, before)
    assert "toy/papers/lantern.yml:1: 'title' is missing; add it" in result.stderr


def test_import_names_an_author_listed_twice(toy: Path) -> None:
    rows = [{"title": "Red Boats", "abstract": "Red boats sail.", "authors": ["Bo Tern", "Ada Quay", "BO TERN"]}]
    Path("one.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = run("import", "one.jsonl", "--survey", "toy")
    assert re.search(r"toy/papers/red-boats\.yml:\d+: lists the author 'BO TERN' twice; .* \(warning\)", result.stderr)
    assert (result.exit_code, record(toy / "papers" / "red-boats.yml")["authors"]) == (0, rows[0]["authors"])
    assert "twice" not in run("import", "one.jsonl", "--survey", "toy").stderr, "said once; `check` says it every time"
    assert "lists the author 'BO TERN' twice" in run("check", "--survey", "toy").stderr


def test_namesakes_on_one_paper_have_a_page_each(toy: Path) -> None:
    paper = toy / "papers" / "lantern.yml"
    text = re.sub(r"(?m)^authors:.*\n(?:[- ].*\n)*", "", paper.read_text(encoding="utf-8"))
    paper.write_text(text + "authors: [Wei Li, Bo Tern, Wei Li]\n", encoding="utf-8")
    (toy / "papers" / "sails.yml").write_text("id: sails\ntitle: Of Sails\nauthors: [Wei Li]\n", encoding="utf-8")
    (toy / "authors.yml").write_text(
        "authors:\n- {name: Wei Li, id: wei-li-2, papers: [lantern]}\n- {name: Wei Li, papers: [lantern, sails]}\n",
        encoding="utf-8",
    )
    settings = (toy / "survey.yml").read_text(encoding="utf-8")
    assert "author_pages_from: 2" in settings
    (toy / "survey.yml").write_text(settings.replace("pages_from: 2", "pages_from: 1"), encoding="utf-8")
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    page = Path("docs/papers/lantern.md").read_text(encoding="utf-8")
    first, second = page.index("authors/wei-li-2.md"), page.index("authors/wei-li.md")
    assert first < page.index("Bo Tern", first) < second, "in the order of authors.yml"
    assert Path("docs/authors/wei-li.md").exists() and Path("docs/authors/wei-li-2.md").exists()
    assert "sails" not in Path("docs/authors/wei-li-2.md").read_text(encoding="utf-8")


def test_import_of_twins(toy: Path) -> None:
    other = ONE.replace("in any wind", "in no wind at all")
    Path("page.txt").write_text(ONE + ONE + other, encoding="utf-8")
    result = run("import", "page.txt", "--survey", "toy")
    assert "page.txt:5: new kite" in result.stdout
    assert "page.txt:1: merged into kite, as line 5" in result.stdout
    assert "3 read, 1 new, 0 already there, 0 changed, 0 completed, 2 merged, 0 refused" in result.stdout
    before = snapshot(toy)
    again = run("import", "page.txt", "--survey", "toy")
    assert "3 read, 0 new, 3 already there" in again.stdout
    assert snapshot(toy) == before


def test_two_entries_of_one_identifier_are_one_paper_and_that_is_told(toy: Path) -> None:
    rows = [
        {"title": "Red Boats", "abstract": "Red boats sail.", "arxiv_id": "2401.00001"},
        {"title": "Blue Lamps", "abstract": "Blue lamps shine.", "arxiv_id": "2401.00001v2"},
    ]
    Path("two.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = run("import", "two.jsonl", "--survey", "toy")
    assert "2 read, 1 new, 0 already there, 0 changed, 0 completed, 1 merged" in result.stdout
    assert re.search(r"merged into blue-lamps, as line 2; says title “Red Boats”, and blue-lamps keeps", result.stdout)


def test_what_was_removed_stays_removed_with_its_reason(toy: Path) -> None:
    Path("page.txt").write_text(ONE, encoding="utf-8")
    run("import", "page.txt", "--survey", "toy")
    assert run("remove", "kite", "--reason", "Flies, which boats do not.", "--survey", "toy").exit_code == 0
    _, refused = record(toy / "refused.yml")["refused"]
    assert (refused["id"], refused["reason"]) == ("kite", "Flies, which boats do not.")
    again = run("import", "page.txt", "--survey", "toy")
    assert "kite was taken out of the survey on 2026-03-01 (Flies, which boats do not.)" in again.stdout
    assert (again.exit_code, "0 new" in again.stdout, "1 refused" in again.stdout) == (0, True, True)
    assert not (toy / "papers" / "kite.yml").exists()


def test_a_removed_paper_may_be_forgotten(toy: Path) -> None:
    Path("page.txt").write_text(ONE, encoding="utf-8")
    before = record(toy / "refused.yml")
    run("import", "page.txt", "--survey", "toy")
    run("remove", "kite", "--forget", "--survey", "toy")
    assert record(toy / "refused.yml") == before
    assert "1 new" in run("import", "page.txt", "--survey", "toy").stdout


def test_two_records_of_one_paper_are_merged(toy: Path) -> None:
    rows = [
        {"title": "Red Boats Sail by Night", "abstract": "Red boats sail.", "authors": ["Bo Tern"], "year": 2018},
        {
            "title": "Red Boats Sail by Night: On Ropes",
            "authors": ["Bo Tern"],
            "doi": "10.1000/b",
            "venue": "Tides 2019",
        },
    ]
    Path("two.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    told = run("import", "two.jsonl", "--survey", "toy").stdout
    assert "2 new" in told and "1 of the new are doubtful" in told
    merged = re.search(r"`catalogue (merge \S+ \S+)`", told)
    assert merged
    _, id, other = merged[1].split()
    assert run("merge", id, other, "--survey", "toy").exit_code == 0
    paper = record(toy / "papers" / f"{id}.yml")
    assert (paper["former_ids"], paper["ids"], paper["venue"]) == ([other], {"doi": "10.1000/b"}, "Tides 2019")
    before = snapshot(toy)
    assert "2 already there" in run("import", "two.jsonl", "--survey", "toy").stdout
    assert snapshot(toy) == before
    assert run("merge", id, "nothing", "--survey", "toy").exit_code == 1
    assert run("merge", id, id, "--survey", "toy").exit_code == 1


def test_about_draws_the_intake_with_numbers_that_add_up(toy: Path) -> None:
    (toy / "refused.yml").unlink()
    run("build", "--survey", "toy", "--docs", "docs")
    assert "sc-flow" not in Path("docs/about.md").read_text(encoding="utf-8"), "nothing is on record"
    Path("page.txt").write_text("Lonely\n" + ONE + TWO + ONE, encoding="utf-8")
    run("import", "page.txt", "--survey", "toy")
    run("remove", "kite", "--reason", "Flies <b>", "--survey", "toy")
    run("build", "--survey", "toy", "--docs", "docs")
    text = Path("docs/about.md").read_text(encoding="utf-8")
    flow = text[text.index("sc-flow") : text.index("</figure>")]
    own = len(list((toy / "papers").glob("*.yml")))
    assert re.findall(r"<(?:strong|li)>([^<]+) \(<i>n</i> = (\d+)\)", flow) == [
        ("Records identified", "4"), ("Duplicates, or already in the survey", "1"), ("Could not be read", "1"),
        ("Records screened", "2"), ("Flies &lt;b&gt;", "1"), ("Added in other ways than by an import", str(own - 1)),
        ("Papers included", str(own)),
    ]  # fmt: skip
    row = re.search(r'<tr><th scope="row">March 1, 2026</th>(.*?)</tr>', text)
    assert row and re.findall(r"<td>(.*?)</td>", row[1]) == ["page.txt", "4", "2"], "what was read, and when"


def test_about_sums_up_what_few_papers_were_excluded_for(toy: Path) -> None:
    Path("page.txt").write_text("Lonely\n" + ONE + TWO, encoding="utf-8")
    run("import", "page.txt", "--survey", "toy")
    rows = "".join(f"- {{id: gone-{n}, title: Gone {n}, reason: Reason {n}}}\n" for n in range(12))
    (toy / "refused.yml").write_text(f"refused:\n{rows}", encoding="utf-8")
    run("build", "--survey", "toy", "--docs", "docs")
    text = Path("docs/about.md").read_text(encoding="utf-8")
    assert text.count("<li>Reason ") == 8 and "<li>For other reasons (<i>n</i> = 4)</li>" in text


def test_changed_text_is_taken_over(toy: Path) -> None:
    Path("page.txt").write_text(ONE, encoding="utf-8")
    run("import", "page.txt", "--survey", "toy")
    Path("page.txt").write_text(ONE.replace("in any wind", "in no wind"), encoding="utf-8")
    result = run("import", "page.txt", "--survey", "toy")
    assert "page.txt:1: changed kite" in result.stdout
    assert "0 new, 0 already there, 1 changed" in result.stdout
    assert "in no wind" in record(toy / "papers" / "kite.yml")["abstract"]


def test_facts_complete_a_record(toy: Path) -> None:
    facts = {"title": "tide tables as a task", "authors": ["Mara Ness", "Tom Ebb"], "venue": "Tides 2026"}
    unknown = {"title": "Never Heard Of", "year": 2026}
    Path("facts.jsonl").write_text(f"{json.dumps(facts)}\n{json.dumps(unknown)}\n", encoding="utf-8")
    result = run("import", "facts.jsonl", "--survey", "toy")
    assert "2 read, 1 new, 0 already there, 0 changed, 1 completed, 0 merged, 0 refused" in result.stdout
    assert "abstract" not in record(toy / "papers" / "never-heard.yml"), "a paper without an abstract is a paper"
    completed = record(toy / "papers" / "tide-tables.yml")
    assert completed["venue"] == "Tides 2026"
    assert completed["authors"] == ["Mara Ness"], "what the record has stays"


def test_reimport_keeps_what_curators_decided(toy: Path) -> None:
    Path("page.txt").write_bytes((Path(__file__).parents[1] / "toy" / "page.txt").read_bytes())
    result = run("import", "page.txt", "--survey", "toy")
    assert "7 read, 0 new, 7 already there, 0 changed" in result.stdout
    text = (toy / "papers" / "fiber-coarse-ropes.yml").read_text(encoding="utf-8")
    assert "area: reading  # the curator's choice; the rule chose pointing" in text
    paper = record(toy / "papers" / "fiber-coarse-ropes.yml")
    assert paper["facets"]["contribution"] == ["dataset"]
    assert "beacon" not in [mention["id"] for mention in paper["mentions"]]
    assert (toy / "papers" / "lantern.yml").read_text(encoding="utf-8").startswith("# Called a reader before")
    glimmer = record(toy / "papers" / "glimmer.yml")
    assert (glimmer["checked"], glimmer["relations"][0]["to"], glimmer["venue"]) == (
        True,
        "lantern",
        "Tidal Letters 2026",
    )


def test_new_cues_move_what_the_rules_placed(toy: Path) -> None:
    taxonomy = toy / "taxonomy.yml"
    taxonomy.write_text(
        taxonomy.read_text(encoding="utf-8").replace("foghorn: 3", "foghorn: 3, names: 50"), encoding="utf-8"
    )
    Path("page.txt").write_bytes((Path(__file__).parents[1] / "toy" / "page.txt").read_bytes())
    result = run("import", "page.txt", "--survey", "toy")
    assert "page.txt:3: derived anew glimmer" in result.stdout
    glimmer = record(toy / "papers" / "glimmer.yml")
    assert (glimmer["area"], glimmer["evidence"]["area"]["value"]) == ("sounds", "sounds")
    assert str(glimmer["changed"]) == "2026-03-01"
    assert record(toy / "papers" / "fiber-coarse-ropes.yml")["area"] == "reading", "the curator's area stays"


def test_abstracts_are_not_kept_where_they_may_not_be(toy: Path) -> None:
    settings = toy / "survey.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("keep_abstracts: true", "keep_abstracts: false"), encoding="utf-8"
    )
    Path("page.txt").write_text(ONE, encoding="utf-8")
    run("import", "page.txt", "--survey", "toy")
    text = (toy / "papers" / "kite.yml").read_text(encoding="utf-8")
    assert "abstract:" not in text
    assert "holds on to its string" not in text
    assert record(toy / "papers" / "kite.yml")["terms"]


# --- explain -------------------------------------------------------------------


def test_explain_shows_the_curator_over_the_rule(toy: Path) -> None:
    said = run("explain", "fiber-coarse-ropes", "--survey", "toy").stdout
    assert (
        "area: reading — curator; the rule chose pointing: “can point at a” (abstract, sentence 2) by cue “point at”"
        in said
    )
    assert "contribution: not model — curator; a rule had found: “a model that”" in said
    assert "mentions: not beacon — curator; a rule had found:" in said
    assert "mentions: harbor as “HarborSet” — “knot in HarborSet pictures, where”" in said
    assert "area scores with today's cues:" in said


def test_explain_shows_repairs_and_finds_former_ids(toy: Path) -> None:
    said = run("explain", "lantern-reader", "--survey", "toy").stdout
    assert said.startswith("lantern: LANTERN: Reading Long Documents Page by Page")
    assert "title: LANTERN : Reading → LANTERN: Reading  (title-separator)" in said


def test_explain_without_an_area(toy: Path) -> None:
    assert (
        "area: none — nothing speaks for any" in run("explain", "weather-forgotten-islands", "--survey", "toy").stdout
    )


def test_explain_unknown_id_suggests(toy: Path) -> None:
    result = run("explain", "glimer", "--survey", "toy")
    assert result.exit_code == 1
    assert "there is no paper 'glimer'; did you mean glimmer?" in result.stderr


# --- search --------------------------------------------------------------------


def test_search_prints_json(toy: Path) -> None:
    found = json.loads(run("search", "ropes retrieval", "--survey", "toy", "--json").stdout)
    assert found["query"] == "ropes retrieval"
    assert found["results"][0]["id"] == "fiber-ropes-woven"
    assert {"id", "score", "title"} <= set(found["results"][0])
    assert json.loads(run("search", "zzzzz", "--survey", "toy", "--json").stdout)["results"] == []


def test_search_takes_a_query_that_begins_with_a_dash(toy: Path) -> None:
    def found(*query: str) -> set[str]:
        results = json.loads(run("search", *query, "--survey", "toy", "--json").stdout)["results"]
        return {result["id"] for result in results}

    assert found("-ropes") and found("-ropes").isdisjoint(found("ropes"))
    assert found("-ropes", "retrieval") == found("-ropes retrieval")
    assert "No such option '--limt'" in run("search", "ropes", "--limt", "3", "--survey", "toy").stderr


# --- rename and remove -----------------------------------------------------------


def test_rename_keeps_comments_and_updates_references(toy: Path) -> None:
    result = run("rename", "lantern", "lantern-light", "--survey", "toy")
    assert result.exit_code == 0
    assert not (toy / "papers" / "lantern.yml").exists()
    text = (toy / "papers" / "lantern-light.yml").read_text(encoding="utf-8")
    assert text.startswith("# Called a reader before it had a name.\nid: lantern-light\n")
    assert record(toy / "papers" / "lantern-light.yml")["former_ids"] == ["lantern-reader", "lantern"]
    glimmer_text = (toy / "papers" / "glimmer.yml").read_text(encoding="utf-8")
    assert "changed: 2026-01-20  # the venue became known" in glimmer_text
    glimmer = record(toy / "papers" / "glimmer.yml")
    assert glimmer["builds_on"] == ["lantern-light"]
    assert glimmer["relations"][0]["to"] == "lantern-light"
    assert "lantern-light" in [mention["id"] for mention in glimmer["mentions"]]
    assert "mentions.lantern-light" in glimmer["evidence"]
    assert "mentions.lantern" not in glimmer["evidence"]
    assert run("check", "--survey", "toy").exit_code == 0


def test_rename_moves_the_person_with_the_paper(toy: Path) -> None:
    """`authors.yml` says whose papers are whose: a renamed paper stays that person's."""
    run("rename", "lantern", "lantern-light", "--survey", "toy")
    authors = yaml.safe_load((toy / "authors.yml").read_text(encoding="utf-8"))["authors"]
    assert authors[0]["papers"] == ["glimmer", "lantern-light"]
    assert (toy / "authors.yml").read_text(encoding="utf-8").startswith("# Two people write as Ada Quay")


def test_rename_updates_links_in_introductions(toy: Path) -> None:
    run("rename", "glimmer", "glow", "--survey", "toy")
    assert "(../papers/glow.md)" in (toy / "areas" / "pointing.md").read_text(encoding="utf-8")


def test_a_reading_path_follows_a_renamed_paper_and_drops_a_removed_one(toy: Path) -> None:
    run("rename", "lantern", "lantern-light", "--survey", "toy")
    assert record(toy / "paths.yml")["paths"][0]["steps"] == [{"paper": "lantern-light", "note": "Begin *here*."}]
    assert (toy / "paths.yml").read_text(encoding="utf-8").startswith("# Where to begin.")
    run("remove", "lantern-light", "--survey", "toy")
    assert record(toy / "paths.yml")["paths"][0]["steps"] == []


def test_rename_there_and_back(toy: Path) -> None:
    run("rename", "glimmer", "glow", "--survey", "toy")
    run("rename", "glow", "glimmer", "--survey", "toy")
    assert record(toy / "papers" / "glimmer.yml")["former_ids"] == ["glow"]
    assert run("check", "--survey", "toy").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nobody", "somebody", "there is no paper 'nobody'"),
        ("glimmer", "Glow Worm", "'Glow Worm' is no id; use lower-case letters, digits and single hyphens"),
        ("glimmer", "../evil", "'../evil' is no id"),
        ("glimmer", "lantern", "the id 'lantern' is taken; choose another"),
        ("glimmer", "lantern-reader", "the id 'lantern-reader' is taken; choose another"),
        ("glimmer", "beacon", "the id 'beacon' is taken; choose another"),
        ("glimmer", "index", "'index' is the address of the list of papers; choose another id"),
    ],
)
def test_rename_refuses(old: str, new: str, message: str, toy: Path) -> None:
    before = snapshot(toy)
    result = run("rename", old, new, "--survey", "toy")
    assert (result.exit_code, snapshot(toy)) == (1, before)
    assert message in result.stderr


def test_rename_to_itself_changes_nothing(toy: Path) -> None:
    before = snapshot(toy)
    run("rename", "glimmer", "glimmer", "--survey", "toy")
    assert snapshot(toy) == before


def test_remove_takes_the_references_along(toy: Path) -> None:
    assert run("remove", "lantern", "--survey", "toy").exit_code == 0
    assert not (toy / "papers" / "lantern.yml").exists()
    glimmer = record(toy / "papers" / "glimmer.yml")
    assert "builds_on" not in glimmer
    assert [relation["to"] for relation in glimmer["relations"]] == ["fiber-coarse-ropes"]
    assert "lantern" not in [mention["id"] for mention in glimmer["mentions"]]
    text = (toy / "papers" / "glimmer.yml").read_text(encoding="utf-8")
    assert "# the venue became known" in text
    assert run("check", "--survey", "toy").exit_code == 0


def test_remove_refuses_while_an_introduction_links_to_it(toy: Path) -> None:
    before = snapshot(toy)
    result = run("remove", "glimmer", "--survey", "toy")
    assert (result.exit_code, snapshot(toy)) == (1, before)
    assert "toy/areas/pointing.md" in result.stderr
    assert "links to glimmer; take the link out first" in result.stderr


def test_remove_ends_what_deleting_a_file_by_hand_began(toy: Path) -> None:
    (toy / "papers" / "lantern.yml").unlink()
    told = run("check", "--survey", "toy")
    assert told.exit_code == 1 and "`catalogue remove lantern`" in told.stderr
    assert run("remove", "lantern", "--survey", "toy").exit_code == 0
    assert run("check", "--survey", "toy").exit_code == 0
    assert run("remove", "lantern", "--survey", "toy").exit_code == 1, "nothing refers to it any more"


def test_remove_takes_no_system_and_no_former_id_for_a_paper(toy: Path) -> None:
    system = record(toy / "systems.yml")["systems"][0]["id"]
    before = snapshot(toy)
    result = run("remove", system, "--survey", "toy")
    assert (result.exit_code, snapshot(toy)) == (1, before)


def test_remove_unknown(toy: Path) -> None:
    result = run("remove", "nobody", "--survey", "toy")
    assert result.exit_code == 1
    assert "there is no paper 'nobody'" in result.stderr


@pytest.mark.parametrize(("number", "advice"), [(errno.EROFS, "work in a copy"), (errno.ENOSPC, "make room")])
def test_a_folder_that_cannot_be_written_ends_a_command_with_a_message(
    toy: Path, monkeypatch: pytest.MonkeyPatch, number: int, advice: str
) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    result = run("remove", "lantern", "--survey", "toy")
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert f"{os.strerror(number)}; " in result.stderr and advice in result.stderr and ".catalogue" in result.stderr


# --- the small ones ----------------------------------------------------------------


def test_schema_describes_the_records(toy: Path) -> None:
    assert run("schema", "schemas").exit_code == 0
    schema = json.loads((toy.parent / "schemas" / "paper.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for path in sorted((toy / "papers").glob("*.yml")):
        data = json.loads(json.dumps(record(path), default=str))
        assert list(validator.iter_errors(data)) == [], path.name
    assert list(validator.iter_errors({"id": "x", "title": "X", "athors": []}))
    assert list(validator.iter_errors({"id": "Bad Id", "title": "X"}))
    Path("page.txt").write_text(ONE, encoding="utf-8")
    assert run("import", "page.txt", "--survey", "toy").exit_code == 0
    assert run("remove", "tide-tables", "--reason", "Tides", "--survey", "toy").exit_code == 0
    files = {path.stem for path in toy.glob("*.yml")} - {"mkdocs"}
    assert {"survey", "taxonomy", "systems", "refused", "imports"} <= files, "each file of a survey has a schema"
    for name in sorted(files):
        schema = json.loads((toy.parent / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
        data = json.loads(json.dumps(record(toy / f"{name}.yml"), default=str))
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == [], name


def test_edition_is_the_survey_s_or_the_newest_date(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    shutil.rmtree(toy / "editions")
    assert run("edition", "--survey", "toy").stdout == "2026-02-03\n"
    assert run("edition", "--survey", "toy", "--epoch").stdout == "1770076800\n"
    settings = toy / "survey.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("edition: 2026-02-03\n", ""), encoding="utf-8")
    assert run("edition", "--survey", "toy").stdout == "2026-02-01\n"


def test_clean_removes_what_was_generated_and_nothing_else(toy: Path) -> None:
    docs = toy.parent / "docs"
    (docs / "papers").mkdir(parents=True)
    (docs / "guide.md").write_text("By hand.", encoding="utf-8")
    (docs / "papers" / "by-hand.md").write_text("By hand.", encoding="utf-8")
    run("build", "--survey", "toy", "--docs", "docs")
    assert len(snapshot(docs)) > 40
    run("clean", "--docs", "docs")
    assert set(snapshot(docs)) == {"guide.md", "papers/by-hand.md"}


def test_version_and_help() -> None:
    try:
        importlib.metadata.version("survey-catalogue")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the package is not installed (`make test` installs it)")
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", run("--version").stdout)
    assert "import" in run("--help").stdout


@pytest.mark.parametrize("command", [[], *([name] for name in main.commands)])
def test_help_loads_nothing_of_the_generator(command: list[str]) -> None:
    """Help comes at once, and so does what a shell completes."""
    program = f"""
import sys
from generator.cli import main
main([*{command!r}, "--help"], standalone_mode=False)
ours = [name for name in sys.modules if name.startswith("generator.") and not name.startswith("generator.cli")]
print("loaded:", *ours, *({{"pydantic", "yaml", "rich", "numpy"}} & sys.modules.keys()))
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"


def watched(toy: Path, change: Callable[[], object], environment: Mapping[str, str]) -> tuple[bool, str]:
    """Whether `catalogue watch`, started in this folder, builds the toy survey once something is changed; and what it
    and its builds said.
    """
    command = [sys.executable, "-P", "-m", "generator", "watch", "--survey", "toy", "--docs", "toy/docs"]
    root = str(Path(__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": root, **environment}
    said = Path("watch.log")
    with said.open("wb") as log, subprocess.Popen(command, env=env, stdout=log, stderr=log) as watcher:
        try:
            for number in range(2_400):  # four minutes: the machine may have much else to do
                if number % 50 == 20:
                    change()
                time.sleep(0.1)
                if Path("toy/docs/index.md").exists() or watcher.poll() is not None:
                    break
        finally:
            watcher.terminate()
    return Path("toy/docs/index.md").exists(), said.read_text("utf-8")


@pytest.mark.parametrize("polling", ["false", "true"])
def test_watch_builds_with_this_generator_where_the_folder_holds_another(toy: Path, polling: str) -> None:
    Path("generator").mkdir()
    Path("generator/__init__.py").write_text("raise SystemExit('another generator')", encoding="utf-8")
    path = toy / "papers" / "lantern.yml"
    text = path.read_text(encoding="utf-8")
    environment = {"WATCHFILES_FORCE_POLLING": polling}
    built, said = watched(toy, lambda: path.write_text(f"{text}# seen {time.time()}\n", encoding="utf-8"), environment)
    assert built, f"watch said: {said}"


def test_watch_asks_for_a_folder(toy: Path) -> None:
    result = run("watch", "--survey", "nowhere")
    assert (result.exit_code, "nowhere is no folder" in result.stderr) == (2, True)


def test_search_says_what_it_read_as_words(toy: Path) -> None:
    result = run("search", "colour:red lamp", "--survey", "toy")
    assert re.search(r"there is no field 'colour', so this was read as words; fields: area, .*title", result.stderr)
    assert "did you mean author:quay?" in run("search", "authors:quay lamp", "--survey", "toy").stderr
    said = json.loads(run("search", "authors:quay", "--survey", "toy", "--json").stdout)
    assert said["unread"] == [{"field": "authors", "value": "quay", "near": "author:quay"}]
    assert run("search", "Lamps: a study", "--survey", "toy").stderr.startswith("next: catalogue explain")


@pytest.mark.parametrize(
    "command",
    [
        "check", "explain lantern", "rename lantern lamp", "remove tide-tables", "derive", "map", "search lamps",
        "build --docs docs", "clean --docs docs", "schema .schema", "import page.txt",
    ],
)  # fmt: skip
def test_each_command_says_what_to_do_next(toy: Path, command: str) -> None:
    Path("page.txt").write_text(ONE, encoding="utf-8")
    name, *rest = command.split()
    more = [] if name in {"clean", "schema"} else ["--survey", "toy"]
    done = run(name, *rest, *more)
    assert (name, re.search(r"^next: .+", done.stderr.splitlines()[-1]) is not None) == (name, True), done.output


def test_each_command_that_takes_time_shows_that_it_runs() -> None:
    """A bar on a terminal; those named here write or remove a few files, or say of each build what it does."""
    for name, command in main.commands.items():
        for part in (getattr(command, "commands", {}) or {name: command}).values():
            module = inspect.getmodule(part.callback)
            own = inspect.getsource(part.callback)
            helpers = [
                inspect.getsource(f) for key, f in vars(module).items() if f"{key}(" in own and inspect.isfunction(f)
            ]
            shown = any(f"{bar}(" in text for text in (own, *helpers) for bar in ("waiting", "progress_bar"))
            assert shown or name in {"clean", "scale", "schema", "serve", "watch"}, f"{name} {part.name}"


def test_a_command_that_takes_time_draws_a_bar_on_a_terminal() -> None:
    drawn = io.StringIO()
    drawn.isatty = lambda: True  # type: ignore[method-assign]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", drawn)
        patch.setenv("TERM", "xterm")
        with waiting("tying ropes"):
            time.sleep(0.2)
    assert "tying ropes" in drawn.getvalue()
    assert "0:00:0" in drawn.getvalue()


@pytest.mark.parametrize(("words", "code"), [("--version", 0), ("check --survey nowhere", 1), ("chekc", 2)])
def test_the_process_ends_with_the_exit_code_and_all_that_was_said(words: str, code: int, tmp_path: Path) -> None:
    call = [sys.executable, "-P", "-m", "generator", *words.split()]
    done = subprocess.run(call, env=environment(), cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == code
    assert {0: f"{importlib.metadata.version('survey-catalogue')}\n", 1: "is no folder", 2: "No such command 'chekc'"}[
        code
    ] in done.stdout + done.stderr
